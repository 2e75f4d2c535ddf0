import type { Connection } from 'mongoose';
import type { TransparencyStore } from '../application/transparency-ports.js';
import { toMongo } from './session.js';

type ActionRow = {
  readonly _id: string;
  readonly tenantId: string;
  readonly at: Date;
  readonly operatorSub: string;
  readonly action: string;
  readonly reason: string;
  readonly ticket: string;
};

/** Access transparency: in clear, since nothing of it is personal; deleted with its tenant. */
export const transparencyStore = (connection: Connection): TransparencyStore => {
  const rows = connection.collection<ActionRow>('operator_actions');
  return {
    insert: async ({ id, ...action }, session) => {
      await rows.updateOne({ _id: id }, { $setOnInsert: action }, { upsert: true, session: toMongo(session) });
    },
    list: async ({ tenantId, before, limit }) => {
      const [ms = '', id = ''] = before?.split('/') ?? [];
      const at = new Date(Number(ms));
      const found = await rows
        .find({
          ...(tenantId === undefined ? {} : { tenantId }),
          ...(before === undefined ? {} : { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] }),
        })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, ...action }) => ({ id: _id, ...action }));
    },
  };
};
