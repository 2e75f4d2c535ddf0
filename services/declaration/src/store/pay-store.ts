import type { Sealer } from '@nencho/crypto';
import type { PayTotals } from '@nencho/tax-rules';
import type { ClientSession, Connection } from 'mongoose';
import type { PayStore } from '../application/ports.js';
import { rowsOf, within } from './rows.js';
import { sealedPart } from './sealed-part.js';

/** ⑦ ⑧ ⑫ of each declaration, sealed. */
export const payStore = (
  connection: Connection,
  sealer: Pick<Sealer, 'seal' | 'open'>,
  session?: ClientSession,
): PayStore => {
  const rows = rowsOf(connection, 'pay');
  const totals = sealedPart<PayTotals>(sealer, 'declaration.pay/1');
  return {
    findMany: async ({ tenantId, taxYear }, ids) => {
      const found = await rows.find({ _id: { $in: [...ids] }, tenantId }, within(session)).toArray();
      const opened = found.map(
        async ({ _id, sealed }) =>
          [_id, await totals.open({ tenantId, documentId: _id, year: taxYear }, sealed)] as const,
      );
      return new Map(await Promise.all(opened));
    },
    putMany: async ({ tenantId, taxYear }, pays) => {
      if (pays.size === 0) return;
      const writes = [...pays].map(async ([_id, pay]) => {
        const sealed = await totals.seal({ tenantId, documentId: _id, year: taxYear }, pay);
        return { updateOne: { filter: { _id, tenantId }, update: { $set: { sealed } }, upsert: true } };
      });
      await rows.bulkWrite(await Promise.all(writes), within(session));
    },
  };
};
