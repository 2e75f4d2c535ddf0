import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '@nencho/kernel';
import { localKeyProvider } from './local-key-provider.js';
import type { SealPlace } from './sealed-names.js';
import { createSealer } from './sealer.js';
import { systemSealer } from './system-sealer.js';
import type { ClassKeyStore, WrappedClassKey } from './tenant-keys.js';
import { createTenantRoot, type TenantRoot } from './tenant-root.js';

let directory: string;
let time: number;
let roots: Map<string, TenantRoot>;
let keyRows: Map<string, WrappedClassKey>;
const clock = { now: () => new Date(time) };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-keks-'));
  time = Date.parse('2026-12-20T00:00:00Z');
  roots = new Map();
  keyRows = new Map();
});

/** The port's smallest store; packages/mongo tests the real one. It yields between steps, so that races show. */
const classKeys: ClassKeyStore = {
  find: async (tenantId, keyClass) => Promise.resolve(keyRows.get(`${tenantId} ${keyClass}`)),
  findById: async (tenantId, keyId) =>
    Promise.resolve([...keyRows].find(([at, key]) => at.startsWith(tenantId) && key.keyId === keyId)?.[1]),
  insertIfAbsent: async (tenantId, keyClass, key) => {
    await new Promise((resolve) => setImmediate(resolve));
    const at = `${tenantId} ${keyClass}`;
    const winner = keyRows.get(at) ?? key;
    keyRows.set(at, winner);
    return winner;
  },
};

const provider = () => localKeyProvider({ directory, environment: 'test' });

const newSealer = (overrides: Partial<Parameters<typeof createSealer>[0]> = {}) =>
  createSealer({
    provider: provider(),
    roots: async (tenantId) => {
      const root = roots.get(tenantId);
      return root === undefined ? Promise.reject(new AppError('not_found', 'tenant')) : Promise.resolve(root);
    },
    classKeys,
    clock,
    ...overrides,
  });

const newTenant = async (): Promise<string> => {
  const tenantId = randomUUID();
  roots.set(tenantId, await createTenantRoot(provider(), tenantId));
  return tenantId;
};

const facts = (tenantId: string, documentId = 'd-1', year = 2026): SealPlace => ({
  tenantId,
  name: 'declaration.facts/1',
  documentId,
  year,
});
const destroyKek = async (tenantId: string) => rm(join(directory, `tenant-${tenantId}.v1.key`));
const keyUnavailable = { code: 'forbidden', details: { reason: 'key_unavailable' } };

describe('a sealed value', () => {
  test('opens again in its own place, by another process too', async () => {
    const tenantId = await newTenant();
    const blob = await newSealer().sealJson(facts(tenantId), { name: '山田𠮷' });
    expect(blob.includes(Buffer.from('山田'))).toBe(false);
    await expect(newSealer().openJson(facts(tenantId), blob)).resolves.toEqual({ name: '山田𠮷' });
  });

  test('differs every time it is sealed', async () => {
    const tenantId = await newTenant();
    const sealer = newSealer();
    const [one, two] = [await sealer.sealJson(facts(tenantId), 1), await sealer.sealJson(facts(tenantId), 1)];
    expect(one.equals(two)).toBe(false);
  });

  test('does not open as another document, name, year or tenant', async () => {
    const [tenantId, other] = [await newTenant(), await newTenant()];
    const sealer = newSealer();
    const blob = await sealer.sealJson(facts(tenantId), { a: 1 });
    await sealer.sealJson(facts(other), {});
    await sealer.sealJson(facts(tenantId, 'd-1', 2027), {});
    await expect(sealer.open(facts(tenantId, 'd-2'), blob)).rejects.toMatchObject({ code: 'internal' });
    await expect(sealer.open({ ...facts(tenantId), name: 'declaration.pay/1' }, blob)).rejects.toMatchObject({
      code: 'internal',
    });
    await expect(sealer.open(facts(tenantId, 'd-1', 2027), blob)).rejects.toMatchObject(keyUnavailable);
    await expect(sealer.open(facts(other), blob)).rejects.toMatchObject(keyUnavailable);
  });

  test('does not open for another tenant even when the key row was copied over', async () => {
    const [tenantId, other] = [await newTenant(), await newTenant()];
    const blob = await newSealer().sealJson(facts(tenantId), { a: 1 });
    const row = keyRows.get(`${tenantId} declaration:2026`);
    if (row === undefined) throw new Error('no key row');
    keyRows.set(`${other} declaration:2026`, row);
    await expect(newSealer().open(facts(other), blob)).rejects.toMatchObject(keyUnavailable);
    const root = roots.get(tenantId);
    if (root === undefined) throw new Error('no root');
    roots.set(other, root); // and the root as well: the class key is still bound to its tenant
    await expect(newSealer().open(facts(other), blob)).rejects.toMatchObject(keyUnavailable);
  });

  test('does not open after any single bit was flipped', async () => {
    const tenantId = await newTenant();
    const sealer = newSealer();
    const blob = await sealer.sealJson(facts(tenantId), { a: 1 });
    for (let bit = 0; bit < blob.length * 8; bit += 1) {
      const flipped = Buffer.from(blob);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(sealer.open(facts(tenantId), flipped)).rejects.toBeInstanceOf(AppError);
    }
  });

  test('shorter than its header, or of another format, is refused', async () => {
    const tenantId = await newTenant();
    const sealer = newSealer();
    await expect(sealer.open(facts(tenantId), Buffer.alloc(0))).rejects.toMatchObject({ code: 'internal' });
    await expect(sealer.open(facts(tenantId), Buffer.alloc(80, 2))).rejects.toMatchObject({ code: 'internal' });
  });

  test('of a class with years demands the year', async () => {
    const tenantId = await newTenant();
    const place = { tenantId, name: 'declaration.facts/1', documentId: 'd' } as const;
    await expect(newSealer().sealJson(place, 1)).rejects.toMatchObject({ code: 'internal' });
  });
});

