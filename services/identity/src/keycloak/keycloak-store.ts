import type { ErasableStore } from '@nencho/mongo';
import type { KeycloakUsers } from '../application/ports.js';

/** The tenant's users, found by the attribute that names it: also those that no row of ours knows of. */
export const keycloakStore = ({
  countOfTenant,
  deleteSomeOfTenant,
}: Pick<KeycloakUsers, 'countOfTenant' | 'deleteSomeOfTenant'>): ErasableStore => ({
  name: 'keycloak-users',
  count: countOfTenant,
  eraseSome: deleteSomeOfTenant,
});
