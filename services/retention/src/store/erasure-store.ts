import { localDate, versionConflict } from '@nencho/kernel';
import { isDuplicateKey } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { ErasureStore, Session } from '../application/erasure-ports.js';
import { isOpenState, type Erasure } from '../domain/erasure.js';
import { toMongo } from './session.js';

/** Nothing here is sealed: ids, dates and counts. The tenant's code leaves with the certificate. */
type ErasureRow = Omit<Erasure, 'id' | 'endDate'> & {
  readonly _id: string;
  readonly endDate: string;
  open: boolean;
  dueAt: Date | null;
};

const toErasure = (row: ErasureRow): Erasure => {
  const { _id, endDate, ...rest } = row;
  const erasure: Erasure & Partial<Pick<ErasureRow, 'open' | 'dueAt'>> = {
    ...rest,
    id: _id,
    endDate: localDate(endDate),
  };
  delete erasure.open;
  delete erasure.dueAt;
  return erasure;
};

const optionsOf = (session?: Session) => (session === undefined ? {} : { session: toMongo(session) });

export const erasureStore = (connection: Connection): ErasureStore => {
  const rows = connection.collection<ErasureRow>('erasures');
  return {
    byId: async (id, session) => {
      const row = await rows.findOne({ _id: id }, optionsOf(session));
      return row === null ? undefined : toErasure(row);
    },
    ofTenant: async (tenantId, session) => {
      const [row] = await rows
        .find({ tenantId }, optionsOf(session))
        .sort({ open: -1, endDate: -1, _id: 1 })
        .limit(1)
        .toArray();
      return row === undefined ? undefined : toErasure(row);
    },
    due: async (now, limit) =>
      (
        await rows
          .find({ open: true, dueAt: { $lte: now } }, { projection: { _id: 1 } })
          .sort({ dueAt: 1 })
          .limit(limit)
          .toArray()
      ).map(({ _id }) => _id),
    states: async () => {
      const found = await rows.find({}, { projection: { state: 1 } }).toArray();
      return new Map(found.map(({ _id, state }) => [_id, state]));
    },
    allOpen: async () => (await rows.find({ open: true }).toArray()).map(toErasure),
    list: async ({ after, limit, includeCertified }) => {
      const [endDate = '', id = ''] = after?.split('/') ?? [];
      const states = includeCertified ? { state: { $nin: ['withdrawn', 'cancelled'] as const } } : { open: true };
      const beyond = after === undefined ? {} : { $or: [{ endDate: { $gt: endDate } }, { endDate, _id: { $gt: id } }] };
      const found = await rows
        .find({ ...states, ...beyond } as object)
        .sort({ endDate: 1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(toErasure);
    },
    save: async (erasure, dueAt, session) => {
      const { id, version, ...rest } = erasure;
      const open = isOpenState(erasure.state);
      const row: Omit<ErasureRow, '_id'> = {
        ...rest,
        version: version + 1,
        open,
        dueAt: open ? (dueAt ?? null) : null,
      };
      try {
        const { matchedCount, upsertedCount } = await rows.replaceOne({ _id: id, version }, row, {
          upsert: version === 0,
          session: toMongo(session),
        });
        if (matchedCount + upsertedCount !== 1) throw versionConflict('erasure');
      } catch (error) {
        throw isDuplicateKey(error) ? versionConflict('erasure') : error;
      }
      return { ...erasure, version: version + 1 };
    },
    postpone: async ({ id, version }, dueAt) => {
      await rows.updateOne({ _id: id, version }, { $set: { dueAt: dueAt ?? null } });
    },
  };
};
