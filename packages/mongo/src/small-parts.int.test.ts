import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId, type Clock } from '@nencho/kernel';
import type { Connection } from 'mongoose';
import {
  classKeyStore,
  databaseClockAgrees,
  hitRateLimit,
  holdLease,
  idempotent,
  runMigrations,
  tenantRootStore,
  withTransaction,
} from './index.js';
import { acquireLease } from './lease.js';
import { dropAndClose, silent, testConnection } from './testing/test-connection.js';

let connection: Connection;
beforeAll(async () => {
  connection = await testConnection('parts');
});
afterAll(async () => dropAndClose(connection));

describe('idempotency', () => {
  const tenantId = newId();
  const scope = { tenantId, actor: 'sub', method: 'CreateCompany', key: 'key-12345' };
  let runs = 0;
  const mutate = async (overrides: { fingerprint?: string; actor?: string; tenantId?: string } = {}) =>
    withTransaction(connection, async (session) =>
      idempotent(connection, { ...scope, fingerprint: 'f1', session, ...overrides }, async () => {
        runs += 1;
        return Promise.resolve({ ids: { companyId: `c${runs}` }, version: 1 });
      }),
    );

  test('a repeat gets the first answer and does nothing', async () => {
    expect(await mutate()).toEqual({ ids: { companyId: 'c1' }, version: 1, repeated: false });
    expect(await mutate()).toEqual({ ids: { companyId: 'c1' }, version: 1, repeated: true });
    expect(runs).toBe(1);
  });

  test('the same key with another request is refused', async () => {
    await expect(mutate({ fingerprint: 'f2' })).rejects.toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'idempotencyKey', rule: 'idempotency_key_reused' }],
    });
  });

  test("another person's or tenant's same key is another key", async () => {
    expect((await mutate({ actor: 'other' })).repeated).toBe(false);
    expect((await mutate({ tenantId: newId() })).repeated).toBe(false);
  });

  test('of twenty at the same time one does it and all answer alike', async () => {
    const racing = { ...scope, key: 'racing-key' };
    const done = connection.collection<{ _id: string }>('raced');
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () =>
        withTransaction(connection, async (session) =>
          idempotent(connection, { ...racing, fingerprint: 'f', session }, async () => {
            const _id = newId();
            await done.insertOne({ _id }, { session });
            return { ids: { _id } };
          }),
        ),
      ),
    );
    expect(await done.countDocuments()).toBe(1);
    expect(new Set(answers.map(({ ids }) => ids['_id'])).size).toBe(1);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
  });

  test('a mutation that fails leaves its key free', async () => {
    const failing = { ...scope, key: 'failing-key', fingerprint: 'f' };
    const fail = async () =>
      withTransaction(connection, async (session) =>
        idempotent(connection, { ...failing, session }, async () => Promise.reject(new Error('no'))),
      );
    await expect(fail()).rejects.toThrow('no');
    const again = await withTransaction(connection, async (session) =>
      idempotent(connection, { ...failing, session }, async () => Promise.resolve({ ids: {} })),
    );
    expect(again.repeated).toBe(false);
  });
});

describe('the second clock', () => {
  const off = (ms: number): Clock => ({ now: () => new Date(Date.now() + ms) });

  test.each([
    [0, true],
    [240_000, true],
    [-240_000, true],
    [360_000, false],
    [-360_000, false],
    [40 * 86_400_000, false],
  ])('agrees with a machine that is %d ms off: %s', async (ms, agrees) => {
    expect(await databaseClockAgrees(connection, off(ms))()).toBe(agrees);
  });
});

