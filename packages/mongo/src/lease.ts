import { newId } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from './database-error.js';

type LeaseRow = { _id: string; holder: string; expiresAt: Date };

export type Lease = {
  /** False when somebody else holds it by now: the caller must stop. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
};

/**
 * Takes the named lease unless another holder's has not run out yet. Times are the server's, so clocks of machines do
 * not matter. A lease is advice: whatever must not happen twice also needs a guard in its own write.
 */
export const acquireLease = async (connection: Connection, name: string, ttlMs: number): Promise<Lease | undefined> => {
  const leases = connection.collection<LeaseRow>('leases');
  const holder = newId();
  const until = [{ $set: { holder, expiresAt: { $add: ['$$NOW', ttlMs] } } }];
  try {
    await leases.updateOne({ _id: name, $expr: { $lte: ['$expiresAt', '$$NOW'] } }, until, { upsert: true });
  } catch (error) {
    if (isDuplicateKey(error)) return undefined;
    throw error;
  }
  return {
    renew: async () => (await leases.updateOne({ _id: name, holder }, until)).matchedCount === 1,
    release: async () => {
      await leases.deleteOne({ _id: name, holder });
    },
  };
};
