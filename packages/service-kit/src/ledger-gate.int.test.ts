import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { newId, unavailable } from '@nencho/kernel';
import { testDatabase, testServers } from '@nencho/local-stack/testing';
import {
  collectionStores,
  connectMongo,
  inventoryOf,
  mongoMigrations,
  runMigrations,
  tombstones,
  type ErasableStore,
} from '@nencho/mongo';
import type { Connection } from 'mongoose';
import { appendLedger, ledgerFileName, openLedger, type LedgerStore } from './erasure-ledger.js';
import { followLedger, passLedgerGate } from './ledger-gate.js';
import { directoryLedgerStore } from './testing/directory-ledger.js';

jest.setTimeout(60_000);

const signingKey = createPrivateKey(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
const publicKeys = [createPublicKey(signingKey)];

let connection: Connection;
let directory: string;
let store: LedgerStore;
let gates: { readonly stop: () => Promise<void> }[];
beforeAll(async () => {
  const database = testDatabase('gate');
  connection = await connectMongo({ uri: testServers().mongodbUri, database, appName: 'gate' });
  await runMigrations(connection, mongoMigrations);
});
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-'));
  store = directoryLedgerStore(directory);
  await openLedger({ store, signingKey }, new Date());
  gates = [];
  await connection.collection('ledger_position').deleteMany({});
});
afterEach(async () => {
  await Promise.all(gates.map(async ({ stop }) => stop()));
  rmSync(directory, { recursive: true });
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const rows = () => connection.collection<{ _id: string; tenantId: string }>('idempotency');
const newTenant = async (): Promise<string> => {
  const tenantId = newId();
  await rows().insertOne({ _id: newId(), tenantId });
  return tenantId;
};
const left = async (tenantId: string) => rows().countDocuments({ tenantId });

const record = async (tenantId: string) =>
  appendLedger(
    { store, publicKeys, signingKey },
    {
      event: 'erasing',
      tenantId,
      erasureId: newId(),
      kekName: `tenant-${tenantId}`,
      approvers: ['a', 'b'],
      at: new Date(),
    },
  );

const logInto = (refusals: (string | undefined)[]) => ({
  info: () => undefined,
  error: (_: string, fields?: { readonly state?: string }) => void refusals.push(fields?.state),
});
const ownStores = () => collectionStores(connection, inventoryOf('notification'));

/** A service at its start; `refusals` is what its log says while it is not let through. */
const start = (ledger: LedgerStore, begin: { readonly openLedger?: () => Promise<void> } = {}) => {
  const stopping = new AbortController();
  const gate = { passed: false, refusals: [] as (string | undefined)[] };
  const logger = logInto(gate.refusals);
  const stores = ownStores();
  const run = { connection, ledger, publicKeys, stores, logger, stopping: stopping.signal };
  const passing = passLedgerGate({ ...run, ...begin });
  const done = passing.then(() => {
    gate.passed = !stopping.signal.aborted;
  });
  const stop = async (): Promise<void> => {
    stopping.abort();
    await done;
  };
  gates.push({ stop });
  return { gate, done, stop };
};
const refused = async (gate: { readonly refusals: readonly unknown[] }, times = 2): Promise<void> => {
  while (gate.refusals.length < times) await sleep(20);
};

describe('before a service is ready', () => {
  test('tenants that the ledger knows as erased are erased in a database that is older; others stay', async () => {
    const [erased, kept] = [await newTenant(), await newTenant()];
    await record(erased);
    await start(store).done;
    expect([await left(erased), await left(kept)]).toEqual([0, 1]);
    expect([await tombstones(connection).has(erased), await tombstones(connection).has(kept)]).toEqual([true, false]);
  });

  test('a place where no ledger is keeps it out: what is missing is not a ledger without entries', async () => {
    rmSync(join(directory, ledgerFileName(0)));
    const { gate } = start(store);
    await refused(gate);
    expect([gate.passed, gate.refusals[0]]).toEqual([false, 'not_opened']);
  });

  test('the one that may begins it, on the first start alone', async () => {
    rmSync(join(directory, ledgerFileName(0)));
    const begin = { openLedger: async () => openLedger({ store, signingKey }, new Date()) };
    await start(store, begin).done;
    expect(await store.names()).toEqual([ledgerFileName(0)]);
    rmSync(join(directory, ledgerFileName(0)));
    const { gate } = start(store, begin);
    await refused(gate);
    expect([gate.passed, gate.refusals[0], await store.names()]).toEqual([false, 'not_opened', []]);
  });

  test('a ledger of another installation keeps it out, though neither has an entry', async () => {
    await start(store).done;
    rmSync(join(directory, ledgerFileName(0)));
    await openLedger({ store, signingKey }, new Date());
    const { gate } = start(store);
    await refused(gate);
    expect([gate.passed, gate.refusals[0]]).toEqual([false, 'forked']);
  });

  test('an empty ledger lets everybody through', async () => {
    const { gate, done } = start(store);
    await done;
    expect(gate).toEqual({ passed: true, refusals: [] });
  });

  test('a ledger that cannot be reached keeps it out until it can', async () => {
    const erased = await newTenant();
    await record(erased);
    let reachable = false;
    const names: LedgerStore['names'] = async () =>
      reachable ? store.names() : Promise.reject(unavailable('erasure_ledger'));
    const { gate, done } = start({ ...store, names });
    await refused(gate);
    expect(gate).toMatchObject({ passed: false, refusals: ['unavailable', 'unavailable'] });
    reachable = true;
    await done;
    expect([gate.passed, await left(erased)]).toEqual([true, 0]);
  });

  test.each([
    ['changed', 1, (text: string) => text.replace(/"tenantId":"[^"]*"/, `"tenantId":"${newId()}"`), 'wrong_signature'],
    ['taken out of the middle', 1, () => undefined, 'missing'],
    ['no ledger at all', 2, () => 'x', 'unreadable'],
  ])('an entry that was %s keeps it out', async (_, index, change, problem) => {
    const tenants = [await newTenant(), await newTenant()];
    for (const tenantId of tenants) await record(tenantId);
    const file = join(directory, ledgerFileName(index));
    const changed = change(readFileSync(file, 'utf8'));
    if (changed === undefined) rmSync(file);
    else writeFileSync(file, changed);
    const { gate } = start(store);
    await refused(gate);
    expect(gate.passed).toBe(false);
    expect(gate.refusals[0]).toBe(problem);
    expect(await Promise.all(tenants.map(left))).toEqual([1, 1]);
  });

  test('a ledger that was cut off behind what this database has seen keeps it out', async () => {
    await record(await newTenant());
    await record(await newTenant());
    await start(store).done;
    rmSync(join(directory, ledgerFileName(2)));
    const { gate } = start(store);
    await refused(gate);
    expect([gate.passed, gate.refusals[0]]).toEqual([false, 'truncated']);
  });
});

describe('a service that runs', () => {
  const everyMs = 50;
  /** Follows as a service does whose gate is behind it; retries come as fast as turns. */
  const follow = (ledger: LedgerStore, outside: readonly ErasableStore[] = []) => {
    const refusals: (string | undefined)[] = [];
    const stores = [...outside, ...ownStores()];
    const run = { connection, ledger, publicKeys, stores, logger: logInto(refusals) };
    const following = followLedger({ ...run, outside, everyMs, stopping: new AbortController().signal });
    gates.push(following);
    return { refusals };
  };
  const gone = async (tenantId: string): Promise<void> => {
    while ((await left(tenantId)) > 0 || !(await tombstones(connection).has(tenantId))) await sleep(20);
  };

  test('erases a tenant whose order never came', async () => {
    const [erased, kept] = [await newTenant(), await newTenant()];
    await start(store).done;
    follow(store);
    await record(erased);
    await gone(erased);
    expect(await left(kept)).toBe(1);
  });

  test('erases again when its database is restored under it', async () => {
    const erased = await newTenant();
    await start(store).done;
    const before = await connection.collection('ledger_position').find().toArray();
    await record(erased);
    follow(store);
    await gone(erased);
    while ((await connection.collection('ledger_position').countDocuments({ index: 1 })) === 0) await sleep(20);
    // The restore: rows, position and tombstones as they were before.
    await rows().insertOne({ _id: newId(), tenantId: erased });
    await connection.collection<{ _id: string }>('tenant_tombstones').deleteOne({ _id: erased });
    await connection.collection('ledger_position').deleteMany({});
    await connection.collection('ledger_position').insertMany(before);
    await gone(erased);
  });

  test('goes on after a ledger that was out of reach, or touched meanwhile', async () => {
    const erased = await newTenant();
    await start(store).done;
    let reachable = false;
    const names: LedgerStore['names'] = async () =>
      reachable ? store.names() : Promise.reject(unavailable('erasure_ledger'));
    const { refusals } = follow({ ...store, names });
    while (refusals.length < 2) await sleep(20);
    await record(erased);
    reachable = true;
    await gone(erased);
    const last = join(directory, ledgerFileName(1));
    const kept = readFileSync(last);
    rmSync(last);
    while (!refusals.includes('truncated')) await sleep(20);
    writeFileSync(last, kept);
    const next = await newTenant();
    await record(next);
    await gone(next);
  });

  test('takes away at once what was restored outside of its database', async () => {
    const [erased, kept] = [newId(), newId()];
    await record(erased);
    await start(store).done; // this database has come as far as the ledger
    const blobs = new Map([
      [erased, 3],
      [kept, 2],
    ]);
    const outside: ErasableStore = {
      name: 'object-store',
      count: async (tenantId) => Promise.resolve(blobs.get(tenantId) ?? 0),
      eraseSome: async (tenantId) => {
        const some = Math.min(2, blobs.get(tenantId) ?? 0);
        blobs.set(tenantId, (blobs.get(tenantId) ?? 0) - some);
        return Promise.resolve(some);
      },
    };
    follow(store, [outside]);
    while (blobs.get(erased) !== 0) await sleep(20);
    expect(blobs.get(kept)).toBe(2);
  });
});
