import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OperatorActor } from '@nencho/auth';
import type { Producer } from '@nencho/contracts/events';
import { localKeyProvider } from '@nencho/crypto';
import { newId } from '@nencho/kernel';
import { testServers, testTopicPrefix } from '@nencho/testing';
import { keyHolders, type KeyRotation, type KeyRotationKind } from '../domain/key-rotation.js';
import { key, startHarness, type Harness } from '../testing/harness.js';
import { startKeyHolder, type KeyHolder } from '../testing/key-holder.js';

const operator: OperatorActor = { kind: 'operator', sub: 'operator-1', token: '' };

let harness: Harness;
let holders: Map<string, KeyHolder>;
let worker: { readonly stop: () => Promise<void> };

beforeAll(async () => {
  harness = await startHarness('rotate_keys');
  worker = harness.app.jobs.startWorker();
  const topicPrefix = testTopicPrefix();
  const roots = harness.app.useCases.getTenantRoot;
  holders = new Map();
  for (const service of keyHolders satisfies readonly Producer[]) {
    const own = service === 'identity' ? { connection: harness.connection, handlers: harness.app.eventHandlers } : {};
    holders.set(service, await startKeyHolder({ service, topicPrefix, roots, ...own }));
  }
}, 300_000);

afterAll(async () => {
  await worker.stop();
  for (const holder of holders.values()) await holder.stop();
  await harness.stop();
});

const holder = (service: string): KeyHolder => {
  const found = holders.get(service);
  if (found === undefined) throw new Error(service);
  return found;
};

const order = (tenantId: string, kind: KeyRotationKind, idempotencyKey = key()) => ({
  ...{ idempotencyKey, tenantId, kind, reason: '定期の更新', ticket: 'T-1' },
});

const rotate = async (tenantId: string, kind: KeyRotationKind): Promise<KeyRotation> => {
  const id = await harness.app.useCases.rotateKeys(order(tenantId, kind), operator);
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    await sleep(50);
    const found = (await harness.app.useCases.listKeyRotations(tenantId)).find((each) => each.id === id);
    if (found?.finishedAt !== undefined) return found;
  }
  throw new Error('the rotation did not end');
};

type Row = { _id: string; root?: { kekVersion: string }; kekVersion?: string };

const kekVersionIn = async (service: string, tenantId: string): Promise<string | undefined> => {
  const name = service === 'identity' ? 'tenants' : 'tenant_roots';
  const row = await holder(service).connection.collection<Row>(name).findOne({ _id: tenantId });
  return row?.root?.kekVersion ?? row?.kekVersion;
};

const keysIn = async (service: string, tenantId: string, keyClass: string): Promise<number> =>
  holder(service).connection.collection('class_keys').countDocuments({ tenantId, keyClass });

test('KEK and class keys rotate in all services while they write, and nothing becomes unreadable', async () => {
  const { tenantId } = await harness.tenant();
  const facts = { tenantId, name: 'declaration.facts/1', year: 2026 } as const;
  const writers = [
    holder('declaration').write(facts),
    holder('document').write({ tenantId, name: 'audit.entry/1' }),
    holder('retention').write({ tenantId, name: 'retention.entry/1' }),
  ];
  for (const service of ['declaration', 'document', 'retention', 'notification']) {
    await holder(service).sealer().wrappedClassKey(tenantId, 'audit');
  }
  const first = await kekVersionIn('declaration', tenantId);
  const kinds: readonly KeyRotationKind[] = ['kek', 'class_keys', 'kek', 'class_keys'];
  for (const kind of kinds) {
    const { servicesDone } = await rotate(tenantId, kind);
    expect([...servicesDone].sort()).toEqual([...keyHolders].sort());
    await sleep(200);
  }
  const counts = await Promise.all(writers.map(async (writer) => writer.stop()));
  expect(Math.min(...counts)).toBeGreaterThan(10);
  expect([await holder('declaration').readAll(), await holder('document').readAll()]).toEqual([counts[0], counts[1]]);
  expect(await holder('retention').readAll()).toBe(counts[2]);

  for (const service of keyHolders) {
    expect([service, await kekVersionIn(service, tenantId)]).toEqual([service, 'v3']);
  }
  expect(first).toBe('v1');
  expect(await keysIn('declaration', tenantId, 'declaration:2026')).toBe(3);
  expect(await keysIn('identity', tenantId, 'contact')).toBe(3);
  expect(holder('declaration').keysUsed().size).toBe(3);
}, 120_000);

test('what was looked up by a mac is still found', async () => {
  const { tenantId, admin } = await harness.tenant();
  const before = await harness.app.sealer.mac(tenantId, 'index', 'x');
  await rotate(tenantId, 'class_keys');
  harness.app.sealer.dropTenant(tenantId);
  expect((await harness.app.sealer.mac(tenantId, 'index', 'x')).equals(before)).toBe(true);
  await expect(harness.app.useCases.getMe(admin)).resolves.toMatchObject({ person: { loginId: 'admin' } });
}, 60_000);

test('an order that is given again is the same rotation', async () => {
  const { tenantId } = await harness.tenant();
  const once = order(tenantId, 'kek');
  const id = await harness.app.useCases.rotateKeys(once, operator);
  await expect(harness.app.useCases.rotateKeys(once, operator)).resolves.toBe(id);
  await expect(harness.app.useCases.listKeyRotations(tenantId)).resolves.toHaveLength(1);
});

test('a disabled KEK is not rotated, and the root stays as it was', async () => {
  const { tenantId } = await harness.tenant();
  const root = await harness.app.useCases.getTenantRoot(tenantId);
  const provider = localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });
  await provider.disable(root.kekName);
  await harness.app.useCases.rotateKeys(order(tenantId, 'kek'), operator);
  const stopped = { tenantId, kind: 'rotate_keys', state: 'stopped' };
  while ((await harness.connection.collection('jobs').countDocuments(stopped)) === 0) await sleep(50);
  await expect(harness.app.useCases.getTenantRoot(tenantId)).resolves.toEqual(root);
  await provider.enable(root.kekName);
});

test('refuses what is no tenant, no kind and no reason', async () => {
  const { tenantId } = await harness.tenant();
  await expect(harness.app.useCases.rotateKeys(order(newId(), 'kek'), operator)).rejects.toMatchObject({
    code: 'not_found',
  });
  const unclear = { ...order(tenantId, 'kek'), kind: undefined, reason: '' };
  await expect(harness.app.useCases.rotateKeys(unclear, operator)).rejects.toMatchObject({
    code: 'validation_failed',
    violations: [
      { path: 'kind', rule: 'required' },
      { path: 'reason', rule: expect.any(String) as unknown as string },
    ],
  });
});
