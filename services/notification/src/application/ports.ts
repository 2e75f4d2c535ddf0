import type { ClaimedDelivery, DeliveryEnd, DeliveryKind, DeliveryState, News } from '../domain/delivery.js';

export type DeliveryCount = { readonly kind: DeliveryKind; readonly state: DeliveryState; readonly count: number };

export type DeliveryStore = {
  /** Takes the delivery that waits longest, or one whose sender died; undefined when none is due. */
  readonly claim: () => Promise<ClaimedDelivery | undefined>;
  /** Makes sure, before anything is sent, that an end could be recorded: the tenant's audit key is at hand. */
  readonly prepare: (delivery: ClaimedDelivery) => Promise<void>;
  /** Records the end with its event and its audit entry; does nothing when the claim was lost. */
  readonly settle: (delivery: ClaimedDelivery, end: DeliveryEnd, at: Date) => Promise<void>;
  /** Gives the claim back. With `failed`, the failure is the delivery's own and is counted. */
  readonly release: (delivery: ClaimedDelivery, waitMs: number, failed: boolean) => Promise<void>;
  /** When another issue of the same news to the same subject was last accepted. */
  readonly lastAccepted: (news: News) => Promise<Date | undefined>;
  readonly countByState: (tenantId: string, campaignId: string) => Promise<readonly DeliveryCount[]>;
};

export type InvitationMail = {
  /** False: redeemed, voided or issued again since. */
  readonly valid: boolean;
  readonly mail: string;
  readonly link: string;
  readonly tenantName: string;
  readonly expiresAt: string;
};

export type EmployeeContact = {
  /** Empty when there is none. */
  readonly mail: string;
  readonly tenantCode: string;
  readonly tenantName: string;
};

/** What identity knows, asked at the moment of sending and kept nowhere. */
export type Directory = {
  readonly invitationMail: (tenantId: string, invitationId: string, issueNo: number) => Promise<InvitationMail>;
  readonly contact: (tenantId: string, employeeId: string) => Promise<EmployeeContact>;
};

export type OutgoingMail = {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets. */
  readonly messageId: string;
};

/**
 * Hands a mail to the relay. Throws AppError `unavailable` when the relay cannot be used by anybody at the moment, any
 * other error when it does not want this mail now.
 */
export type MailTransport = { readonly send: (mail: OutgoingMail) => Promise<'accepted' | 'rejected'> };
