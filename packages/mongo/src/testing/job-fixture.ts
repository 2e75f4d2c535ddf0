import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { ensureCollection, type JobErrorSeal, type JobHandler } from '../index.js';

type Effect = { _id: string; jobId: string; item: number };

export const effectRows = (connection: Connection) => connection.collection<Effect>('effects');

export const createEffects = async (connection: Connection): Promise<void> => {
  await ensureCollection(connection, 'effects', [{ key: { jobId: 1, item: 1 } }]);
};

/** Not a seal: these suites prove where errors go, and packages/crypto has the real one. */
export const markedSeal: JobErrorSeal = {
  seal: async (tenantId, id, value) => Promise.resolve(Buffer.from(JSON.stringify({ tenantId, id, value }))),
  open: async (_tenantId, _id, blob) =>
    Promise.resolve((JSON.parse(Buffer.from(blob).toString('utf8')) as { value: unknown }).value),
};

export type CountingOptions = {
  readonly perChunk: number;
  /** Called inside the transaction, after the writes. */
  readonly beforeCommit?: (first: number) => Promise<void>;
};

let serial = 0;

/** Writes one row for each of `total` items; the row has no unique key, so an item done twice would show. */
export const countingHandler = (
  connection: Connection,
  { perChunk, beforeCommit = async () => sleep(0) }: CountingOptions,
): JobHandler => ({
  chunk: async (job, cursor, session) => {
    const first = Number(cursor ?? '0');
    const last = Math.min(first + perChunk, job.total);
    const items = Array.from({ length: last - first }, (_, index) => first + index);
    const rows = items.map((item) => {
      serial += 1;
      return { _id: `${process.pid}-${serial}`, jobId: job.id, item };
    });
    await effectRows(connection).insertMany(rows, { session });
    await beforeCommit(first);
    return { done: rows.length, errors: [], ...(last < job.total ? { cursor: String(last) } : {}) };
  },
});
