import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AppError } from '@nencho/kernel';
import type { AzureKeyProviderOptions } from './azure-key-provider.js';
import type { KeyProvider } from './key-provider.js';
import { createSealer } from './sealer.js';
import type { ClassKeyStore, WrappedClassKey } from './tenant-keys.js';
import { createTenantRoot, type TenantRoot } from './tenant-root.js';
import { type EmulatedVaults, startEmulatedVaults } from './testing/emulated-vaults.js';
import { keyUnavailable } from './testing/key-provider-contract.js';

const unavailable = { code: 'unavailable', details: { dependency: 'key_vault' } };
const root = randomBytes(32);

let vaults: EmulatedVaults;
let waits: number[];
let time: number;

/** Time goes on by waiting only, so that a test knows how long somebody was willing to wait. */
const retry = {
  now: () => time,
  sleep: async (ms: number) => {
    waits.push(ms);
    time += ms;
    return Promise.resolve();
  },
  random: () => 0.5,
};
const providerFor = (workload = 'tests', more: Partial<AzureKeyProviderOptions> = {}): KeyProvider =>
  vaults.providerFor(workload, { retry, times: { limitMs: 4_000, firstWaitMs: 100 }, ...more });

beforeEach(async () => {
  vaults = await startEmulatedVaults();
  waits = [];
  time = 0;
});
afterEach(async () => vaults.stop());

const vault = (alias: 'a' | 'b') => {
  const found = vaults.emulator.vaults[alias];
  if (found === undefined) throw new Error('no such vault');
  return found;
};

const tenantIn = (alias: string): string => {
  for (;;) {
    const tenantId = randomUUID();
    if (providerFor().nameFor(tenantId).startsWith(`${alias}.`)) return tenantId;
  }
};

const keyIn = async (alias: string) => {
  const name = providerFor().nameFor(tenantIn(alias));
  await providerFor().createKey(name);
  return { name, ...(await providerFor().wrap(name, root)) };
};

describe('too many requests', () => {
  test('the time that the vault names is waited for', async () => {
    const { name, version, wrapped } = await keyIn('a');
    const provider = providerFor();
    await provider.unwrap(name, version, wrapped);
    vault('a').throttle(2, 1);
    await expect(provider.unwrap(name, version, wrapped)).resolves.toBeDefined();
    expect(waits).toEqual([1_000, 1_000]);
  });

  test('without a time the waits grow', async () => {
    const { name, version, wrapped } = await keyIn('a');
    const provider = providerFor();
    await provider.unwrap(name, version, wrapped);
    vault('a').throttle(3);
    await expect(provider.unwrap(name, version, wrapped)).resolves.toBeDefined();
    expect(waits).toEqual([75, 150, 300]);
  });

  test('a wish beyond the limit ends the call at once, and is no word on the key', async () => {
    const { name, version, wrapped } = await keyIn('a');
    const provider = providerFor();
    await provider.unwrap(name, version, wrapped);
    vault('a').throttle(1, 10);
    await expect(provider.unwrap(name, version, wrapped)).rejects.toMatchObject(unavailable);
    expect(waits).toEqual([]);
  });
});

