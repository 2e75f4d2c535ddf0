import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { createSealer, createTenantRoot, localKeyProvider, type TenantRoot } from '@nencho/crypto';
import { ContractEndCancelled, TenantErased } from '@nencho/contracts/erasure/v1/events';
import { eventCatalogue, type EventType, type Producer } from '@nencho/contracts/events';
import { EventEnvelope } from '@nencho/contracts/events/v1/envelope';
import { localDate, newId, notFound, tenantId as toTenantId } from '@nencho/kernel';
import {
  createKafka,
  eventSigner,
  messagingMigrations,
  outboxWriter,
  startConsumer,
  startRelay,
  type EventHandlers,
  type EventSigner,
  type NewEvent,
} from '@nencho/messaging';
import {
  classKeyStore,
  connectMongo,
  inventoryOf,
  mongoMigrations,
  runMigrations,
  tenantRootStore,
  withTransaction,
} from '@nencho/mongo';
import { appendLedger } from '@nencho/service-kit/erasure-ledger';
import { eventKeys, kafkaConfig, testDatabase, testServers, testTopicPrefix } from '@nencho/testing';
import { mongo, type Connection } from 'mongoose';
import { buildApp, type App } from './app.js';
import { participants } from './domain/erasure.js';
import { chainMigration } from './migrations/0001-chain.js';
import { erasureMigration } from './migrations/0002-erasure.js';
import { appDeps } from './testing/app-deps.js';
import { operator } from './testing/simulated-world.js';
import { run } from './verify/run.js';

jest.setTimeout(120_000);

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const started = Date.now();
const time = { shiftMs: 0 };
/** A day whose calendar is known, however late this test runs. */
const clock = { now: () => new Date(Date.parse('2026-12-10T10:00:00+09:00') + Date.now() - started + time.shiftMs) };
const endDate = localDate('2026-12-09');
const roots = new Map<string, TenantRoot>();
/** What identity says of a contract: `active` unless told otherwise. */
const contracts = new Map<string, { readonly state: string; readonly contractEnd: string }>();
const stops: (() => Promise<unknown>)[] = [];
const directory = mkdtempSync(join(tmpdir(), 'nencho-contract-end-'));
const contact = {
  ...{ organisation: '株式会社みどり商事', contactName: '契約 花子', postalCode: '100-0001' },
  address: '東京都千代田区千代田一丁目',
};

let retention: Connection;
let others: Connection;
let app: App;
let deps: Awaited<ReturnType<typeof appDeps>>;
let keys: ReturnType<typeof localKeyProvider>;

const admin = (tenantId: string, sub: string): UserActor => ({
  ...{ kind: 'user', tenantId: toTenantId(tenantId), sub, grantsVersion: 1, departmentIds: [] },
  grants: [{ role: 'admin', scope: { kind: 'tenant' } }],
  credential: { kind: 'token', token: 'none', amr: [], authTime: Math.floor(Date.now() / 1_000) },
});

/** What identity and the other services publish. */
const publish = async <T extends EventType>(event: Pick<NewEvent<T>, 'type' | 'tenantId' | 'payload'>) =>
  withTransaction(others, async (session) =>
    outboxWriter(others).append(session, {
      ...{ ...event, aggregateId: event.tenantId, aggregateVersion: 0, occurredAt: clock.now() },
    }),
  );

const signerOf = (service: Producer) => eventSigner(service, testServers().keys.systemKeyDirectory);

/** The others share one outbox here: what is theirs is signed by the one that may publish it, or that it names. */
const signOfOthers: EventSigner = (message) => {
  const { type, payload } = EventEnvelope.decode(message.value);
  const [only] = eventCatalogue[type as EventType].producers;
  const producer = type === 'TenantErased' ? TenantErased.decode(payload).service : only;
  return signerOf(producer as Producer)(message);
};

/** Stands for the six participants: what an order finds, in the first round and afterwards. */
const answering: EventHandlers = {
  ErasureOrdered: async ({ erasureId, dryRun, round }, { tenantId }, session) => {
    for (const service of participants) {
      const stores = [{ name: 'rows', count: dryRun || round === 1 ? 3 : 0 }];
      const payload = { erasureId, dryRun, round, service, stores };
      const event = { tenantId, aggregateId: erasureId, aggregateVersion: 0, occurredAt: clock.now(), payload };
      await outboxWriter(others).append(session, { ...event, type: 'TenantErased' });
    }
  },
};

