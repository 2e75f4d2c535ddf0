import { ensureCollection, type Migration } from '@nencho/mongo';

export const deliveries: Migration = {
  id: 'notification-0001-deliveries',
  up: async (connection) =>
    ensureCollection(connection, 'deliveries', [
      { key: { tenantId: 1, kind: 1, subjectId: 1, issue: 1 }, unique: true },
      { key: { dueAt: 1, queuedAt: 1 }, partialFilterExpression: { open: true } },
      { key: { tenantId: 1, campaignId: 1, kind: 1, state: 1 } },
    ]),
};
