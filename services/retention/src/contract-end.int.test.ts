import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { ContractEndCancelled } from '@nencho/contracts/erasure/v1/events';
import { newId } from '@nencho/kernel';
import { appendLedger } from '@nencho/service-kit/erasure-ledger';
import { mongo } from 'mongoose';
import type { App } from './app.js';
import { participants } from './domain/erasure.js';
import { admin, contractWorld, endDate, until, type ContractWorld } from './testing/contract-world.js';
import { operator } from './testing/simulated-world.js';
import { run } from './verify/run.js';

jest.setTimeout(120_000);

const directory = mkdtempSync(join(tmpdir(), 'nencho-contract-end-'));
const contact = {
  ...{ organisation: '株式会社みどり商事', contactName: '契約 花子', postalCode: '100-0001' },
  address: '東京都千代田区千代田一丁目',
};

let world: ContractWorld;
let app: App;
let retention: ContractWorld['retention'];
beforeAll(async () => {
  world = await contractWorld();
  ({ app, retention } = world);
}, 120_000);
afterAll(async () => {
  await world.stop();
  rmSync(directory, { recursive: true });
});

/** Events of an end that is no more. */
const late = async (tenantId: string): Promise<void> => {
  const acts = retention.collection('operator_actions');
  const before = await acts.countDocuments({ tenantId });
  await world.publish({ type: 'ContractNoticed', tenantId, payload: { endDate } });
  await world.publish({ type: 'TenantEnded', tenantId, payload: { endDate } });
  const act = { operatorSub: 'op-1', action: 'RecordContractEnd', reason: '', ticket: '' };
  await world.publish({ type: 'OperatorActed', tenantId, payload: act }); // comes behind them
  await until('the last', async () => (await acts.countDocuments({ tenantId })) > before);
};

type OutboxPayload = { payload: Uint8Array };

const key = () => ({ idempotencyKey: newId() });