const identity = {
  getTenantContract: async ({ tenantId }: { readonly tenantId: string }) => {
    if (!roots.has(tenantId)) return Promise.reject(notFound('tenant'));
    const names = { tenantCode: 'midori', displayName: 'みどり商事', contractStart: '' };
    const state = contracts.get(tenantId) ?? { state: 'active', contractEnd: '' };
    return Promise.resolve({ contract: { tenantId, ...names, ...state }, given: '' });
  },
  getTenantRoot: async ({ tenantId }: { readonly tenantId: string }) => {
    const root = roots.get(tenantId);
    if (root === undefined) return Promise.reject(notFound('tenant'));
    return Promise.resolve({ ...root, wrappedRoot: Buffer.from(root.wrappedRoot) });
  },
};

const open = async (name: 'retention' | 'identity'): Promise<Connection> => {
  const where = { uri: testServers().mongodbUri, database: testDatabase(name), appName: name };
  const connection = await connectMongo({ ...where, inventory: inventoryOf(name) });
  const own = name === 'retention' ? [chainMigration, erasureMigration] : [];
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, ...own]);
  return connection;
};

const newTenant = async (): Promise<string> => {
  const tenantId = newId();
  roots.set(tenantId, await createTenantRoot(keys, tenantId));
  return tenantId;
};

const stateOf = async (tenantId: string): Promise<string> =>
  (await app.erasure.useCases.contractEnd.get(admin(tenantId, 'watcher')))?.state ?? '';

const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (await holds()) return;
    await pause(50);
  }
  throw new Error(`${what} does not come about`);
};
const reaches = async (tenantId: string, state: string): Promise<void> =>
  until(`the state ${state}`, async () => (await stateOf(tenantId)) === state);

const ended = async (tenantId: string): Promise<void> => {
  contracts.set(tenantId, { state: 'notice', contractEnd: endDate });
  await publish({ type: 'ContractNoticed', tenantId, payload: { endDate } });
  await reaches(tenantId, 'notice');
  contracts.set(tenantId, { state: 'ended', contractEnd: endDate });
  await publish({ type: 'TenantEnded', tenantId, payload: { endDate } });
  await reaches(tenantId, 'grace');
};

/** Events of an end that is no more. */
const late = async (tenantId: string): Promise<void> => {
  const acts = retention.collection('operator_actions');
  const before = await acts.countDocuments({ tenantId });
  await publish({ type: 'ContractNoticed', tenantId, payload: { endDate } });
  await publish({ type: 'TenantEnded', tenantId, payload: { endDate } });
  const act = { operatorSub: 'op-1', action: 'RecordContractEnd', reason: '', ticket: '' };
  await publish({ type: 'OperatorActed', tenantId, payload: act }); // comes behind them
  await until('the last', async () => (await acts.countDocuments({ tenantId })) > before);
};

beforeAll(async () => {
  keys = localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });
  [retention, others] = [await open('retention'), await open('identity')];
  deps = { ...(await appDeps(identity)), clock };
  const sealer = createSealer({
    provider: keys,
    roots: tenantRootStore(retention, async (tenantId) => identity.getTenantRoot({ tenantId })),
    classKeys: classKeyStore(retention),
    clock,
  });
  app = buildApp({ ...deps, connection: retention, sealer, keys });
  const topicPrefix = testTopicPrefix();
  const kafka = createKafka({ ...kafkaConfig('contract-end'), clientId: 'contract-end', logger: quiet });
  const { verifier } = eventKeys();
  const shared = { kafka, topicPrefix, logger: quiet, sealer, verifier };
  for (const service of ['retention', 'identity'] as const) {
    const connection = service === 'retention' ? retention : others;
    const signer = service === 'retention' ? signerOf(service) : signOfOthers;
    stops.push(startRelay({ connection, kafka, topicPrefix, logger: quiet, signer }).stop);
  }
  const name = { deadLetterName: 'retention.dead_letter/1', neverSkip: true } as const;
  stops.push(
    startConsumer({ ...shared, ...name, connection: retention, group: 'retention', handlers: app.handlers }).stop,
    startConsumer({ ...shared, ...name, connection: others, group: 'participants', handlers: answering }).stop,
  );
  // Two processes that drive erasures: the lease lets one work.
  stops.push(app.erasure.startLoop().stop, app.erasure.startLoop().stop);
}, 120_000);