describe('a vault that cannot be used', () => {
  test('is unavailable and never says that a key is gone; the other vault goes on', async () => {
    const [inA, inB] = [await keyIn('a'), await keyIn('b')];
    await vault('a').stop();
    const provider = providerFor();
    await expect(provider.unwrap(inA.name, inA.version, inA.wrapped)).rejects.toMatchObject(unavailable);
    await expect(provider.state(inA.name)).rejects.toMatchObject(unavailable);
    await expect(provider.destroy(inA.name)).rejects.toMatchObject(unavailable);
    expect(time).toBeLessThanOrEqual(3 * 4_000);
    await expect(provider.unwrap(inB.name, inB.version, inB.wrapped)).resolves.toBeDefined();
  });

  test('hangs for no longer than the limit', async () => {
    const { createServer } = await import('node:net');
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const provider = providerFor('tests', {
      ...{ vaults: { a: `https://localhost:${port}` }, times: { limitMs: 300, firstWaitMs: 100 } },
      retry: { ...retry, now: () => performance.now() },
    });
    const began = performance.now();
    await expect(provider.state('a.tenant-x')).rejects.toMatchObject(unavailable);
    expect(performance.now() - began).toBeLessThan(2_000);
    silent.close();
  });

  test('a vault that is not configured is unavailable, not a lost key', async () => {
    await expect(providerFor().state('c.tenant-x')).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('rights of the workloads', () => {
  test('all open and seal; only identity makes and rotates, only retention disables and destroys', async () => {
    const { name, version, wrapped } = await keyIn('a');
    for (const workload of ['identity', 'declaration', 'document', 'notification', 'retention']) {
      await expect(providerFor(workload).unwrap(name, version, wrapped)).resolves.toBeDefined();
      const creating = providerFor(workload).createKey(`b.of-${workload}`);
      if (workload === 'identity') await creating;
      else await expect(creating).rejects.toMatchObject(unavailable);
      if (workload !== 'identity')
        await expect(providerFor(workload).rotate(name, version)).rejects.toMatchObject(unavailable);
      if (workload !== 'retention') {
        await expect(providerFor(workload).disable(name)).rejects.toMatchObject(unavailable);
        await expect(providerFor(workload).destroy(name)).rejects.toMatchObject(unavailable);
      }
    }
    await providerFor('retention').disable(name);
    await expect(providerFor('retention').state(name)).resolves.toBe('disabled');
    await providerFor('retention').destroy(name);
    await expect(providerFor('retention').state(name)).resolves.toBe('deleted');
  });

  test('an unknown workload gets nowhere', async () => {
    const { name, version, wrapped } = await keyIn('a');
    await expect(providerFor('nobody').unwrap(name, version, wrapped)).rejects.toMatchObject(unavailable);
  });
});

describe('deletion', () => {
  test('is over when the vault shows the deleted key, not before', async () => {
    await vaults.stop();
    vaults = await startEmulatedVaults(1_500);
    const { name } = await keyIn('a');
    const began = performance.now();
    await providerFor().destroy(name);
    expect(performance.now() - began).toBeGreaterThan(1_000);
    await expect(providerFor().state(name)).resolves.toBe('deleted');
  });

  test('keeps the key for seven days, and no day less or more', async () => {
    const { name } = await keyIn('a');
    await providerFor().destroy(name);
    vaults.passDays(6.99);
    await expect(providerFor().state(name)).resolves.toBe('deleted');
    await expect(providerFor().createKey(name)).rejects.toMatchObject(keyUnavailable);
    vaults.passDays(0.01);
    await expect(providerFor().state(name)).resolves.toBe('gone');
  });
});

describe('a vault that keeps deleted keys for 90 days', () => {
  test('gets no tenant: an erasure would be late. Asking again, when the key is there, changes nothing', async () => {
    await vaults.stop();
    vaults = await startEmulatedVaults(0, 90);
    const refused = { violations: [{ path: 'KEY_VAULTS', rule: 'key_vault_retention_too_long' }] };
    for (let pass = 1; pass <= 2; pass += 1) {
      await expect(providerFor().createKey('a.tenant-x')).rejects.toMatchObject(refused);
    }
    expect(await providerFor().state('a.tenant-x')).toBe('active');
  });
});

describe('when a KEK cannot be reached', () => {
  const roots = new Map<string, TenantRoot>();
  const clock = { now: () => new Date(time) };
  const newStore = (): ClassKeyStore => {
    const rows = new Map<string, WrappedClassKey>();
    return {
      find: async (tenantId, keyClass) => Promise.resolve(rows.get(`${tenantId} ${keyClass}`)),
      findById: async (tenantId, keyId) =>
        Promise.resolve([...rows].find(([at, key]) => at.startsWith(tenantId) && key.keyId === keyId)?.[1]),
      insertIfAbsent: async (tenantId, keyClass, key) => {
        rows.set(`${tenantId} ${keyClass}`, key);
        return Promise.resolve(key);
      },
    };
  };
  const newSealer = () =>
    createSealer({
      provider: providerFor('declaration'),
      roots: async (tenantId) => {
        const found = roots.get(tenantId);
        return found === undefined ? Promise.reject(new AppError('not_found', 'tenant')) : Promise.resolve(found);
      },
      ...{ classKeys: newStore(), clock, randomBytes: (size: number) => Buffer.alloc(size, 0xff) }, // the longest life
    });
  const newTenant = async (alias: string) => {
    const tenantId = tenantIn(alias);
    roots.set(tenantId, await createTenantRoot(providerFor('identity'), tenantId));
    return { tenantId, name: 'identity.card/1', documentId: 'd' } as const;
  };

  test('a vault that is down closes its tenants within 60 s, opens them when it is back, and touches no others', async () => {
    const [inA, inB] = [await newTenant('a'), await newTenant('b')];
    const sealer = newSealer();
    const [blobA, blobB] = [await sealer.sealJson(inA, 1), await sealer.sealJson(inB, 2)];
    await vault('a').stop();
    time += 29_000;
    await expect(sealer.openJson(inA, blobA)).resolves.toBe(1); // still within the life of the opened root
    time += 31_000;
    await expect(sealer.openJson(inA, blobA)).rejects.toMatchObject(unavailable);
    await expect(sealer.sealJson(inA, 3)).rejects.toMatchObject(unavailable);
    await expect(sealer.openJson(inB, blobB)).resolves.toBe(2);
    await expect(sealer.sealJson(inB, 4)).resolves.toBeInstanceOf(Buffer);
  });

  test('a disabled key closes its tenant within 60 s and no other of the same vault; enabling opens it again', async () => {
    const [one, other] = [await newTenant('a'), await newTenant('a')];
    const sealer = newSealer();
    const [blobOne, blobOther] = [await sealer.sealJson(one, 1), await sealer.sealJson(other, 2)];
    const name = roots.get(one.tenantId)?.kekName ?? '';
    await providerFor('retention').disable(name);
    time += 60_000;
    await expect(sealer.openJson(one, blobOne)).rejects.toMatchObject(keyUnavailable);
    await expect(sealer.openJson(other, blobOther)).resolves.toBe(2);
    await providerFor('retention').enable(name);
    await expect(sealer.openJson(one, blobOne)).resolves.toBe(1);
  });

  test('opening for many at once asks the vault once, and not again while the root is open', async () => {
    const inA = await newTenant('a');
    const sealer = newSealer();
    const blob = await sealer.sealJson(inA, 1);
    time += 60_000;
    const before = vault('a').requests();
    await Promise.all(Array.from({ length: 50 }, async () => sealer.openJson(inA, blob)));
    expect(vault('a').requests() - before).toBe(1);
  });
});
