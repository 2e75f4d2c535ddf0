import { newId } from '@nencho/kernel';
import type { ClientSession, Connection } from 'mongoose';
import type { News } from '../domain/delivery.js';
import { deliveryRows } from './delivery-rows.js';

/** Queues one delivery for each piece of news that has none yet, in the transaction of the event that brought it. */
export const queueNews =
  (connection: Connection) =>
  async (news: readonly News[], at: Date, session: ClientSession): Promise<void> => {
    const writes = news.map(({ tenantId, kind, subjectId, issue, campaignId = '' }) => ({
      updateOne: {
        filter: { tenantId, kind, subjectId, issue },
        update: {
          $setOnInsert: {
            _id: newId(),
            campaignId,
            state: 'queued' as const,
            open: true,
            attempts: 0,
            queuedAt: at,
            dueAt: new Date(0),
          },
        },
        upsert: true,
      },
    }));
    if (writes.length > 0) await deliveryRows(connection).bulkWrite(writes, { session });
  };
