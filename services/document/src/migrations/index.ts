import { ensureCollection, type Migration } from '@nencho/mongo';

const attachments: Migration = {
  id: 'document-0001-attachments',
  up: async (connection) => {
    await ensureCollection(connection, 'attachments', [
      { key: { tenantId: 1, declarationId: 1, createdAt: 1 } },
      { key: { state: 1, changedAt: 1 } },
    ]);
    await ensureCollection(connection, 'attachment_quotas', [{ key: { tenantId: 1 } }]);
  },
};

/** In the order in which they run; a new step is appended, none is changed. */
export const documentMigrations: readonly Migration[] = [attachments];
