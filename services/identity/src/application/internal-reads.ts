import type { UserActor } from '@nencho/auth';
import { isId, notFound } from '@nencho/kernel';
import type { Company } from '../domain/company.js';
import type { Person } from '../domain/person.js';
import { checkedIds } from './employee-reads.js';
import { found } from './found.js';
import type { CompanyStore, PersonCard, PersonStore, TenantRoot, TenantStore } from './ports.js';

/** Reads for the other services, which name the tenant that they work for. */

const MAX_BATCH = 500;
const everyone = { all: true } as const;

export const getTenantRoot =
  ({ tenants }: { readonly tenants: Pick<TenantStore, 'root'> }) =>
  async (tenantId: string): Promise<TenantRoot> =>
    found('tenant', isId(tenantId) ? await tenants.root(tenantId) : undefined);

export const batchGetContacts =
  ({
    tenants,
    people,
  }: {
    readonly tenants: Pick<TenantStore, 'find'>;
    readonly people: Pick<PersonStore, 'cardsByIds'>;
  }) =>
  async (tenantId: string, employeeIds: readonly string[]) => {
    const tenant = found('tenant', await tenants.find(tenantId));
    const ids = checkedIds(employeeIds, 'employeeIds', MAX_BATCH);
    const cards = await people.cardsByIds(tenantId, ids, everyone);
    return { tenant, contacts: cards.filter(({ card }) => card.mail !== '') };
  };

export const batchGetPlaces =
  ({ people }: { readonly people: Pick<PersonStore, 'employees'> }) =>
  async (tenantId: string, employeeIds: readonly string[]): Promise<readonly Person[]> =>
    people.employees(tenantId, checkedIds(employeeIds, 'employeeIds', MAX_BATCH));

/** Facts about the person that the law needs; administrators who are no employees have none. */
export const batchGetTaxProfiles =
  ({ people }: { readonly people: Pick<PersonStore, 'cardsByIds'> }) =>
  async (tenantId: string, employeeIds: readonly string[]): Promise<readonly PersonCard[]> => {
    const ids = checkedIds(employeeIds, 'employeeIds', MAX_BATCH);
    return (await people.cardsByIds(tenantId, ids, everyone)).filter(({ person }) => person.employment !== undefined);
  };

/**
 * Cards for work on a person's behalf. The caller names people whose papers declaration let that person have: they may
 * have moved to another company since, and are named all the same. Only the tenant is looked at here.
 */
export const batchGetCardsForJob =
  ({ people }: { readonly people: Pick<PersonStore, 'cardsByIds'> }) =>
  async (tenantId: string, employeeIds: readonly string[], actor: UserActor): Promise<readonly PersonCard[]> => {
    if (tenantId !== actor.tenantId) throw notFound('tenant');
    const ids = checkedIds(employeeIds, 'employeeIds', MAX_BATCH);
    const cards = await people.cardsByIds(tenantId, ids, everyone);
    return cards.filter(({ person }) => person.employment !== undefined);
  };

export const getPayer =
  ({ companies }: { readonly companies: Pick<CompanyStore, 'find'> }) =>
  async (tenantId: string, companyId: string): Promise<Company> =>
    found('company', await companies.find(tenantId, companyId));
