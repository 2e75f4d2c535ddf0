/** Why a person gets a mail. */
export type DeliveryKind = 'invitation' | 'campaign_opened' | 'sent_back' | 'approved' | 'result_ready';

/**
 * `queued` → `sending` → one of the four ends. A delivery found in `sending` after a crash is sent again as the same
 * mail: nobody can know whether the relay had taken it.
 */
export type DeliveryState = 'queued' | 'sending' | DeliveryEnd;
export type DeliveryEnd =
  /** The relay took it. */
  | 'accepted'
  /** Overtaken by events: the invitation was redeemed, voided or issued again. */
  | 'not_needed'
  /** The person has no mail address. */
  | 'no_address'
  /** The relay refuses the address for good. */
  | 'rejected';

/** What there is to tell. Unique by tenant, kind, subject and issue: the same news is never mailed twice. */
export type News = {
  readonly tenantId: string;
  readonly kind: DeliveryKind;
  /** Invitation for `invitation`, employee for all others. */
  readonly subjectId: string;
  /** Which time: the invitation's issue number, the campaign, or declaration and version. */
  readonly issue: string;
  readonly campaignId?: string;
};

/** A delivery that this process has taken to send. */
export type ClaimedDelivery = News & {
  readonly id: string;
  /** Proof of the claim; whoever lost it cannot record an end. */
  readonly holder: string;
  /** Failures so far. */
  readonly attempts: number;
};

/** The part of the Message-ID before the host is derived from this: a repeat is the same mail for every mail server. */
export const identityOfNews = ({ tenantId, kind, subjectId, issue }: News): string =>
  JSON.stringify([tenantId, kind, subjectId, issue]);

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 600_000;

/** How long one delivery waits after a failure of its own. */
export const waitAfterFailures = (failures: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 16));

/** A link is sent again to the same person at most this often, however often it is asked for. */
export const RESEND_INTERVAL_MS = 600_000;
