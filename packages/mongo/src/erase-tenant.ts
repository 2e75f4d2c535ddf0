import { AppError, isId } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import type { CopyEntry } from './copy-inventory.js';
import { tombstones } from './tombstones.js';

/** A place where copies of a tenant lie; collections are made into one by `collectionStores`. */
export type ErasableStore = {
  readonly name: string;
  readonly count: (tenantId: string) => Promise<number>;
  /** Deletes one bounded batch and answers with how much; 0 when nothing is left. May be repeated at any time. */
  readonly eraseSome: (tenantId: string) => Promise<number>;
};

export type ErasedCount = { readonly name: string; readonly count: number };

const BATCH = 500;

type AnyRow = { _id: string };

/** Every collection of the inventory that holds rows of tenants. */
export const collectionStores = (connection: Connection, inventory: readonly CopyEntry[]): readonly ErasableStore[] =>
  inventory.flatMap((entry) => {
    if (entry.erase === 'none') return [];
    const { name, tenantField, except = {}, withNamed } = entry;
    const rows = connection.collection<AnyRow>(name);
    const ofTenant = (tenantId: string) => ({ ...except, [tenantField]: tenantId });
    const eraseNamed = async (ids: readonly string[]): Promise<void> => {
      if (withNamed === undefined) return;
      const named = ids.map((id) => `${withNamed.prefix}${id}`);
      await connection.collection<AnyRow>(withNamed.collection).deleteMany({ _id: { $in: named } });
    };
    return [
      {
        name,
        count: async (tenantId) => rows.countDocuments(ofTenant(tenantId)),
        eraseSome: async (tenantId) => {
          const some = await rows
            .find(ofTenant(tenantId), { projection: { _id: 1 } })
            .limit(BATCH)
            .toArray();
          const ids = some.map(({ _id }) => _id);
          if (ids.length === 0) return 0;
          await eraseNamed(ids);
          return (await rows.deleteMany({ _id: { $in: ids }, ...ofTenant(tenantId) })).deletedCount;
        },
      } satisfies ErasableStore,
    ];
  });

/** What an erasure would delete. */
export const countTenant = async (
  stores: readonly ErasableStore[],
  tenantId: string,
): Promise<readonly ErasedCount[]> => {
  const counts: ErasedCount[] = [];
  for (const { name, count } of stores) counts.push({ name, count: await count(tenantId) });
  return counts;
};

export type TenantErasure = {
  readonly connection: Connection;
  readonly stores: readonly ErasableStore[];
  readonly tenantId: string;
  /** Names this run: after a crash the same run goes on and answers with what it had found at its start. */
  readonly run: string;
  /** What must be out of the way before anything is deleted: caches, states. May be repeated. */
  readonly begin?: (tenantId: string) => Promise<void>;
};

type CountRow = { _id: string; tenantId: string; count: number; expiresAt: Date };

const KEPT_MS = 90 * 86_400_000;

/** What the store held when this run came to it; a run that goes on after a crash gets the number from before. */
const foundBy = async (
  { connection, tenantId, run }: TenantErasure,
  { name, count }: ErasableStore,
): Promise<number> => {
  const counts = connection.collection<CountRow>('erasure_counts');
  const _id = `${tenantId}/${run}/${name}`;
  const known = await counts.findOne({ _id });
  if (known !== null) return known.count;
  const found = { tenantId, count: await count(tenantId), expiresAt: new Date(Date.now() + KEPT_MS) };
  await counts.updateOne({ _id }, { $setOnInsert: found }, { upsert: true });
  return found.count;
};

/** Does it for every store though one fails, so that what can go is gone; then the first failure is the answer. */
const forEach = async <T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> => {
  const failures: unknown[] = [];
  for (const one of all) await work(one).catch((error: unknown) => void failures.push(error));
  if (failures.length > 0) throw failures[0];
};

const eraseStore = async (tenantId: string, { eraseSome }: ErasableStore): Promise<number> => {
  let erased = 0;
  for (let some = await eraseSome(tenantId); some > 0; some = await eraseSome(tenantId)) erased += some;
  return erased;
};

/**
 * 消去: first the tombstone, so that nothing new comes; then store by store, in batches and outside any transaction, until
 * a whole pass over all of them finds nothing. A process that dies in it leaves a tenant that the next run finishes, and
 * a store that fails keeps none of the others from it. Answers with what was deleted, counted from the beginning of the run.
 */
export const eraseTenant = async (erasure: TenantErasure): Promise<readonly ErasedCount[]> => {
  const { connection, stores, tenantId, begin } = erasure;
  if (!isId(tenantId)) throw new AppError('internal', 'an erasure without a tenant');
  await tombstones(connection).put(tenantId);
  await begin?.(tenantId);
  const counts = new Map<string, number>();
  await forEach(stores, async (store) => {
    const found = await foundBy(erasure, store);
    counts.set(store.name, Math.max(found, await eraseStore(tenantId, store)));
  });
  // Work that had begun before the tombstone may have ended after its store was passed.
  for (let late = 1; late > 0;) {
    late = 0;
    for (const store of stores) {
      const erased = await eraseStore(tenantId, store);
      counts.set(store.name, (counts.get(store.name) ?? 0) + erased);
      late += erased;
    }
  }
  return [...counts].map(([name, count]) => ({ name, count }));
};
