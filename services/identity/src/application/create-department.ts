import { requirePermission, type UserActor } from '@nencho/auth';
import { validationFailed, type Clock } from '@nencho/kernel';
import { pathUnder, type Department } from '../domain/department.js';
import { isOrganisationCode, textViolations } from '../domain/names.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import type { Audit, CompanyStore, DepartmentStore, Mutate } from './ports.js';

export type CreateDepartmentDeps = {
  readonly companies: Pick<CompanyStore, 'find'>;
  readonly departments: Pick<DepartmentStore, 'insert' | 'find'>;
  readonly mutate: Mutate;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly newId: () => string;
};

export type CreateDepartmentCommand = {
  readonly idempotencyKey: string;
  readonly companyId: string;
  readonly code: string;
  readonly name: string;
  /** Empty for a department directly under the company. */
  readonly parentId: string;
};

const violationsOf = ({ code, name }: CreateDepartmentCommand) => [
  ...(isOrganisationCode(code) ? [] : [{ path: 'code', rule: 'code_format' }]),
  ...textViolations(name, { path: 'name', max: 100, required: true }),
];

export const createDepartment =
  ({ companies, departments, mutate, audit, clock, newId }: CreateDepartmentDeps) =>
  async (command: CreateDepartmentCommand, actor: UserActor): Promise<Department> => {
    requirePermission(actor, 'company.manage', 'tenant');
    const violations = violationsOf(command);
    if (violations.length > 0) throw validationFailed(violations);
    const { idempotencyKey, ...content } = command;
    const { companyId, code, name, parentId } = content;
    const { tenantId, sub } = actor;
    found('company', await companies.find(tenantId, companyId));
    const parent = parentId === '' ? undefined : found('department', await departments.find(tenantId, parentId));
    const change = { tenantId, sub, method: 'CreateDepartment', key: idempotencyKey, content };
    const { ids } = await mutate(change, async (session) => {
      const id = newId();
      const path = pathUnder(id, companyId, parent);
      const place = parent === undefined ? {} : { parentId: parent.id };
      await departments.insert(session, { id, tenantId, companyId, code, name, path, ...place });
      await audit.append(session, {
        tenantId,
        type: 'department_created',
        actor: auditUser(actor),
        subjectKind: 'department',
        subjectIds: [id],
        outcome: 'success',
        at: clock.now(),
        changedFields: ['companyId', 'code', 'name', 'parentId'],
      });
      return { ids: { departmentId: id } };
    });
    return found('department', await departments.find(tenantId, ids['departmentId'] ?? ''));
  };
