import { requirePermission, type UserActor } from '@nencho/auth';
import { forbidden, type Clock } from '@nencho/kernel';
import { mayGive } from '../domain/grants.js';
import { removeGrant as withoutGrant } from '../domain/person.js';
import { departmentPlaces } from './add-grant.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import { placeOf } from './person-place.js';
import type { Audit, DepartmentStore, Events, Mutate, PersonStore, TenantStore } from './ports.js';

export type RemoveGrantDeps = {
  readonly tenants: Pick<TenantStore, 'guardAdmins'>;
  readonly people: Pick<PersonStore, 'findByGrant' | 'saveAccess' | 'countOtherAdmins'>;
  readonly departments: Pick<DepartmentStore, 'list'>;
  readonly mutate: Mutate;
  readonly events: Events;
  readonly audit: Audit;
  readonly clock: Clock;
};

export type RemoveGrantCommand = { readonly idempotencyKey: string; readonly grantId: string };

/** 権限の取消. The last administrator keeps the role: of two removals at the same time one counts again and fails. */
export const removeGrant =
  ({ tenants, people, departments, mutate, events, audit, clock }: RemoveGrantDeps) =>
  async ({ idempotencyKey, grantId }: RemoveGrantCommand, actor: UserActor): Promise<void> => {
    requirePermission(actor, 'grant.manage', 'anywhere');
    const { tenantId, sub } = actor;
    const places = await departmentPlaces(departments, tenantId);
    const holder = await people.findByGrant(tenantId, grantId);
    const change = { tenantId, sub, method: 'RemoveGrant', key: idempotencyKey, content: { grantId } };
    await mutate(change, async (session) => {
      const person = found('grant', holder);
      const grant = found(
        'grant',
        person.grants.find(({ id }) => id === grantId),
      );
      requirePermission(actor, 'grant.manage', placeOf(person));
      if (!mayGive(actor.grants, grant, places)) throw forbidden('grant.manage');
      await tenants.guardAdmins(session, tenantId);
      const next = withoutGrant(person, grantId, await people.countOtherAdmins(session, tenantId, person.id));
      const now = clock.now();
      await people.saveAccess(session, next);
      const aggregate = { tenantId, aggregateId: person.id, aggregateVersion: next.grantsVersion, occurredAt: now };
      await events.append(session, { type: 'GrantsChanged', payload: { employeeId: person.id }, ...aggregate });
      await audit.append(session, {
        tenantId,
        type: 'grant_removed',
        actor: auditUser(actor),
        subjectKind: 'employee',
        subjectIds: [person.id],
        outcome: 'success',
        at: now,
        params: { role: grant.role, scope: grant.scope.kind },
      });
      return { ids: { employeeId: person.id }, version: next.grantsVersion };
    });
  };
