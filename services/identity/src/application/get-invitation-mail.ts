import type { Clock } from '@nencho/kernel';
import { invitationLink, invitationState } from '../domain/invitation.js';
import type { InvitationStore, InvitationTokens, PersonStore, TenantStore } from './ports.js';

export type GetInvitationMailDeps = {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly people: Pick<PersonStore, 'cardsByIds'>;
  readonly invitations: Pick<InvitationStore, 'find'>;
  readonly tokens: Pick<InvitationTokens, 'tokenOf'>;
  readonly clock: Clock;
  readonly publicBaseUrl: string;
};

export type InvitationMail = {
  readonly mail: string;
  readonly link: string;
  readonly tenantName: string;
  readonly expiresAt: Date;
};

/** Address and link at the moment of sending; `undefined` when nothing is to be sent any more. A retry gets the same link. */
export const getInvitationMail =
  ({ tenants, people, invitations, tokens, clock, publicBaseUrl }: GetInvitationMailDeps) =>
  async (tenantId: string, invitationId: string, issueNo: number): Promise<InvitationMail | undefined> => {
    const [tenant, invitation] = await Promise.all([tenants.find(tenantId), invitations.find(tenantId, invitationId)]);
    if (tenant === undefined || tenant.state === 'ended' || invitation?.issueNo !== issueNo) return undefined;
    if (invitationState(invitation, clock.now()) !== 'open') return undefined;
    const [invited] = await people.cardsByIds(tenantId, [invitation.personId], { all: true });
    if (invited?.person.access !== 'invited' || invited.card.mail === '') return undefined;
    const token = await tokens.tokenOf(invitation);
    return {
      mail: invited.card.mail,
      link: invitationLink(publicBaseUrl, tenant.code, invitation.id, token),
      tenantName: tenant.displayName,
      expiresAt: invitation.expiresAt,
    };
  };
