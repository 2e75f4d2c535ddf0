import { can, type UserActor } from '@nencho/auth';
import type { Grant } from '../domain/grants.js';
import { found } from './found.js';
import { placeOf } from './person-place.js';
import type { PersonStore } from './ports.js';

export type ListGrantsDeps = { readonly people: Pick<PersonStore, 'find' | 'withGrants'> };

/** Grants that were given; 一般 over oneself is implied by being an employee and not listed. */
export const listGrants =
  ({ people }: ListGrantsDeps) =>
  async (employeeId: string, actor: UserActor): Promise<readonly { grant: Grant; personId: string }[]> => {
    const { tenantId } = actor;
    const holders =
      employeeId === ''
        ? await people.withGrants(tenantId)
        : [found('employee', await people.find(tenantId, employeeId))];
    return holders
      .filter((person) => can(actor, 'grant.manage', placeOf(person)))
      .flatMap(({ id, grants }) => grants.map((grant) => ({ grant, personId: id })));
  };
