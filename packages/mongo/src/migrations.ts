import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@nencho/kernel';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from './database-error.js';
import { acquireLease, type Lease } from './lease.js';

/**
 * One step of a database's shape. Must bear to be run again, since a crash may fall between its work and its record, and
 * must leave the database usable for the version before it: two versions run side by side.
 */
export type Migration = { readonly id: string; readonly up: (connection: Connection) => Promise<void> };

const LEASE_MS = 30_000;

const waitForLease = async (connection: Connection): Promise<Lease> => {
  for (;;) {
    const lease = await acquireLease(connection, 'migrations', LEASE_MS);
    if (lease !== undefined) return lease;
    await sleep(250);
  }
};

/** Runs what has not run yet, in the order given; of several processes one works and the others wait for it. */
export const runMigrations = async (
  connection: Connection,
  migrations: readonly Migration[],
  logger?: Pick<Logger, 'info'>,
): Promise<void> => {
  const lease = await waitForLease(connection);
  const renewing = setInterval(() => void lease.renew().catch(() => undefined), LEASE_MS / 3);
  try {
    const done = connection.collection<{ _id: string; at: Date }>('migrations');
    for (const { id, up } of migrations) {
      if ((await done.findOne({ _id: id })) !== null) continue;
      if (!(await lease.renew())) throw new AppError('unavailable', 'another process took over the migrations');
      await up(connection);
      await done.updateOne({ _id: id }, { $setOnInsert: { at: new Date() } }, { upsert: true });
      logger?.info('migration_applied', { state: id });
    }
  } finally {
    clearInterval(renewing);
    await lease.release();
  }
};

const COLLECTION_EXISTS = 48;

/** Creates the collection (transactions must not do it) and its indexes; both may be there already. */
export const ensureCollection = async (
  connection: Connection,
  name: string,
  indexes: readonly {
    readonly key: Readonly<Record<string, 1 | -1>>;
    readonly unique?: boolean;
    readonly expireAfterSeconds?: number;
    readonly partialFilterExpression?: Readonly<Record<string, unknown>>;
  }[] = [],
): Promise<void> => {
  await connection.createCollection(name).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== COLLECTION_EXISTS && !isDuplicateKey(error)) throw error;
  });
  for (const { key, ...options } of indexes) await connection.collection(name).createIndex({ ...key }, options, {});
};

const expiry = { key: { expiresAt: 1 }, expireAfterSeconds: 0 } as const;

/** The collections of this package: every service runs these before its own. */
export const mongoMigrations: readonly Migration[] = [
  {
    id: 'mongo-0001-collections',
    up: async (connection) => {
      await ensureCollection(connection, 'leases');
      await ensureCollection(connection, 'idempotency', [expiry]);
      await ensureCollection(connection, 'rate_limits', [expiry]);
      await ensureCollection(connection, 'class_keys', [{ key: { tenantId: 1, keyClass: 1 }, unique: true }]);
      await ensureCollection(connection, 'tenant_roots');
      await ensureCollection(connection, 'jobs', [
        expiry,
        { key: { servedAt: 1 }, partialFilterExpression: { open: true } },
      ]);
      await ensureCollection(connection, 'job_errors', [expiry, { key: { jobId: 1, seq: 1 }, unique: true }]);
    },
  },
  {
    id: 'mongo-0002-erasure',
    up: async (connection) => {
      await ensureCollection(connection, 'tenant_tombstones');
      await ensureCollection(connection, 'erasure_counts', [expiry]);
      await ensureCollection(connection, 'ledger_position');
      // By tenant: an erasure must not read everybody's rows to find one tenant's.
      for (const name of ['idempotency', 'rate_limits', 'jobs', 'job_errors']) {
        await ensureCollection(connection, name, [{ key: { tenantId: 1 } }]);
      }
    },
  },
  {
    id: 'mongo-0003-class-key-generations',
    up: async (connection) => {
      // A version before rotations inserts rows without a generation: still one a class.
      await ensureCollection(connection, 'class_keys', [
        { key: { tenantId: 1, keyClass: 1, generation: 1 }, unique: true },
      ]);
      const old = 'tenantId_1_keyClass_1';
      const there = await connection.collection('class_keys').indexExists(old);
      if (there) await connection.collection('class_keys').dropIndex(old);
    },
  },
];
