import { newId } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from './database-error.js';

type LeaseRow = { _id: string; holder: string; expiresAt: Date };

export type Lease = {
  /** False when somebody else holds it by now: the caller must stop. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
};

/** New values where the condition holds, the old ones elsewhere. */
const takeIf = (condition: string, values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { $cond: [condition, value, `$${key}`] }]));

/**
 * Takes the named lease unless another holder's has not run out yet. Times are the server's, so clocks of machines do
 * not matter. A lease is advice: whatever must not happen twice also needs a guard in its own write.
 */
export const acquireLease = async (connection: Connection, name: string, ttlMs: number): Promise<Lease | undefined> => {
  const leases = connection.collection<LeaseRow>('leases');
  const holder = newId();
  const until = { $add: ['$$NOW', ttlMs] };
  const free = { $lte: [{ $ifNull: ['$expiresAt', new Date(0)] }, '$$NOW'] };
  const take = [{ $set: { free } }, { $set: takeIf('$free', { holder, expiresAt: until }) }, { $unset: 'free' }];
  const row = await leases
    .findOneAndUpdate({ _id: name }, take, { upsert: true, returnDocument: 'after' })
    .catch((error: unknown) => {
      if (isDuplicateKey(error)) return null; // two first ones at once
      throw error;
    });
  if (row?.holder !== holder) return undefined;
  return {
    renew: async () =>
      (await leases.updateOne({ _id: name, holder }, [{ $set: { expiresAt: until } }])).matchedCount === 1,
    release: async () => {
      await leases.deleteOne({ _id: name, holder });
    },
  };
};
