import { ensureCollection, type Migration } from '@nencho/mongo';

const ofTenant = { tenantId: 1 } as const;
const exists = (field: string) => ({ [field]: { $exists: true } });

export const collections: Migration = {
  id: 'identity-0001-collections',
  up: async (connection) => {
    await ensureCollection(connection, 'tenants', [
      { key: { code: 1 }, unique: true },
      { key: { 'letter.expiresAt': 1 }, partialFilterExpression: { 'letter.state': 'open' } },
    ]);
    await ensureCollection(connection, 'companies', [{ key: { ...ofTenant, code: 1 }, unique: true }]);
    await ensureCollection(connection, 'departments', [{ key: { ...ofTenant, companyId: 1, code: 1 }, unique: true }]);
    await ensureCollection(connection, 'people', [
      { key: { ...ofTenant, loginId: 1 }, unique: true },
      { key: { ...ofTenant, number: 1 }, unique: true, partialFilterExpression: exists('number') },
      { key: { ...ofTenant, sub: 1 }, unique: true, partialFilterExpression: exists('sub') },
      { key: { ...ofTenant, companyId: 1, number: 1 } },
      { key: { ...ofTenant, departmentPath: 1, number: 1 } },
      { key: { ...ofTenant, revision: 1 } },
      { key: { ...ofTenant, 'grants.id': 1 } },
      { key: { signOff: 1 }, partialFilterExpression: { signOff: true } },
    ]);
    await ensureCollection(connection, 'imports', [{ key: { ...ofTenant, state: 1 } }]);
    // Names and addresses of an import that nobody applies go after a week.
    await ensureCollection(connection, 'import_chunks', [
      { key: { importId: 1, chunk: 1 }, unique: true },
      { key: { expiresAt: 1 }, expireAfterSeconds: 0 },
    ]);
    await ensureCollection(connection, 'invitations', [
      { key: { ...ofTenant, personId: 1 }, unique: true, partialFilterExpression: { state: 'open' } },
      { key: { ...ofTenant, createdAt: -1, _id: 1 } },
    ]);
  },
};
