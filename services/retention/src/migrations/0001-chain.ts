import { ensureCollection, type Migration } from '@nencho/mongo';

export const chainMigration: Migration = {
  id: '0001-chain',
  up: async (connection) => {
    await ensureCollection(connection, 'audit_links', [
      { key: { tenantId: 1, index: 1 }, unique: true },
      { key: { tenantId: 1, eventId: 1 }, unique: true },
      { key: { tenantId: 1, tags: 1, index: -1 } },
    ]);
    await ensureCollection(connection, 'audit_heads');
  },
};
