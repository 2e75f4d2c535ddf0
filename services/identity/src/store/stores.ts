import type { Sealer } from '@nencho/crypto';
import type { Stores } from '../application/use-cases.js';
import { cardSeal } from './card-seal.js';
import { importStore } from './import-store.js';
import { invitationStore } from './invitation-store.js';
import type { Models } from './models.js';
import { companyStore, departmentStore } from './organisation-stores.js';
import { personStore } from './person-store.js';
import { tenantStore } from './tenant-store.js';

export const identityStores = (models: Models, sealer: Pick<Sealer, 'sealJson' | 'openJson'>): Stores => {
  const seal = cardSeal(sealer);
  return {
    tenants: tenantStore(models),
    companies: companyStore(models),
    departments: departmentStore(models),
    people: personStore(models, seal),
    imports: importStore(models, seal),
    invitations: invitationStore(models),
  };
};
