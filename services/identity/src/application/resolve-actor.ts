import type { ResolvedActor } from '@nencho/auth';
import { companyId, departmentId, employeeId, isId, notFound } from '@nencho/kernel';
import { effectiveGrants } from '../domain/person.js';
import type { PersonStore } from './ports.js';

export type ResolveActorDeps = { readonly people: Pick<PersonStore, 'findBySub'> };

/** What a subject may do now. A person who left signs in to the own slip; one who was disabled does nothing. */
export const resolveActor =
  ({ people }: ResolveActorDeps) =>
  async (tenantId: string, sub: string): Promise<ResolvedActor> => {
    const person = isId(tenantId) ? await people.findBySub(tenantId, sub) : undefined;
    if (person === undefined) throw notFound('subject');
    const { employment } = person;
    return {
      disabled: person.access !== 'user',
      ...(employment === undefined
        ? {}
        : { employeeId: employeeId(person.id), companyId: companyId(employment.companyId) }),
      departmentIds: (employment?.departmentPath ?? []).map(departmentId),
      grants: effectiveGrants(person),
      grantsVersion: person.grantsVersion,
    };
  };
