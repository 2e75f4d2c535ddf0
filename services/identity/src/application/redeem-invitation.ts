import { illegalState, isAppError, notFound, validationFailed } from '@nencho/kernel';
import { invitationState, REDEEM_CLAIM_MS, type Invitation } from '../domain/invitation.js';
import { keycloakUsername } from '../domain/names.js';
import { passwordViolations } from '../domain/password.js';
import { becomeUser, type Person } from '../domain/person.js';
import { openLink, type InvitationAccessDeps, type InvitationLink } from './invitation-access.js';
import type { Audit, Events, InvitationStore, KeycloakUsers, PersonStore, Transact } from './ports.js';

export type RedeemInvitationDeps = InvitationAccessDeps & {
  readonly people: Pick<PersonStore, 'saveAccess' | 'findBySub'>;
  readonly invitations: Pick<InvitationStore, 'claim' | 'find' | 'releaseClaim' | 'save'>;
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

/** The user at Keycloak. One that is another person's already is not touched, and the link opens nothing. */
const putUser = async (
  { keycloak, people }: RedeemInvitationDeps,
  { id, tenantId }: Person,
  user: { readonly username: string; readonly password: string },
): Promise<string> => {
  const belongsToOther = async (sub: string): Promise<boolean> => {
    const holder = await people.findBySub(tenantId, sub);
    return holder !== undefined && holder.id !== id;
  };
  try {
    return (await keycloak.put({ ...user, tenantId, temporary: false, belongsToOther })).sub;
  } catch (error) {
    throw isAppError(error) && error.code === 'already_exists' ? notFound('invitation') : error;
  }
};

/** Another attempt holds the link, or held it when its process died: it may be tried again soon. Or the link is used. */
const notClaimed = async ({ invitations, clock }: RedeemInvitationDeps, { id, tenantId }: Invitation) => {
  const present = await invitations.find(tenantId, id);
  const open = present !== undefined && invitationState(present, clock.now()) === 'open';
  return open ? illegalState('invitation_being_redeemed') : notFound('invitation');
};

/**
 * 初回パスワードの設定. One attempt at a time holds the invitation; Keycloak gets the user in one call that may be
 * repeated, and only then the link counts as used. After a crash between the two the same link works again half a minute
 * later; until then it is refused as `invitation_being_redeemed`.
 */
export const redeemInvitation =
  (deps: RedeemInvitationDeps) =>
  async ({ password, ...link }: RedeemInvitationCommand): Promise<{ username: string }> => {
    const { invitations, clock } = deps;
    const { tenant, invitation, person } = await openLink(deps)(link);
    const username = keycloakUsername(tenant.code, person.loginId);
    const violations = passwordViolations(password, username);
    if (violations.length > 0) throw validationFailed(violations);
    const now = clock.now();
    const claimed = await invitations.claim(invitation, now, new Date(now.getTime() + REDEEM_CLAIM_MS));
    if (!claimed) throw await notClaimed(deps, invitation);
    try {
      await record(deps, invitation, person, await putUser(deps, person, { username, password }));
      return { username };
    } catch (error) {
      await invitations.releaseClaim(invitation).catch(() => undefined);
      throw error;
    }
  };
