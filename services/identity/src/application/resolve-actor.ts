import type { ResolvedActor } from '@nencho/auth';
import { companyId, departmentId, employeeId, isId, notFound } from '@nencho/kernel';
import { effectiveGrants, isActiveAdmin } from '../domain/person.js';
import type { PersonStore, TenantStore } from './ports.js';

export type ResolveActorDeps = {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly people: Pick<PersonStore, 'findBySub'>;
};

/**
 * What a subject may do now. A person who left signs in to the own slip; one who was disabled does nothing. After the
 * contract's end (解約) administrators alone are let in, to export and to cancel; of a tenant being erased nobody is known.
 */
export const resolveActor =
  ({ tenants, people }: ResolveActorDeps) =>
  async (tenantId: string, sub: string): Promise<ResolvedActor> => {
    const [tenant, person] = isId(tenantId)
      ? await Promise.all([tenants.find(tenantId), people.findBySub(tenantId, sub)])
      : [];
    if (tenant === undefined || person === undefined) throw notFound('subject');
    const { employment } = person;
    return {
      disabled: person.access !== 'user' || (tenant.state === 'ended' && !isActiveAdmin(person)),
      ...(employment === undefined
        ? {}
        : { employeeId: employeeId(person.id), companyId: companyId(employment.companyId) }),
      departmentIds: (employment?.departmentPath ?? []).map(departmentId),
      grants: effectiveGrants(person),
      grantsVersion: person.grantsVersion,
    };
  };
