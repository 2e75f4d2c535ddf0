import { permissionsOf, type UserActor } from '@nencho/auth';
import { notFound } from '@nencho/kernel';
import { effectiveGrants } from '../domain/person.js';
import type { PersonStore, TenantStore } from './ports.js';

export type GetMeDeps = {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly people: Pick<PersonStore, 'findBySub' | 'cardsByIds'>;
};

/** Who is signed in, and what the menu may show. The owning services decide what is allowed. */
export const getMe =
  ({ tenants, people }: GetMeDeps) =>
  async (actor: UserActor) => {
    const [tenant, person] = await Promise.all([
      tenants.find(actor.tenantId),
      people.findBySub(actor.tenantId, actor.sub),
    ]);
    if (tenant === undefined || person === undefined) throw notFound('subject');
    const ids = person.employment === undefined ? [] : [person.id];
    const [own] = await people.cardsByIds(actor.tenantId, ids, { all: true });
    return {
      tenant,
      person,
      ...(own === undefined ? {} : { card: own.card }),
      grants: [
        ...person.grants,
        ...effectiveGrants(person)
          .filter(({ role }) => role === 'employee')
          .map((implied) => ({ id: '', ...implied })),
      ],
      permissions: permissionsOf(actor),
    };
  };
