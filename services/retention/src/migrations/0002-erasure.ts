import { ensureCollection, type Migration } from '@nencho/mongo';

export const erasureMigration: Migration = {
  id: '0002-erasure',
  up: async (connection) => {
    await ensureCollection(connection, 'erasures', [
      // One open end of a contract for a tenant; those before it (withdrawn, cancelled) stay beside it.
      { key: { tenantId: 1 }, unique: true, partialFilterExpression: { open: true } },
      { key: { dueAt: 1 }, partialFilterExpression: { open: true } },
      { key: { endDate: 1, _id: 1 } },
    ]);
    await ensureCollection(connection, 'certificates');
    await ensureCollection(connection, 'termination_records', [{ key: { keptUntil: 1 } }]);
    await ensureCollection(connection, 'certificate_codes', [{ key: { erasureId: 1 } }]);
    await ensureCollection(connection, 'operator_actions', [{ key: { tenantId: 1, at: -1 } }, { key: { at: -1 } }]);
  },
};
