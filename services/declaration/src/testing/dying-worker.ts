// Run as a process of its own by crash.int.test.ts: works on the jobs of a database and, at the nth sealing of one kind
// of value, stands still in the middle of a transaction until it is killed.
import { createSealer, localKeyProvider, type Sealer } from '@nencho/crypto';
import { notFound, shiftedClock } from '@nencho/kernel';
import { classKeyStore, connectMongo, tenantRootStore } from '@nencho/mongo';
import { buildApp } from '../app.js';
import type { UserActor } from '@nencho/auth';
import type { Directory } from '../application/ports.js';

type Orders = {
  readonly uri: string;
  readonly database: string;
  readonly keyDirectory: string;
  readonly clockShiftMs: number;
  readonly actor: UserActor;
  readonly standStillAt: { readonly name: string; readonly count: number };
};

const orders = JSON.parse(process.argv[2] ?? '') as Orders;
const connection = await connectMongo({ uri: orders.uri, database: orders.database, appName: 'dying-worker' });
const clock = shiftedClock(orders.clockShiftMs);
const sealer = createSealer({
  provider: localKeyProvider({ directory: orders.keyDirectory, environment: 'test' }),
  roots: tenantRootStore(connection, async () => Promise.reject(notFound('tenant'))),
  classKeys: classKeyStore(connection),
  clock,
});

let sealed = 0;
const seal: Sealer['seal'] = async (place, plaintext) => {
  if (place.name === orders.standStillAt.name) sealed += 1;
  if (sealed === orders.standStillAt.count) {
    process.stdout.write('standing still\n');
    await new Promise(() => undefined);
  }
  return sealer.seal(place, plaintext);
};

const nobody = async (): Promise<readonly never[]> => Promise.resolve([]);
const directory: Directory = {
  places: nobody,
  taxProfiles: nobody,
  allPlaces: async function* () {
    yield* await nobody();
  },
};
const silent = { info: () => undefined, warn: () => undefined };
const { jobs } = buildApp({
  connection,
  sealer: { ...sealer, seal },
  clock,
  cursorKey: new Uint8Array(32),
  logger: silent,
  directory,
  resolveJobActor: async ({ id }) =>
    Promise.resolve({ ...orders.actor, credential: { kind: 'job', service: 'declaration', jobId: id } }),
});
jobs.startWorker();
