import { isDuplicateKey } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { KnownEntry } from './ledger-format.js';

/** `applied`: every tenant up to there is erased in this database. `seen`: retention wrote or read it. */
type PositionName = 'applied' | 'seen';
type PositionRow = { _id: PositionName; index: number; hash: string };

export type LedgerPosition = {
  readonly get: () => Promise<KnownEntry | undefined>;
  /** False when it stands elsewhere than at `from`: another process was here, or the database was restored meanwhile. */
  readonly move: (from: KnownEntry | undefined, to: KnownEntry) => Promise<boolean>;
};

/**
 * How far a database has come with the erasure ledger. It lies in the database itself, so a restore takes that back, too,
 * and a ledger that is shorter or another than the one from before is refused.
 */
export const ledgerPosition = (connection: Connection, name: PositionName): LedgerPosition => {
  const rows = connection.collection<PositionRow>('ledger_position');
  return {
    get: async () => {
      const row = await rows.findOne({ _id: name });
      return row === null ? undefined : { index: row.index, hash: row.hash };
    },
    move: async (from, { index, hash }) => {
      if (from !== undefined) {
        const at = { _id: name, index: from.index, hash: from.hash };
        return (await rows.updateOne(at, { $set: { index, hash } })).matchedCount === 1;
      }
      try {
        await rows.insertOne({ _id: name, index, hash });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
};
