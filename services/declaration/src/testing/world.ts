import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { UserActor } from '@nencho/auth';
import { createSealer, createTenantRoot, localKeyProvider, type Sealer, type TenantRoot } from '@nencho/crypto';
import { newId, notFound } from '@nencho/kernel';
import { messagingMigrations } from '@nencho/messaging';
import { classKeyStore, connectMongo, mongoMigrations, runMigrations, tenantRootStore, type Job } from '@nencho/mongo';
import { fixedClock, testDatabase, testServers, type FixedClock } from '@nencho/testing';
import type { Connection } from 'mongoose';
import { buildApp, type App, type AppDeps } from '../app.js';
import { declarationMigrations } from '../migrations/index.js';
import { newRegister, type Register } from './people.js';

/** The service on a real MongoDB in a database of its own, with real keys; identity's answers come from a register. */
export type World = App & {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly clock: FixedClock;
  readonly register: Register;
  /** What other instances are built from. */
  readonly deps: AppDeps;
  /** Whoever starts a job is asked for again at every chunk: a test may take the person away. */
  readonly actors: Map<string, UserActor>;
  readonly newTenant: () => Promise<string>;
  /** Runs the job to its end with a worker of its own. */
  readonly finish: (tenantId: string, jobId: string) => Promise<Job>;
  readonly stop: () => Promise<void>;
};

const quiet = { info: () => undefined, warn: () => undefined };

const jobEnd = async (app: App, tenantId: string, jobId: string): Promise<Job> => {
  for (;;) {
    const job = await app.jobs.get(tenantId, jobId);
    if (job.state !== 'queued' && job.state !== 'running') return job;
    await pause(10);
  }
};

const keysOf = (connection: Connection, clock: FixedClock) => {
  const provider = localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });
  const roots = new Map<string, TenantRoot>();
  const sealer = createSealer({
    provider,
    roots: tenantRootStore(connection, async (tenantId) => {
      const root = roots.get(tenantId);
      if (root === undefined) throw notFound('tenant');
      return Promise.resolve(root);
    }),
    classKeys: classKeyStore(connection),
    clock,
  });
  const newTenant = async (): Promise<string> => {
    const tenantId = newId();
    roots.set(tenantId, await createTenantRoot(provider, tenantId));
    return tenantId;
  };
  return { sealer, newTenant };
};

export const startWorld = async (instant = '2026-12-05T09:00:00+09:00'): Promise<World> => {
  const uri = testServers().mongodbUri;
  const connection = await connectMongo({ uri, database: testDatabase('declaration'), appName: 'declaration-test' });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...declarationMigrations]);
  const clock = fixedClock(instant);
  const { sealer, newTenant } = keysOf(connection, clock);
  const register = newRegister();
  const actors = new Map<string, UserActor>();
  const deps: AppDeps = {
    connection,
    sealer,
    clock,
    cursorKey: randomBytes(32),
    logger: quiet,
    directory: register.directory,
    resolveJobActor: async ({ id, startedBy: { sub } }) => {
      const actor = actors.get(sub);
      if (actor === undefined) throw notFound('subject');
      return Promise.resolve({ ...actor, credential: { kind: 'job', service: 'declaration', jobId: id } });
    },
  };
  const app = buildApp(deps);
  return {
    ...app,
    connection,
    sealer,
    clock,
    register,
    deps,
    actors,
    newTenant,
    finish: async (tenantId, jobId) => {
      const worker = app.jobs.startWorker();
      try {
        return await jobEnd(app, tenantId, jobId);
      } finally {
        await worker.stop();
      }
    },
    stop: async () => {
      await connection.dropDatabase();
      await connection.close();
    },
  };
};
