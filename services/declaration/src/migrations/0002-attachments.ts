import { ensureCollection, type Migration } from '@nencho/mongo';

export const attachments: Migration = {
  id: 'declaration-0002-attachments',
  up: async (connection) => {
    await ensureCollection(connection, 'attachments', [{ key: { tenantId: 1, declarationId: 1 } }]);
    await ensureCollection(connection, 'revisions', [{ key: { tenantId: 1, attachmentIds: 1 } }]);
  },
};
