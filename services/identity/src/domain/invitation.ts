import { illegalState } from '@nencho/kernel';

/** Life of a link. */
export const INVITATION_LIFE_MS = 24 * 3_600_000;
/** Time that one attempt to redeem may take before another may start. */
export const REDEEM_CLAIM_MS = 30_000;
const PURPOSE = 'set-password';

/** 招待. One row a person while it is open; a resend raises `issueNo` and with it voids the link sent before. */
export type Invitation = {
  readonly id: string;
  readonly tenantId: string;
  readonly personId: string;
  readonly state: 'open' | 'redeemed' | 'voided';
  readonly issueNo: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export type InvitationState = Invitation['state'] | 'expired';

export const openInvitation = (ids: Pick<Invitation, 'id' | 'tenantId' | 'personId'>, now: Date): Invitation => ({
  ...ids,
  state: 'open',
  issueNo: 1,
  createdAt: now,
  expiresAt: new Date(now.getTime() + INVITATION_LIFE_MS),
});

export const reissue = (invitation: Invitation, now: Date): Invitation => {
  if (invitation.state !== 'open') throw illegalState(`invitation_${invitation.state}`);
  return {
    ...invitation,
    issueNo: invitation.issueNo + 1,
    expiresAt: new Date(now.getTime() + INVITATION_LIFE_MS),
  };
};

/** What a reader sees: an open invitation past its time is expired. */
export const invitationState = (
  { state, expiresAt }: Pick<Invitation, 'state' | 'expiresAt'>,
  now: Date,
): InvitationState => (state === 'open' && expiresAt.getTime() <= now.getTime() ? 'expired' : state);

/** The text under the HMAC. The purpose keeps one secret from opening another door. */
export const tokenText = ({ id, issueNo }: Pick<Invitation, 'id' | 'issueNo'>): string =>
  `${id}\n${issueNo}\n${PURPOSE}`;

/** The link of the mail. The secret stands in the fragment only: no server and no log sees it. */
export const invitationLink = (base: string, tenantCode: string, invitationId: string, token: string): string =>
  `${base}/t/${tenantCode}/invitation#${invitationId}.${token}`;
