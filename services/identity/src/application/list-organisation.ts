import { scopeFilter, type UserActor } from '@nencho/auth';
import type { Company } from '../domain/company.js';
import type { Department } from '../domain/department.js';
import type { CompanyStore, DepartmentStore } from './ports.js';

export type ListOrganisationDeps = {
  readonly companies: Pick<CompanyStore, 'list'>;
  readonly departments: Pick<DepartmentStore, 'list'>;
};

const visibleDepartments = (all: readonly Department[], actor: UserActor): readonly Department[] => {
  const scope = scopeFilter(actor, 'company.read');
  if (scope.all) return all;
  return all.filter(
    ({ companyId, path }) =>
      scope.companyIds.includes(companyId) || scope.departmentIds.some((departmentId) => path.includes(departmentId)),
  );
};

/** Companies within scope; a grant for a department shows the company that the department belongs to. */
export const listCompanies =
  ({ companies, departments }: ListOrganisationDeps) =>
  async (actor: UserActor): Promise<readonly Company[]> => {
    const all = await companies.list(actor.tenantId);
    const scope = scopeFilter(actor, 'company.read');
    if (scope.all) return all;
    const departmentsInScope = visibleDepartments(await departments.list(actor.tenantId), actor);
    const ids = new Set([...scope.companyIds, ...departmentsInScope.map(({ companyId }) => companyId)]);
    return all.filter(({ id }) => ids.has(id));
  };

export const listDepartments =
  ({ departments }: Pick<ListOrganisationDeps, 'departments'>) =>
  async ({ companyId }: { readonly companyId: string }, actor: UserActor): Promise<readonly Department[]> =>
    visibleDepartments(await departments.list(actor.tenantId, companyId === '' ? undefined : companyId), actor);