afterAll(async () => {
  await Promise.all(stops.map(async (stop) => stop()));
  await Promise.all([retention, others].map(async (connection) => connection.close()));
  rmSync(directory, { recursive: true });
});

type OutboxPayload = { payload: Uint8Array };

const key = () => ({ idempotencyKey: newId() });

describe('a contract that ends', () => {
  let tenantId: string;
  let code: string;

  test('has its contact sealed and its code in nothing but the letter', async () => {
    tenantId = await newTenant();
    await publish({
      ...{ type: 'OperatorActed', tenantId },
      payload: { operatorSub: 'op-1', action: 'RecordContractEnd', reason: '解約の申し出', ticket: 'T-1' },
    });
    await ended(tenantId);
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
    await reaches(tenantId, 'certified');
    expect(await keys.state(keys.nameFor(tenantId))).toBe('gone');

    const answer = await app.erasure.useCases.getCertificate(code);
    expect(
      Buffer.from(answer.certificate?.pdf ?? [])
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    writeFileSync(join(directory, 'certificate.json'), answer.certificate?.json ?? '');
    writeFileSync(
      join(directory, 'signing.pub'),
      deps.ledger.publicKeys.map((publicKey) => publicKey.export({ type: 'spki', format: 'pem' })).join(''),
    );
    const ledger = mkdtempSync(join(directory, 'ledger-'));
    for (const name of await deps.ledger.store.names()) {
      writeFileSync(join(ledger, name), (await deps.ledger.store.read(name)) ?? '');
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
    time.shiftMs = 25 * 3_600_000;
    await expect(app.erasure.useCases.getCertificate(code)).rejects.toMatchObject({
      details: { reason: 'certificate_code_used' },
    });
    time.shiftMs = 0;
  });

  test('is not disturbed by an answer that comes late', async () => {
    const before = await app.erasure.useCases.reads.get(tenantId);
    const late = { erasureId: before.erasure.erasureId, dryRun: false, round: 2, service: 'identity' };
    await publish({ type: 'TenantErased', tenantId, payload: { ...late, stores: [{ name: 'rows', count: 9 }] } });
    const other = await newTenant();
    await ended(other); // comes behind it
    expect(await app.erasure.useCases.reads.get(tenantId)).toEqual(before);
  });

  test('stays certified when the database is older than the ledger', async () => {
    const rows = retention.collection('erasures');
    const certified = await rows.findOne({ tenantId });
    await rows.updateOne({ tenantId }, { $set: { state: 'grace', open: true }, $unset: { certifiedAt: 1 } });
    await app.erasure.reconcile();
    expect(await stateOf(tenantId)).toBe('certified');
    expect(await retention.collection('certificate_codes').countDocuments({ erasureId: certified?._id })).toBe(0);
    // Nothing is done twice to what has not begun.
    const other = await newTenant();
    await ended(other);
    await app.erasure.reconcile();
    expect(await stateOf(other)).toBe('grace');
  });

  test('goes on without new approvals when its beginning is in the ledger and not in an older database', async () => {
    const begun = await newTenant();
    await ended(begun);
    const { erasure } = await app.erasure.useCases.reads.get(begun);
    await appendLedger(deps.ledger, {
      ...{ event: 'erasing', tenantId: begun, erasureId: erasure.erasureId, kekName: keys.nameFor(begun) },
      ...{ approvers: ['op-1', 'op-2'], at: clock.now() },
    });
    contracts.set(begun, { state: 'erased', contractEnd: '' }); // identity's row is gone, its tombstone stands
    await app.erasure.reconcile();
    await reaches(begun, 'certified');
    const { operators } = app.erasure.useCases;
    await expect(operators.orderDryRun({ ...key(), tenantId: begun }, operator('op-1'))).rejects.toMatchObject({
      details: { reason: 'erasure_begun' },
    });
  });

  test('forgets whom it wrote to when business day 60 is over', async () => {
    time.shiftMs = 120 * 86_400_000;
    await app.erasure.watch();
    time.shiftMs = 0;
    expect(await retention.collection('termination_records').countDocuments()).toBe(0);
  });
});

describe('a tenant that lives', () => {
  const dryRunOf = async (tenantId: string): Promise<string> => {
    const { operators, reads } = app.erasure.useCases;
    await operators.orderDryRun({ ...key(), tenantId }, operator('op-1'));
    await until('the dry run', async () => (await reads.get(tenantId)).dryRun !== undefined);
    return (await reads.get(tenantId)).dryRun?.hash ?? '';
  };
  const approve = async (tenantId: string, dryRunHash: string, sub: string) =>
    app.erasure.useCases.operators.approve(
      {
        ...{ ...key(), tenantId, tenantCode: 'midori', displayName: 'みどり商事', dryRunHash },
        ...{ reason: '契約の終了', ticket: 'T-3' },
      },
      operator(sub),
    );
  const living = [
    { state: 'active', contractEnd: '' },
    { state: 'notice', contractEnd: endDate },
    { state: 'ended', contractEnd: '2027-03-31' },
  ] as const;

  test('is approved by nobody for an erasure, whatever the row here says', async () => {
    const tenantId = await newTenant();
    await ended(tenantId);
    const hash = await dryRunOf(tenantId);
    for (const contract of living) {
      contracts.set(tenantId, contract);
      await expect(approve(tenantId, hash, 'op-1')).rejects.toMatchObject({
        ...{ code: 'illegal_state', details: { reason: 'contract_not_ended' } },
      });
    }
    expect((await app.erasure.useCases.reads.get(tenantId)).erasure).toMatchObject({ approvals: 0, state: 'grace' });
  });

  test('is not erased although two operators approved, until identity says that its contract has ended', async () => {
    const tenantId = await newTenant();
    await ended(tenantId);
    const hash = await dryRunOf(tenantId);
    await approve(tenantId, hash, 'op-1');
    const row = await retention.collection('erasures').findOne({ tenantId });
    const id = String(row?._id);
    contracts.set(tenantId, living[0]);
    const second = { sub: 'op-2', at: clock.now(), dryRunHash: hash };
    await retention
      .collection<{ approvals: (typeof second)[] }>('erasures')
      .updateOne({ tenantId }, { $push: { approvals: second } });
    for (const contract of living) {
      contracts.set(tenantId, contract);
      expect(await app.erasure.advance(id)).toBe(false);
    }
    expect(await stateOf(tenantId)).toBe('grace');
    expect(await keys.state(keys.nameFor(tenantId))).toBe('active');
    contracts.set(tenantId, { state: 'ended', contractEnd: endDate });
    expect(await app.erasure.advance(id)).toBe(true);
    await reaches(tenantId, 'certified');
  });

  test('has no erasure opened by events that come late', async () => {
    const tenantId = await newTenant();
    for (const contract of [living[0], living[2]]) {
      contracts.set(tenantId, contract);
      await late(tenantId);
    }
    expect(await retention.collection('erasures').countDocuments({ tenantId })).toBe(0);
  });
});

describe('a contract whose end is cancelled', () => {
  test('needs two administrators, and is then as before', async () => {
    const tenantId = await newTenant();
    await ended(tenantId);
    const { contractEnd } = app.erasure.useCases;
    // With a grace of no days it is over at once; a longer one is the settings' matter.
    await expect(contractEnd.cancel(newId(), admin(tenantId, 'admin-1'))).rejects.toMatchObject({
      details: { reason: 'grace_over' },
    });
    const patient = buildApp({
      ...{ ...deps, connection: retention, keys, settings: { ...deps.settings, graceBusinessDays: 20 } },
      sealer: createSealer({
        provider: keys,
        roots: tenantRootStore(retention, async (id) => identity.getTenantRoot({ tenantId: id })),
        classKeys: classKeyStore(retention),
        clock,
      }),
    }).erasure.useCases.contractEnd;
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
    contracts.set(tenantId, { state: 'active', contractEnd: '' });
    await late(tenantId);
    expect(await retention.collection('erasures').distinct('state', { tenantId })).toEqual(['cancelled']);
  });

  test('is not for HR, nor for a sign-in of long ago', async () => {
    const tenantId = await newTenant();
    await ended(tenantId);
    const { contractEnd } = app.erasure.useCases;
    const hr: UserActor = { ...admin(tenantId, 'hr'), grants: [{ role: 'hr', scope: { kind: 'tenant' } }] };
    await expect(contractEnd.cancel(newId(), hr)).rejects.toMatchObject({ code: 'forbidden' });
    const old: UserActor = {
      ...admin(tenantId, 'admin-1'),
      credential: { kind: 'token', token: 'none', amr: [], authTime: Math.floor(Date.now() / 1_000) - 3_600 },
    };
    await expect(contractEnd.cancel(newId(), old)).rejects.toMatchObject({ details: { reason: 'sign_in_not_recent' } });
  });
});