describe('leases', () => {
  test('one at a time, free after release, and taken over when it runs out', async () => {
    const name = newId();
    const first = await acquireLease(connection, name, 60_000);
    expect(await acquireLease(connection, name, 60_000)).toBeUndefined();
    await first?.release();
    const second = await acquireLease(connection, name, 1);
    const third = await acquireLease(connection, name, 60_000);
    expect(third).toBeDefined();
    expect(await second?.renew()).toBe(false);
    expect(await third?.renew()).toBe(true);
  });

  test('work that holds a lease never overlaps, and goes to another when its holder stops', async () => {
    const name = newId();
    const stops = [new AbortController(), new AbortController()];
    let inside = 0;
    let most = 0;
    const turns: number[] = [];
    const running = stops.map(async (stop, index) =>
      holdLease({
        connection,
        name,
        ttlMs: 400,
        logger: silent,
        signal: stop.signal,
        work: async (signal) => {
          inside += 1;
          most = Math.max(most, inside);
          turns.push(index);
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          inside -= 1;
        },
      }),
    );
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await until(() => turns.length === 1);
    stops[turns[0] ?? 0]?.abort();
    await until(() => turns.length === 2);
    stops.forEach((stop) => stop.abort());
    await Promise.all(running);
    expect(most).toBe(1);
    expect(new Set(turns).size).toBe(2);
  });
});

describe('rate limits', () => {
  const at = (seconds: number): Clock => ({ now: () => new Date(Date.UTC(2026, 11, 10, 0, 0, seconds)) });
  const hit = async (actor: string, seconds: number) =>
    hitRateLimit(connection, { tenantId: 't', actor, bucket: 'mail', limit: 2, windowMs: 60_000, clock: at(seconds) });

  test('the window slides: no double portion across its edge', async () => {
    await hit('a', 0);
    await hit('a', 59);
    await expect(hit('a', 59)).rejects.toMatchObject({ code: 'limit_exceeded', details: { retryAfterSeconds: '1' } });
    await hit('a', 61);
    await expect(hit('a', 62)).rejects.toMatchObject({ details: { limit: 'mail', retryAfterSeconds: '57' } });
    await hit('b', 62);
  });

  test('of many at once only as many as allowed pass', async () => {
    const results = await Promise.allSettled(Array.from({ length: 10 }, async () => hit('crowd', 0)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  });
});

describe('key stores', () => {
  test('of two first keys of a class one wins, for both', async () => {
    const store = classKeyStore(connection);
    const tenantId = newId();
    const offers = [newId(), newId(), newId()].map((keyId) => ({ keyId, wrapped: Buffer.from(keyId) }));
    const kept = await Promise.all(offers.map(async (key) => store.insertIfAbsent(tenantId, 'contact', key)));
    expect(new Set(kept.map(({ keyId }) => keyId)).size).toBe(1);
    expect(await store.find(tenantId, 'contact')).toEqual(kept[0]);
    const keyId = kept[0]?.keyId ?? '';
    expect(await store.findById(tenantId, keyId)).toEqual(kept[0]);
    expect(await store.findById(newId(), keyId)).toBeUndefined();
  });

  test('a wrapped root is fetched once and comes back as bytes', async () => {
    let fetches = 0;
    const root = { kekName: 'tenant-x', kekVersion: '1', wrappedRoot: Buffer.from([1, 2, 250]) };
    const roots = tenantRootStore(connection, async () => {
      fetches += 1;
      return Promise.resolve(root);
    });
    const tenantId = newId();
    expect(await roots(tenantId)).toEqual(root);
    const again = await roots(tenantId);
    expect(Buffer.isBuffer(again.wrappedRoot)).toBe(true);
    expect(again).toEqual(root);
    expect(fetches).toBe(1);
  });
});

test('of several processes that start one migrates, each step once', async () => {
  const ran: string[] = [];
  const migrations = ['x-1', 'x-2'].map((id) => ({
    id,
    up: async () => {
      ran.push(id);
      return Promise.resolve();
    },
  }));
  await Promise.all([1, 2, 3].map(async () => runMigrations(connection, migrations)));
  expect(ran).toEqual(['x-1', 'x-2']);
});