describe('class keys', () => {
  test('concurrent first use, in one process and in several, creates one key', async () => {
    const tenantId = await newTenant();
    const sealers = [newSealer(), newSealer(), newSealer()];
    const blobs = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => sealers[i % 3]?.sealJson(facts(tenantId), i)),
    );
    expect(keyRows.size).toBe(1);
    const ids = new Set(blobs.map((blob) => blob?.subarray(1, 17).toString('hex')));
    expect(ids.size).toBe(1);
    const reader = newSealer();
    for (const [i, blob] of blobs.entries()) {
      await expect(reader.openJson(facts(tenantId), blob ?? Buffer.alloc(0))).resolves.toBe(i);
    }
  });

  test('a year whose key row was deleted is unreadable, another year is not', async () => {
    const tenantId = await newTenant();
    const sealer = newSealer();
    const [old, young] = [
      await sealer.sealJson(facts(tenantId, 'd', 2026), 1),
      await sealer.sealJson(facts(tenantId, 'd', 2027), 2),
    ];
    keyRows.delete(`${tenantId} declaration:2026`);
    const later = newSealer();
    await expect(later.open(facts(tenantId, 'd', 2026), old)).rejects.toMatchObject(keyUnavailable);
    await expect(later.openJson(facts(tenantId, 'd', 2027), young)).resolves.toBe(2);
  });

  test('a message opens by the wrapped key that came along, and by no other', async () => {
    const [tenantId, other] = [await newTenant(), await newTenant()];
    const sender = newSealer();
    const place = { tenantId, name: 'audit.entry/1', documentId: 'event-1' } as const;
    const blob = await sender.seal(place, Buffer.from('entry'));
    const { keyId, wrapped } = await sender.wrappedClassKey(tenantId, 'audit');
    const receiver = newSealer({
      classKeys: {
        ...classKeys,
        find: async () => Promise.resolve(undefined),
        findById: async () => Promise.resolve(undefined),
      },
    });
    const opened = await receiver.openForeign(tenantId, keyId, wrapped, place, blob);
    expect(opened.toString()).toBe('entry');
    await expect(
      receiver.openForeign(tenantId, keyId, wrapped, { ...place, documentId: 'event-2' }, blob),
    ).rejects.toMatchObject({ code: 'internal' });
    await expect(
      receiver.openForeign(tenantId, keyId, wrapped, { ...place, tenantId: other }, blob),
    ).rejects.toMatchObject({ code: 'internal' });
    const foreign = await sender.wrappedClassKey(other, 'audit');
    await expect(receiver.openForeign(tenantId, keyId, foreign.wrapped, place, blob)).rejects.toMatchObject(
      keyUnavailable,
    );
  });

  test('macs are of 32 bytes, repeatable, and differ by tenant and class', async () => {
    const [tenantId, other] = [await newTenant(), await newTenant()];
    const sealer = newSealer();
    const mac = await sealer.mac(tenantId, 'index', 'x');
    expect(mac).toHaveLength(32);
    expect((await newSealer().mac(tenantId, 'index', Buffer.from('x'))).equals(mac)).toBe(true);
    expect((await sealer.mac(tenantId, 'invite', 'x')).equals(mac)).toBe(false);
    expect((await sealer.mac(other, 'index', 'x')).equals(mac)).toBe(false);
  });
});

