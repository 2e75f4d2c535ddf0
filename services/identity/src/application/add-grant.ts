import { requirePermission, type UserActor } from '@nencho/auth';
import { forbidden, validationFailed, type Clock } from '@nencho/kernel';
import type { Department } from '../domain/department.js';
import { mayGive, roleHasScope, type DepartmentPlaces, type Grant, type Role, type Scope } from '../domain/grants.js';
import { addGrant as withGrant } from '../domain/person.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import { placeOf } from './person-place.js';
import type { Audit, CompanyStore, DepartmentStore, Events, InvitationStore, Mutate, PersonStore } from './ports.js';

export type AddGrantDeps = {
  readonly people: Pick<PersonStore, 'find' | 'findByGrant' | 'saveAccess'>;
  readonly invitations: Pick<InvitationStore, 'voidOf'>;
  readonly companies: Pick<CompanyStore, 'find'>;
  readonly departments: Pick<DepartmentStore, 'find' | 'list'>;
  readonly mutate: Mutate;
  readonly events: Events;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: () => string;
};

export type AddGrantCommand = {
  readonly idempotencyKey: string;
  readonly employeeId: string;
  readonly role: Role;
  readonly scope: Scope;
};

const checkScope = async ({ companies, departments }: AddGrantDeps, tenantId: string, scope: Scope): Promise<void> => {
  if (scope.kind === 'company') found('company', await companies.find(tenantId, scope.companyId));
  if (scope.kind === 'department') found('department', await departments.find(tenantId, scope.departmentId));
};

export const placesOf = (departments: readonly Department[]): DepartmentPlaces =>
  new Map(departments.map(({ id, companyId, path }) => [id, { companyId, path }]));

export const departmentPlaces = async (
  departments: Pick<DepartmentStore, 'list'>,
  tenantId: string,
): Promise<DepartmentPlaces> => placesOf(await departments.list(tenantId));

/** 権限の付与. No one gives what they lack; it takes effect within 5 s. An open invitation of the person is voided. */
export const addGrant =
  (deps: AddGrantDeps) =>
  async (command: AddGrantCommand, actor: UserActor): Promise<{ readonly grant: Grant; readonly personId: string }> => {
    const { people, invitations, departments, mutate, events, audit, clock, newId } = deps;
    const { idempotencyKey, ...content } = command;
    const { employeeId, role, scope } = content;
    const { tenantId, sub } = actor;
    const person = found('employee', await people.find(tenantId, employeeId));
    requirePermission(actor, 'grant.manage', placeOf(person));
    if (role === 'employee') throw validationFailed([{ path: 'role', rule: 'role_implied' }]);
    if (!roleHasScope(role, scope.kind)) throw validationFailed([{ path: 'scopeKind', rule: 'scope_of_role' }]);
    await checkScope(deps, tenantId, scope);
    if (!mayGive(actor.grants, { role, scope }, await departmentPlaces(departments, tenantId))) {
      throw forbidden('grant.manage');
    }
    const { ids } = await mutate(
      { tenantId, sub, method: 'AddGrant', key: idempotencyKey, content },
      async (session) => {
        const next = withGrant(person, { id: newId(), role, scope });
        const now = clock.now();
        await people.saveAccess(session, next);
        // The link went to an address that somebody set who may not have what it opens now: another one must be issued.
        if (person.access === 'invited') await invitations.voidOf(session, tenantId, person.id);
        const aggregate = { tenantId, aggregateId: person.id, aggregateVersion: next.grantsVersion, occurredAt: now };
        await events.append(session, { type: 'GrantsChanged', payload: { employeeId: person.id }, ...aggregate });
        await audit.append(session, {
          tenantId,
          type: 'grant_added',
          actor: auditUser(actor),
          subjectKind: 'employee',
          subjectIds: [person.id],
          outcome: 'success',
          at: now,
          params: { role, scope: scope.kind },
        });
        return { ids: { grantId: next.grants.at(-1)?.id ?? '' }, version: next.grantsVersion };
      },
    );
    const holder = found('grant', await people.findByGrant(tenantId, ids['grantId'] ?? ''));
    const grant = found(
      'grant',
      holder.grants.find(({ id }) => id === ids['grantId']),
    );
    return { grant, personId: holder.id };
  };
