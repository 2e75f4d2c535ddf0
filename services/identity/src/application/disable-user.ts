import { requirePermission, type UserActor } from '@nencho/auth';
import type { Clock } from '@nencho/kernel';
import { disable } from '../domain/person.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import { placeOf } from './person-place.js';
import type { Audit, Events, InvitationStore, KeycloakUsers, Log, Mutate, PersonStore, TenantStore } from './ports.js';

export type DisableUserDeps = {
  readonly tenants: Pick<TenantStore, 'guardAdmins'>;
  readonly people: Pick<PersonStore, 'find' | 'saveAccess' | 'countOtherAdmins' | 'settleSignOff'>;
  readonly invitations: Pick<InvitationStore, 'voidOf'>;
  readonly keycloak: Pick<KeycloakUsers, 'shutOut'>;
  readonly mutate: Mutate;
  readonly events: Events;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Pick<Log, 'warn'>;
};

export type DisableUserCommand = { readonly idempotencyKey: string; readonly employeeId: string };

/**
 * 利用停止. Decided here: from now on (≤ 5 s) no service does anything for this person. Ending the sessions at Keycloak
 * follows; when Keycloak is away the sweep does it later.
 */
export const disableUser =
  (deps: DisableUserDeps) =>
  async ({ idempotencyKey, employeeId }: DisableUserCommand, actor: UserActor): Promise<void> => {
    const { tenants, people, invitations, keycloak, mutate, events, audit, clock, logger } = deps;
    const { tenantId, sub } = actor;
    const person = found('employee', await people.find(tenantId, employeeId));
    requirePermission(actor, 'user.disable', placeOf(person));
    const change = { tenantId, sub, method: 'DisableUser', key: idempotencyKey, content: { employeeId } };
    await mutate(change, async (session) => {
      await tenants.guardAdmins(session, tenantId);
      const next = disable(person, await people.countOtherAdmins(session, tenantId, person.id));
      const now = clock.now();
      await people.saveAccess(session, next);
      await invitations.voidOf(session, tenantId, person.id);
      const aggregate = { tenantId, aggregateId: person.id, aggregateVersion: next.grantsVersion, occurredAt: now };
      if (person.sub === undefined) {
        await events.append(session, { type: 'GrantsChanged', payload: { employeeId: person.id }, ...aggregate });
      } else {
        await events.append(session, { type: 'UserDisabled', payload: { sub: person.sub }, ...aggregate });
      }
      await audit.append(session, {
        tenantId,
        type: 'user_disabled',
        actor: auditUser(actor),
        subjectKind: 'employee',
        subjectIds: [person.id],
        outcome: 'success',
        at: now,
      });
      return { ids: { employeeId: person.id }, version: next.grantsVersion };
    });
    if (person.sub === undefined) return;
    try {
      await keycloak.shutOut(person.sub);
      await people.settleSignOff(tenantId, person.id);
    } catch (error) {
      logger.warn('sign_off_postponed', { dependency: 'keycloak', err: error });
    }
  };
