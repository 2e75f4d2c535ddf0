import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { newId, unavailable } from '@nencho/kernel';
import { testDatabase, testServers } from '@nencho/local-stack/testing';
import { collectionStores, connectMongo, inventoryOf, mongoMigrations, runMigrations, tombstones } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import { appendLedger, ledgerFileName, type LedgerStore } from './erasure-ledger.js';
import { passLedgerGate } from './ledger-gate.js';
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

/** A service at its start; `refusals` is what its log says while it is not let through. */
const start = (ledger: LedgerStore) => {
  const stopping = new AbortController();
  const gate = { passed: false, refusals: [] as (string | undefined)[] };
  const logger = {
    info: () => undefined,
    error: (_: string, fields?: { readonly state?: string }) => void gate.refusals.push(fields?.state),
  };
  const stores = collectionStores(connection, inventoryOf('notification'));
  const passing = passLedgerGate({ connection, ledger, publicKeys, stores, logger, stopping: stopping.signal });
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