describe('a contract that ends', () => {
  let tenantId: string;
  let code: string;

  test('has its contact sealed and its code in nothing but the letter', async () => {
    tenantId = await world.newTenant();
    await world.publish({
      ...{ type: 'OperatorActed', tenantId },
      payload: { operatorSub: 'op-1', action: 'RecordContractEnd', reason: '解約の申し出', ticket: 'T-1' },
    });
    await world.ended(tenantId);
    const { letters } = app.erasure.useCases;
    const first = await letters.recordContact({ ...key(), ...contact }, admin(tenantId, 'admin-1'));
    const voided = /([0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(first)?.[0] ?? '';
    const letter = await letters.recordContact({ ...key(), ...contact }, admin(tenantId, 'admin-1'));
    code = /([0-9A-Z]{4}-){6}[0-9A-Z]{4}/.exec(letter)?.[0] ?? '';
    expect(letter).toContain('契約 花子 様');
    expect(code).not.toBe(voided);
    const names = ['erasures', 'termination_records', 'certificate_codes', 'idempotency', 'outbox'];
    const rows = await Promise.all(names.map(async (name) => retention.collection(name).find().toArray()));
    const raw = rows
      .flat()
      .map((row) => Buffer.from(mongo.BSON.serialize(row)).toString('utf8'))
      .join('');
    expect(raw).toContain(tenantId);
    for (const word of [contact.contactName, contact.address, contact.organisation, code, code.replaceAll('-', '')]) {
      expect(raw).not.toContain(word);
    }
    await expect(app.erasure.useCases.getCertificate(voided)).rejects.toMatchObject({ code: 'not_found' });
    await expect(app.erasure.useCases.getCertificate('abc')).rejects.toMatchObject({ code: 'validation_failed' });
    const early = await app.erasure.useCases.getCertificate(code.toLowerCase().replaceAll('-', ' '));
    expect(early).toMatchObject({ contractEnd: { state: 'grace', contactRecorded: true } });
    expect(early.certificate).toBeUndefined();
  });

  test('shows its administrators what operators did, and no other tenant’s', async () => {
    const { reads } = app.erasure.useCases;
    const { items } = await reads.transparency({ cursor: '', limit: 0 }, admin(tenantId, 'admin-1'));
    expect(items).toMatchObject([{ action: 'RecordContractEnd', operatorSub: 'op-1', ticket: 'T-1' }]);
    expect((await reads.transparency({ cursor: '', limit: 0 }, admin(newId(), 'admin-1'))).items).toEqual([]);
  });

  test('is erased after a dry run and two approvals, and certified by a certificate that verifies', async () => {
    const { operators, reads } = app.erasure.useCases;
    await operators.orderDryRun({ ...key(), tenantId }, operator('op-1'));
    await until('the dry run', async () => (await reads.get(tenantId)).dryRun !== undefined);
    const { dryRun } = await reads.get(tenantId);
    expect(dryRun?.stores).toHaveLength(participants.length);
    const approval = {
      ...{ tenantId, tenantCode: 'midori', displayName: 'みどり商事', reason: '契約の終了', ticket: 'T-2' },
      dryRunHash: dryRun?.hash ?? '',
    };
    const same = key();
    await operators.approve({ ...approval, ...same }, operator('op-1'));
    expect((await operators.approve({ ...approval, ...same }, operator('op-1'))).approvals).toBe(1); // a repeat
    await operators.approve({ ...approval, ...key() }, operator('op-2'));
    await world.reaches(tenantId, 'certified');
    expect(await world.keys.state(world.keys.nameFor(tenantId))).toBe('gone');

    const answer = await app.erasure.useCases.getCertificate(code);
    expect(
      Buffer.from(answer.certificate?.pdf ?? [])
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    writeFileSync(join(directory, 'certificate.json'), answer.certificate?.json ?? '');
    writeFileSync(
      join(directory, 'signing.pub'),
      world.deps.ledger.publicKeys.map((publicKey) => publicKey.export({ type: 'spki', format: 'pem' })).join(''),
    );
    const ledger = mkdtempSync(join(directory, 'ledger-'));
    for (const name of await world.deps.ledger.store.names()) {
      writeFileSync(join(ledger, name), (await world.deps.ledger.store.read(name)) ?? '');
    }
    const args = [join(directory, 'certificate.json'), '--key', join(directory, 'signing.pub'), '--ledger', ledger];
    expect(run(['erasure', ...args])).toEqual({ exitCode: 0, text: expect.stringContaining('3 entries fit') });
  });

  test('leaves nothing of its people in what stays', async () => {
    const { erasure } = await app.erasure.useCases.reads.get(tenantId);
    expect(erasure).toMatchObject({ state: 'certified', tenantCode: '', waitingFor: '' });
    const row = JSON.stringify(await retention.collection('erasures').findOne({ tenantId }));
    expect(row).not.toContain('admin-1');
  });

  test('gives the certificate again for 24 hours, then never', async () => {
    expect((await app.erasure.useCases.getCertificate(code)).certificate).toBeDefined();
    world.time.shiftMs = 25 * 3_600_000;
    await expect(app.erasure.useCases.getCertificate(code)).rejects.toMatchObject({
      details: { reason: 'certificate_code_used' },
    });
    world.time.shiftMs = 0;
  });

  test('is not disturbed by an answer that comes late', async () => {
    const before = await app.erasure.useCases.reads.get(tenantId);
    const late = { erasureId: before.erasure.erasureId, dryRun: false, round: 2, service: 'identity' };
    await world.publish({ type: 'TenantErased', tenantId, payload: { ...late, stores: [{ name: 'rows', count: 9 }] } });
    const other = await world.newTenant();
    await world.ended(other); // comes behind it
    expect(await app.erasure.useCases.reads.get(tenantId)).toEqual(before);
  });

  test('stays certified when the database is older than the ledger', async () => {
    const rows = retention.collection('erasures');
    const certified = await rows.findOne({ tenantId });
    await rows.updateOne({ tenantId }, { $set: { state: 'grace', open: true }, $unset: { certifiedAt: 1 } });
    await app.erasure.reconcile();
    expect(await world.stateOf(tenantId)).toBe('certified');
    expect(await retention.collection('certificate_codes').countDocuments({ erasureId: certified?._id })).toBe(0);
    // Nothing is done twice to what has not begun.
    const other = await world.newTenant();
    await world.ended(other);
    await app.erasure.reconcile();
    expect(await world.stateOf(other)).toBe('grace');
  });

  test('goes on without new approvals when its beginning is in the ledger and not in an older database', async () => {
    const begun = await world.newTenant();
    await world.ended(begun);
    const { erasure } = await app.erasure.useCases.reads.get(begun);
    await appendLedger(world.deps.ledger, {
      ...{ event: 'erasing', tenantId: begun, erasureId: erasure.erasureId, kekName: world.keys.nameFor(begun) },
      ...{ approvers: ['op-1', 'op-2'], at: world.clock.now() },
    });
    world.contracts.set(begun, { state: 'erased', contractEnd: '' }); // identity's row is gone, its tombstone stands
    await app.erasure.reconcile();
    await world.reaches(begun, 'certified');
    const { operators } = app.erasure.useCases;
    await expect(operators.orderDryRun({ ...key(), tenantId: begun }, operator('op-1'))).rejects.toMatchObject({
      details: { reason: 'erasure_begun' },
    });
  });

  test('forgets whom it wrote to when business day 60 is over', async () => {
    world.time.shiftMs = 120 * 86_400_000;
    await app.erasure.watch();
    world.time.shiftMs = 0;
    expect(await retention.collection('termination_records').countDocuments()).toBe(0);
  });
});

describe('a tenant that lives', () => {
  const living = [
    { state: 'active', contractEnd: '' },
    { state: 'notice', contractEnd: endDate },
    { state: 'ended', contractEnd: '2027-03-31' },
  ] as const;

  test('is approved by nobody for an erasure, whatever the row here says', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    const hash = await world.dryRunOf(tenantId);
    for (const contract of living) {
      world.contracts.set(tenantId, contract);
      await expect(world.approve(tenantId, hash, 'op-1')).rejects.toMatchObject({
        ...{ code: 'illegal_state', details: { reason: 'contract_not_ended' } },
      });
    }
    expect((await app.erasure.useCases.reads.get(tenantId)).erasure).toMatchObject({ approvals: 0, state: 'grace' });
  });

  test('is not erased although two operators approved, until identity says that its contract has ended', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    const hash = await world.dryRunOf(tenantId);
    await world.approve(tenantId, hash, 'op-1');
    const row = await retention.collection('erasures').findOne({ tenantId });
    const id = String(row?._id);
    world.contracts.set(tenantId, living[0]);
    const second = { sub: 'op-2', at: world.clock.now(), dryRunHash: hash };
    await retention
      .collection<{ approvals: (typeof second)[] }>('erasures')
      .updateOne({ tenantId }, { $push: { approvals: second } });
    for (const contract of living) {
      world.contracts.set(tenantId, contract);
      expect(await app.erasure.advance(id)).toBe(false);
    }
    expect(await world.stateOf(tenantId)).toBe('grace');
    expect(await world.keys.state(world.keys.nameFor(tenantId))).toBe('active');
    world.contracts.set(tenantId, { state: 'ended', contractEnd: endDate });
    expect(await app.erasure.advance(id)).toBe(true);
    await world.reaches(tenantId, 'certified');
  });

  test('has no erasure opened by events that come late', async () => {
    const tenantId = await world.newTenant();
    for (const contract of [living[0], living[2]]) {
      world.contracts.set(tenantId, contract);
      await late(tenantId);
    }
    expect(await retention.collection('erasures').countDocuments({ tenantId })).toBe(0);
  });
});

describe('a contract whose end is cancelled', () => {
  test('needs two administrators, and is then as before', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    const { contractEnd } = app.erasure.useCases;
    // With a grace of no days it is over at once; a longer one is the settings' matter.
    await expect(contractEnd.cancel(newId(), admin(tenantId, 'admin-1'))).rejects.toMatchObject({
      details: { reason: 'grace_over' },
    });
    const settings = { ...world.deps.settings, graceBusinessDays: 20 };
    const patient = world.appWith({ settings }).erasure.useCases.contractEnd;
    const one = await patient.cancel(newId(), admin(tenantId, 'admin-1'));
    expect(one).toMatchObject({ state: 'grace', cancelledBy: ['admin-1'], cancelledByMe: true });
    const again = await patient.cancel(newId(), admin(tenantId, 'admin-1'));
    expect(again).toMatchObject({ state: 'grace', cancelledBy: ['admin-1'] });
    expect(await patient.cancel(newId(), admin(tenantId, 'admin-2'))).toMatchObject({ state: 'cancelled' });
    const told = retention.collection<OutboxPayload>('outbox').find({ tenantId, type: 'ContractEndCancelled' });
    const ends = (await told.toArray()).map(({ payload }) => ContractEndCancelled.decode(payload).endDate);
    expect(ends).toEqual([endDate]);
    await expect(patient.waiveExport(newId(), admin(tenantId, 'admin-1'))).rejects.toMatchObject({
      details: { reason: 'no_contract_end' },
    });
    world.contracts.set(tenantId, { state: 'active', contractEnd: '' });
    await late(tenantId);
    expect(await retention.collection('erasures').distinct('state', { tenantId })).toEqual(['cancelled']);
  });

  test('is not for HR, nor for a sign-in of long ago', async () => {
    const tenantId = await world.newTenant();
    await world.ended(tenantId);
    const { contractEnd } = app.erasure.useCases;
    const hr: UserActor = { ...admin(tenantId, 'hr'), grants: [{ role: 'hr', scope: { kind: 'tenant' } }] };
    await expect(contractEnd.cancel(newId(), hr)).rejects.toMatchObject({ code: 'forbidden' });
    const old = admin(tenantId, 'admin-1', 3_600);
    const refused = { details: { reason: 'sign_in_not_recent' } };
    await expect(contractEnd.cancel(newId(), old)).rejects.toMatchObject(refused);
    const { letters } = app.erasure.useCases;
    await expect(letters.recordContact({ ...key(), ...contact }, old)).rejects.toMatchObject(refused);
  });
});