describe('when the KEK is gone', () => {
  test('everything of the tenant fails closed within 60 s, and other tenants go on', async () => {
    const [tenantId, other] = [await newTenant(), await newTenant()];
    const sealer = newSealer({ randomBytes: (size) => Buffer.alloc(size, 0xff) }); // the longest life
    const blob = await sealer.sealJson(facts(tenantId), 1);
    await sealer.openJson(facts(tenantId), blob);
    await destroyKek(tenantId);
    time += 60_000;
    await expect(sealer.open(facts(tenantId), blob)).rejects.toMatchObject(keyUnavailable);
    await expect(sealer.sealJson(facts(tenantId), 1)).rejects.toMatchObject(keyUnavailable);
    await expect(sealer.mac(tenantId, 'index', 'x')).rejects.toMatchObject(keyUnavailable);
    await expect(sealer.wrappedClassKey(tenantId, 'audit')).rejects.toMatchObject(keyUnavailable);
    await expect(sealer.sealJson(facts(other), 1)).resolves.toBeInstanceOf(Buffer);
  });

  test('reading goes on for the time of the cache, which is never shorter than 30 s nor used beyond its end', async () => {
    const tenantId = await newTenant();
    const sealer = newSealer({ randomBytes: (size) => Buffer.alloc(size, 0) }); // the shortest life
    const blob = await sealer.sealJson(facts(tenantId), 1);
    await destroyKek(tenantId);
    time += 29_999;
    await expect(sealer.openJson(facts(tenantId), blob)).resolves.toBe(1);
    time += 1;
    await expect(sealer.open(facts(tenantId), blob)).rejects.toMatchObject(keyUnavailable);
  });

  test('a clock that goes backwards does not keep the key', async () => {
    const tenantId = await newTenant();
    const sealer = newSealer();
    const blob = await sealer.sealJson(facts(tenantId), 1);
    await destroyKek(tenantId);
    time -= 3_600_000;
    await expect(sealer.open(facts(tenantId), blob)).rejects.toMatchObject(keyUnavailable);
  });

  test('dropTenant forgets at once', async () => {
    const tenantId = await newTenant();
    const sealer = newSealer();
    const blob = await sealer.sealJson(facts(tenantId), 1);
    await destroyKek(tenantId);
    sealer.dropTenant(tenantId);
    await expect(sealer.open(facts(tenantId), blob)).rejects.toMatchObject(keyUnavailable);
  });

  test('a new KEK under the old name opens nothing', async () => {
    const tenantId = await newTenant();
    const blob = await newSealer().sealJson(facts(tenantId), 1);
    await destroyKek(tenantId);
    await provider().createKey(`tenant-${tenantId}`);
    await expect(newSealer().open(facts(tenantId), blob)).rejects.toMatchObject(keyUnavailable);
  });

  test('an unreachable key directory is unavailable, and is asked again', async () => {
    const tenantId = await newTenant();
    const root = roots.get(tenantId);
    let reachable = false;
    const sealer = newSealer({
      provider: {
        unwrap: async (name, version, wrapped) =>
          localKeyProvider({
            directory: reachable ? directory : join(directory, 'unmounted'),
            environment: 'test',
          }).unwrap(name, version, wrapped),
      },
    });
    expect(root).toBeDefined();
    await expect(sealer.sealJson(facts(tenantId), 1)).rejects.toMatchObject({ code: 'unavailable' });
    reachable = true;
    await expect(sealer.sealJson(facts(tenantId), 1)).resolves.toBeInstanceOf(Buffer);
  });
});

describe('the local key provider', () => {
  test('refuses production', () => {
    expect(() => localKeyProvider({ directory, environment: 'production' })).toThrow(AppError);
  });

  test('createKey is idempotent, also when many call it at once, and leaves no drafts', async () => {
    await provider().createKey('tenant-a');
    const { wrapped, version } = await provider().wrap('tenant-a', Buffer.alloc(32, 7));
    await Promise.all(Array.from({ length: 10 }, async () => provider().createKey('tenant-a')));
    await expect(provider().unwrap('tenant-a', version, wrapped)).resolves.toEqual(Buffer.alloc(32, 7));
    await expect(readdir(directory)).resolves.toEqual(['tenant-a.v1.key']);
  });

  test.each(['../x', 'a/b', '', 'a.b'])('refuses the name %j', async (name) => {
    await expect(provider().createKey(name)).rejects.toBeInstanceOf(AppError);
    await expect(provider().wrap(name, Buffer.alloc(32))).rejects.toBeInstanceOf(AppError);
    await expect(readdir(directory)).resolves.toEqual([]);
  });
});

describe('the system sealer', () => {
  const keyFile = (text: string) => {
    const file = join(directory, 'system.key');
    writeFileSync(file, text);
    return file;
  };

  test('seals for a name and an id under the key file', () => {
    const file = keyFile(`${Buffer.alloc(32, 1).toString('base64')}\n`);
    const blob = systemSealer({ keyFile: file }).seal('gateway.session/1', 's-1', Buffer.from('token'));
    expect(systemSealer({ keyFile: file }).open('gateway.session/1', 's-1', blob).toString()).toBe('token');
    expect(() => systemSealer({ keyFile: file }).open('gateway.session/1', 's-2', blob)).toThrow(AppError);
    const other = systemSealer({ keyFile: keyFile(Buffer.alloc(32, 2).toString('base64')) });
    expect(() => other.open('gateway.session/1', 's-1', blob)).toThrow(AppError);
  });

  test.each(['', 'short', Buffer.alloc(31).toString('base64'), 'x'.repeat(44)])('refuses the key file %j', (text) => {
    expect(() => systemSealer({ keyFile: keyFile(text) })).toThrow(AppError);
  });

  test('refuses a missing key file', () => {
    rmSync(join(directory, 'system.key'), { force: true });
    expect(() => systemSealer({ keyFile: join(directory, 'system.key') })).toThrow(AppError);
  });
});
