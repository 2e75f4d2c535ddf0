import type { Sealer } from '@nencho/crypto';
import type { AdjustmentResult, TraceStep } from '@nencho/tax-rules';
import type { ClientSession, Connection } from 'mongoose';
import type { ResultStore, StoredResult } from '../application/ports.js';
import { rowsOf, within, type ResultRow } from './rows.js';
import { sealedPart } from './sealed-part.js';

/** Results of the calculation, sealed; the trace only of those finalised. */
export const resultStore = (
  connection: Connection,
  sealer: Pick<Sealer, 'seal' | 'open'>,
  session?: ClientSession,
): ResultStore => {
  const rows = rowsOf(connection, 'results');
  const results = sealedPart<AdjustmentResult>(sealer, 'declaration.result/1');
  const traces = sealedPart<readonly TraceStep[]>(sealer, 'declaration.trace/1', { isLarge: true });

  const toStored = async (row: ResultRow, year: number): Promise<StoredResult> => {
    const place = { tenantId: row.tenantId, documentId: row._id, year };
    return {
      result: await results.open(place, row.sealed),
      rulesVersion: row.rulesVersion,
      inputFingerprint: row.inputFingerprint,
      calculatedAt: row.calculatedAt,
      ...(row.trace === undefined ? {} : { trace: await traces.open(place, row.trace) }),
    };
  };

  return {
    findMany: async ({ tenantId, taxYear }, ids) => {
      const found = await rows.find({ _id: { $in: [...ids] }, tenantId }, within(session)).toArray();
      const opened = found.map(async (row) => [row._id, await toStored(row, taxYear)] as const);
      return new Map(await Promise.all(opened));
    },
    putMany: async ({ tenantId, taxYear }, given) => {
      if (given.size === 0) return;
      const writes = [...given].map(async ([_id, { result, trace, ...columns }]) => {
        const place = { tenantId, documentId: _id, year: taxYear };
        const set = {
          ...columns,
          sealed: await results.seal(place, result),
          ...(trace === undefined ? {} : { trace: await traces.seal(place, trace) }),
        };
        return { updateOne: { filter: { _id, tenantId }, update: { $set: set }, upsert: true } };
      });
      await rows.bulkWrite(await Promise.all(writes), within(session));
    },
  };
};
