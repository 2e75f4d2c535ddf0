import { ensureCollection, type Migration } from '@nencho/mongo';

export const contractEnd: Migration = {
  id: 'identity-0002-contract-end',
  up: async (connection) => {
    await ensureCollection(connection, 'tenants', [
      { key: { contractEnd: 1 }, partialFilterExpression: { state: 'notice' } },
    ]);
    await ensureCollection(connection, 'reserved_codes', [{ key: { tenantId: 1 } }]);
  },
};
