import { notFound, validationFailed } from '@nencho/kernel';
import { REDEEM_CLAIM_MS, type Invitation } from '../domain/invitation.js';
import { keycloakUsername } from '../domain/names.js';
import { passwordViolations } from '../domain/password.js';
import { becomeUser, type Person } from '../domain/person.js';
import { openLink, type InvitationAccessDeps, type InvitationLink } from './invitation-access.js';
import type { Audit, Events, InvitationStore, KeycloakUsers, PersonStore, Transact } from './ports.js';

export type RedeemInvitationDeps = InvitationAccessDeps & {
  readonly people: Pick<PersonStore, 'saveAccess'>;
  readonly invitations: Pick<InvitationStore, 'claim' | 'releaseClaim' | 'save'>;
  readonly keycloak: Pick<KeycloakUsers, 'put'>;
  readonly transact: Transact;
  readonly events: Events;
  readonly audit: Audit;
};

export type RedeemInvitationCommand = InvitationLink & { readonly password: string };

const record = async (
  deps: RedeemInvitationDeps,
  invitation: Invitation,
  person: Person,
  sub: string,
): Promise<void> => {
  const { people, invitations, events, audit, clock, transact } = deps;
  const { tenantId } = invitation;
  await transact(tenantId, async (session) => {
    const now = clock.now();
    const user = becomeUser(person, sub);
    await invitations.save(session, { ...invitation, state: 'redeemed' }, invitation.issueNo);
    await people.saveAccess(session, user);
    await events.append(session, {
      type: 'InvitationRedeemed',
      tenantId,
      aggregateId: person.id,
      aggregateVersion: user.grantsVersion,
      payload: { employeeId: person.id },
      occurredAt: now,
    });
    await audit.append(session, {
      tenantId,
      type: 'invitation_redeemed',
      actor: { kind: 'user', sub, employeeId: person.id },
      subjectKind: 'employee',
      subjectIds: [person.id],
      outcome: 'success',
      at: now,
    });
  });
};

/**
 * 初回パスワードの設定. One attempt at a time holds the invitation; Keycloak gets the user in one call that may be
 * repeated, and only then the link counts as used. After a crash between the two the same link works again.
 */
export const redeemInvitation =
  (deps: RedeemInvitationDeps) =>
  async ({ password, ...link }: RedeemInvitationCommand): Promise<{ username: string }> => {
    const { invitations, keycloak, clock } = deps;
    const { tenant, invitation, person } = await openLink(deps)(link);
    const username = keycloakUsername(tenant.code, person.loginId);
    const violations = passwordViolations(password, username);
    if (violations.length > 0) throw validationFailed(violations);
    const now = clock.now();
    const claimed = await invitations.claim(invitation, now, new Date(now.getTime() + REDEEM_CLAIM_MS));
    if (!claimed) throw notFound('invitation');
    try {
      const { sub } = await keycloak.put({ username, tenantId: tenant.id, password, temporary: false });
      await record(deps, invitation, person, sub);
      return { username };
    } catch (error) {
      await invitations.releaseClaim(invitation).catch(() => undefined);
      throw error;
    }
  };
