import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import { testServers } from '@nencho/local-stack/testing';
import type { Connection } from 'mongoose';
import { countTenant, eraseTenant, tombstones, type ErasableStore, type ErasedCount } from './index.js';
import { dropAndClose, testConnection } from './testing/test-connection.js';
import { expectedCounts, fillTenant, sharedStores } from './testing/two-tenants.js';

jest.setTimeout(120_000);

let connection: Connection;
beforeAll(async () => {
  connection = await testConnection('erase');
});
afterAll(async () => dropAndClose(connection));

const asRecord = (counts: readonly ErasedCount[]) => Object.fromEntries(counts.map(({ name, count }) => [name, count]));
const zeros = Object.fromEntries(Object.keys(expectedCounts).map((name) => [name, 0]));

/** Every document that names the tenant anywhere, as raw bytes, by collection. */
const mentions = async (tenantId: string): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {};
  for (const { name } of (await connection.db?.listCollections().toArray()) ?? []) {
    const rows = await connection.getClient().db(connection.name).collection(name).find({}, { raw: true }).toArray();
    const hex = (rows as unknown as Buffer[]).map((row) => Buffer.from(row)).filter((row) => row.includes(tenantId));
    if (hex.length > 0) found[name] = hex.map((row) => row.toString('hex')).sort();
  }
  return found;
};

describe('the erasure of a tenant', () => {
  test('counts in a dry run and changes nothing', async () => {
    const tenantId = newId();
    await fillTenant(connection, tenantId);
    const before = await mentions(tenantId);
    expect(asRecord(await countTenant(sharedStores(connection), tenantId))).toEqual(expectedCounts);
    expect(await mentions(tenantId)).toEqual(before);
    expect(await tombstones(connection).has(tenantId)).toBe(false);
  });

  test('takes every row of one tenant, none of another, and counts nothing the second time', async () => {
    const [gone, kept] = [newId(), newId()];
    await fillTenant(connection, gone);
    await fillTenant(connection, kept);
    const before = await mentions(kept);
    const stores = sharedStores(connection);
    expect(asRecord(await eraseTenant({ connection, stores, tenantId: gone, run: 'e/1' }))).toEqual(expectedCounts);
    expect(await mentions(kept)).toEqual(before);
    const { tenant_tombstones, erasure_counts, outbox, ...rest } = await mentions(gone);
    expect(rest).toEqual({});
    expect([tenant_tombstones?.length, outbox?.length]).toEqual([1, 1]);
    expect(erasure_counts).toHaveLength(Object.keys(expectedCounts).length);
    expect(await connection.collection('leases').countDocuments({})).toBe(6); // of the two tenants that are there
    expect(asRecord(await eraseTenant({ connection, stores, tenantId: gone, run: 'e/2' }))).toEqual(zeros);
  });

  test('killed in the middle, is finished by the next run, which tells what the first one had found', async () => {
    const tenantId = newId();
    await fillTenant(connection, tenantId);
    const script = join(import.meta.dirname, 'testing', 'dying-eraser.js');
    const child = spawn(process.execPath, [script, testServers().mongodbUri, connection.name, tenantId, 'k/1'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const stores = sharedStores(connection);
    const left = asRecord(await countTenant(stores, tenantId));
    expect(left['jobs']).toBeLessThan(expectedCounts['jobs'] ?? 0);
    expect(left['jobs']).toBeGreaterThan(0);
    expect(await tombstones(connection).has(tenantId)).toBe(true);
    expect(asRecord(await eraseTenant({ connection, stores, tenantId, run: 'k/1' }))).toEqual(expectedCounts);
    expect(asRecord(await countTenant(stores, tenantId))).toEqual(zeros);
  });

  test('goes on until a whole pass finds nothing: what was written meanwhile goes, too', async () => {
    const tenantId = newId();
    await fillTenant(connection, tenantId);
    const stores = sharedStores(connection);
    const late = { _id: newId(), tenantId, open: true };
    const last = stores.at(-1);
    if (last === undefined) throw new Error('no stores');
    let written = false;
    const withLatecomer = [
      ...stores.slice(0, -1),
      {
        ...last,
        eraseSome: async (tenant: string) => {
          if (!written) await connection.collection<{ _id: string }>('jobs').insertOne(late);
          written = true;
          return last.eraseSome(tenant);
        },
      },
    ];
    const counts = asRecord(await eraseTenant({ connection, stores: withLatecomer, tenantId, run: 'l/1' }));
    expect(counts['jobs']).toBe((expectedCounts['jobs'] ?? 0) + 1);
    expect(asRecord(await countTenant(stores, tenantId))).toEqual(zeros);
  });

  test('empties every other store though one refuses, says so, and is finished by the next run', async () => {
    const tenantId = newId();
    await fillTenant(connection, tenantId);
    const stores = sharedStores(connection);
    let held = true;
    const holding: ErasableStore = {
      name: 'object-store',
      count: async () => Promise.resolve(1),
      eraseSome: async () => (held ? Promise.reject(new Error('a legal hold')) : Promise.resolve(0)),
    };
    const run = { connection, stores: [holding, ...stores], tenantId, run: 'h/1' };
    await expect(eraseTenant(run)).rejects.toThrow('a legal hold');
    expect(asRecord(await countTenant(stores, tenantId))).toEqual(zeros);
    held = false;
    expect(asRecord(await eraseTenant(run))).toEqual({ 'object-store': 1, ...expectedCounts });
  });

  test('is refused without the id of a tenant', async () => {
    const stores = sharedStores(connection);
    await expect(eraseTenant({ connection, stores, tenantId: '', run: 'x' })).rejects.toThrow('without a tenant');
  });
});

describe('a collection that the copy inventory lacks', () => {
  test('cannot be opened', () => {
    expect(() => connection.collection('private_notes')).toThrow('private_notes is not in the copy inventory');
  });
});
