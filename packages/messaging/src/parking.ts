import type { Connection } from 'mongoose';
import type { IncomingEvent } from './incoming.js';
import { positionId } from './dead-letters.js';
import { parkedRows, type ParkedRow } from './message-rows.js';

type ParkingDeps = { readonly connection: Connection; readonly group: string };

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 300_000;

export const waitAfter = (attempts: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 10));

/** Those of the aggregates that have events waiting. */
export const parkedAmong = async (
  { connection, group }: ParkingDeps,
  aggregateIds: readonly string[],
): Promise<ReadonlySet<string>> =>
  new Set(await parkedRows(connection).distinct('aggregateId', { group, aggregateId: { $in: [...aggregateIds] } }));

/** Keeps events of one aggregate for later. A second time for the same positions changes nothing. */
export const park = async (
  { connection, group }: ParkingDeps,
  events: readonly IncomingEvent[],
  reason: string,
): Promise<void> => {
  const writes = events.map(({ raw, event }, index) => {
    const { topic, partition, offset, headers, value } = raw;
    const { tenantId, aggregateId } = event.meta;
    const row: Omit<ParkedRow, '_id'> = {
      group,
      topic,
      partition,
      offset,
      tenantId,
      aggregateId,
      envelope: value ?? Buffer.alloc(0),
      headers,
      reason: index === 0 ? reason : 'behind',
      attempts: 0,
      nextTryAt: new Date(Date.now() + FIRST_WAIT_MS),
    };
    return { updateOne: { filter: { _id: positionId(group, raw) }, update: { $setOnInsert: row }, upsert: true } };
  });
  await parkedRows(connection).bulkWrite(writes, { ordered: true });
};

/** The first parked event of each aggregate that is due. */
export const dueHeads = async ({ connection, group }: ParkingDeps): Promise<ParkedRow[]> =>
  parkedRows(connection)
    .aggregate<ParkedRow>([
      { $match: { group } },
      { $sort: { aggregateId: 1, offset: 1 } },
      { $group: { _id: '$aggregateId', head: { $first: '$$ROOT' } } },
      { $replaceRoot: { newRoot: '$head' } },
      { $match: { $expr: { $lte: ['$nextTryAt', '$$NOW'] } } },
      { $limit: 100 },
    ])
    .toArray();

export const unpark = async ({ connection }: ParkingDeps, { _id }: ParkedRow): Promise<void> => {
  await parkedRows(connection).deleteOne({ _id });
};

export const postpone = async ({ connection }: ParkingDeps, row: ParkedRow, reason: string): Promise<void> => {
  const attempts = row.attempts + 1;
  const nextTryAt = new Date(Date.now() + waitAfter(attempts));
  await parkedRows(connection).updateOne({ _id: row._id }, { $set: { attempts, nextTryAt, reason } });
};
