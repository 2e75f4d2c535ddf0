import { ensureCollection, type Migration } from '@nencho/mongo';

/** The collections of the service with the indexes that its queries use. */
export const collections: Migration = {
  id: 'declaration-0001-collections',
  up: async (connection) => {
    await ensureCollection(connection, 'campaigns', [{ key: { tenantId: 1, companyId: 1, taxYear: 1 }, unique: true }]);
    await ensureCollection(connection, 'declarations', [
      { key: { tenantId: 1, campaignId: 1, employeeId: 1 }, unique: true },
      { key: { tenantId: 1, campaignId: 1, employeeNumber: 1, _id: 1 } },
      { key: { tenantId: 1, campaignId: 1, _id: 1 } },
      { key: { tenantId: 1, employeeId: 1 } },
      { key: { tenantId: 1, departmentPath: 1 } },
      {
        key: { tenantId: 1, 'receipt.number': 1 },
        unique: true,
        partialFilterExpression: { 'receipt.number': { $exists: true } },
      },
    ]);
    await ensureCollection(connection, 'scope_rows', [{ key: { tenantId: 1, companyId: 1, active: 1, _id: 1 } }]);
    await ensureCollection(connection, 'revisions', [
      { key: { tenantId: 1, declarationId: 1, 'receipt.revision': 1 }, unique: true },
    ]);
    await ensureCollection(connection, 'pay');
    await ensureCollection(connection, 'results');
    await ensureCollection(connection, 'pay_imports', [{ key: { tenantId: 1, campaignId: 1 } }]);
    await ensureCollection(connection, 'pay_import_chunks', [
      { key: { tenantId: 1, importId: 1, sequence: 1 }, unique: true },
      { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ]);
  },
};
