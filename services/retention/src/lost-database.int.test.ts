import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import { appendLedger, readLedger, type LedgerStore } from '@nencho/service-kit/erasure-ledger';
import type { App } from './app.js';
import { parseCertificate } from './proof/certificate.js';
import { contractWorld, endDate, type ContractWorld } from './testing/contract-world.js';
import { operator } from './testing/simulated-world.js';

jest.setTimeout(120_000);

let world: ContractWorld;
let app: App;
beforeAll(async () => {
  world = await contractWorld({ broker: false });
  ({ app } = world);
}, 120_000);
afterAll(async () => world.stop());

const idOf = async (tenantId: string): Promise<string> =>
  (await app.erasure.useCases.reads.get(tenantId)).erasure.erasureId;

/** By the code of a letter that an operator issues: nobody has another one after the loss. */
const certificateOf = async (tenantId: string): Promise<string> => {
  const { letters, getCertificate } = app.erasure.useCases;
  const letter = await letters.issue({ idempotencyKey: newId(), tenantId }, operator('op-1'));
  const { certificate } = await getCertificate(/([0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(letter)?.[0] ?? '');
  return Buffer.from(certificate?.json ?? []).toString();
};

/** What the database of retention knows of an erasure is gone. */
const lose = async (erasureId: string): Promise<void> => {
  const { retention } = world;
  const rows = (name: string) => retention.collection<{ _id: string; erasureId?: string }>(name);
  for (const name of ['erasures', 'certificates', 'termination_records'])
    await rows(name).deleteMany({ _id: erasureId });
  await rows('certificate_codes').deleteMany({ erasureId });
};

describe('after the loss of its database, retention', () => {
  test('answers with the certificate that lies beside the ledger, and tells identity again', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    await world.erased(tenantId);
    const [id, before] = [await idOf(tenantId), await certificateOf(tenantId)];
    expect(parseCertificate(before)?.erasureId).toBe(id);
    await lose(id);
    await app.erasure.reconcile();
    expect((await app.erasure.useCases.reads.get(tenantId)).erasure).toMatchObject({
      ...{ erasureId: id, state: 'certified', endDate, tenantCode: '', approvals: 0 },
    });
    expect(await certificateOf(tenantId)).toBe(before);
    const told = { tenantId, type: 'ErasureCertified' };
    expect(await world.retention.collection('outbox').countDocuments(told)).toBe(2);
    await app.erasure.reconcile(); // nothing is behind any more
    expect(await world.retention.collection('outbox').countDocuments(told)).toBe(2);
  });

  test('goes on with an erasure of which only its entry is left, and certifies what the entry says', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    const erasureId = await idOf(tenantId);
    await lose(erasureId);
    const kekName = world.keys.nameFor(tenantId);
    const start = {
      ...({ endDate, exportState: 'waived', administrators: 2, dryRunHash: 'd'.repeat(64) } as const),
      ...{ auditHead: { index: 7, hash: 'a'.repeat(64) }, kekPlace: world.keys.placeOf(kekName) },
    };
    await appendLedger(world.deps.ledger, {
      ...{ event: 'erasing', tenantId, erasureId, kekName, at: world.clock.now(), approvers: ['op-1', 'op-2'], start },
    });
    await app.erasure.reconcile();
    await world.reaches(tenantId, 'certified');
    expect(parseCertificate(await certificateOf(tenantId))).toMatchObject({
      ...{ erasureId, tenantId, export: { state: 'waived', administrators: 2 } },
      auditChain: { entries: 7, headHash: 'a'.repeat(64) },
      approvals: { dryRunHash: 'd'.repeat(64), operators: [{ sub: 'op-1' }, { sub: 'op-2' }] },
    });
  });

  test('takes the place of an earlier end that an older database still has open', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    await world.erased(tenantId);
    const id = await idOf(tenantId);
    const rows = world.retention.collection<{ _id: string }>('erasures');
    const certified = await rows.findOne({ _id: id });
    await lose(id);
    const older = { ...certified, _id: newId(), state: 'grace', open: true, tenantCode: 'midori', dueAt: null };
    await rows.insertOne(older);
    await app.erasure.reconcile();
    expect(await rows.findOne({ _id: older._id })).toMatchObject({ state: 'withdrawn', tenantCode: '', approvals: [] });
    expect(await rows.findOne({ _id: id })).toMatchObject({ state: 'certified' });
  });
});

describe('what erasures wrote into the ledger', () => {
  test('says where the trail was closed, and where the key was', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    await world.erased(tenantId);
    const { entries } = await readLedger(world.deps.ledger);
    const own = entries.filter((entry) => entry.tenantId === tenantId);
    expect(own.map(({ event }) => event)).toEqual(['erasing', 'key_destroyed', 'certified']);
    const { auditChain } = parseCertificate(await certificateOf(tenantId)) ?? {};
    expect(own[0]?.start).toMatchObject({
      ...{ endDate, exportState: 'lapsed', administrators: 0 },
      auditHead: { index: auditChain?.entries, hash: auditChain?.headHash },
      kekPlace: world.keys.placeOf(world.keys.nameFor(tenantId)),
    });
  });
});

describe('a ledger that lost its end', () => {
  test('is neither read nor written by whoever wrote it', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    await world.erased(tenantId);
    const { ledger } = world.deps;
    const last = (await ledger.store.names())
      .filter((name) => !name.startsWith('certificate'))
      .sort()
      .at(-1);
    const store: LedgerStore = {
      ...ledger.store,
      names: async () => (await ledger.store.names()).filter((name) => name !== last),
    };
    const cut = world.appWith({ ledger: { ...ledger, store } });
    const broken = { code: 'illegal_state', details: { reason: 'ledger_broken', problem: 'truncated' } };
    await expect(cut.erasure.reconcile()).rejects.toMatchObject(broken);
    const next = await world.newTenant();
    await world.ended(next);
    // Begun, and not due for the loops of this world: only the one with the shorter ledger takes it up.
    const row = { state: 'erasing', startedAt: world.clock.now(), dueAt: null };
    await world.retention.collection('erasures').updateOne({ tenantId: next }, { $set: row });
    await expect(cut.erasure.advance(await idOf(next))).rejects.toMatchObject(broken);
  });
});
