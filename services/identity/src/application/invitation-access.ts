import { isId, notFound, type Clock } from '@nencho/kernel';
import { invitationState, type Invitation } from '../domain/invitation.js';
import { isTenantCode } from '../domain/names.js';
import type { Person } from '../domain/person.js';
import type { Tenant } from '../domain/tenant.js';
import type { HitRate, InvitationStore, InvitationTokens, PersonStore, TenantStore } from './ports.js';

export type InvitationAccessDeps = {
  readonly tenants: Pick<TenantStore, 'findByCode'>;
  readonly people: Pick<PersonStore, 'find'>;
  readonly invitations: Pick<InvitationStore, 'find'>;
  readonly tokens: Pick<InvitationTokens, 'matches'>;
  readonly hitRate: HitRate;
  readonly clock: Clock;
};

export type InvitationLink = { readonly tenantCode: string; readonly invitationId: string; readonly token: string };

/** Attempts for one invitation. A token of 128 bits cannot be guessed; this keeps the noise away. */
const ATTEMPTS = 30;
const WINDOW_MS = 600_000;

/**
 * What a link opens. Whatever is wrong with it (no such tenant or invitation, another tenant's, a wrong token, one
 * issued before the last resend, used, voided, expired, the person disabled), the answer is the same `not_found`.
 */
export const openLink =
  ({ tenants, people, invitations, tokens, hitRate, clock }: InvitationAccessDeps) =>
  async (link: InvitationLink): Promise<{ tenant: Tenant; invitation: Invitation; person: Person }> => {
    const { tenantCode, invitationId, token } = link;
    const refused = notFound('invitation');
    const tenant = isTenantCode(tenantCode) ? await tenants.findByCode(tenantCode) : undefined;
    // After the contract's end nobody becomes a user any more.
    const admits = tenant?.state === 'active' || tenant?.state === 'notice';
    if (tenant === undefined || !admits || !isId(invitationId)) throw refused;
    const counted = { tenantId: tenant.id, actor: invitationId, bucket: 'invitation' };
    await hitRate({ ...counted, limit: ATTEMPTS, windowMs: WINDOW_MS });
    const invitation = await invitations.find(tenant.id, invitationId);
    if (invitation === undefined || !(await tokens.matches(invitation, token))) throw refused;
    if (invitationState(invitation, clock.now()) !== 'open') throw refused;
    const person = await people.find(tenant.id, invitation.personId);
    if (person?.access !== 'invited') throw refused;
    return { tenant, invitation, person };
  };
