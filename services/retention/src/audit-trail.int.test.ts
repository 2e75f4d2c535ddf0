import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { UserActor } from '@nencho/auth';
import { createSealer, createTenantRoot, localKeyProvider, type Sealer, type TenantRoot } from '@nencho/crypto';
import { newId, notFound, systemClock, tenantId as toTenantId } from '@nencho/kernel';
import {
  auditWriter,
  createKafka,
  messagingMigrations,
  outboxWriter,
  startConsumer,
  startRelay,
  type AuditInput,
} from '@nencho/messaging';
import {
  classKeyStore,
  connectMongo,
  mongoMigrations,
  runMigrations,
  tenantRootStore,
  withTransaction,
} from '@nencho/mongo';
import { eventKeys, kafkaConfig, testDatabase, testServers, testTopicPrefix } from '@nencho/testing';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { buildApp, cursorsOf } from './app.js';
import { searchAudit, type AuditQuery } from './application/search-audit.js';
import { verifyAudit } from './application/verify-audit.js';
import type { Verification } from './domain/chain.js';
import { chainMigration } from './migrations/0001-chain.js';
import { chainStore } from './store/chain-store.js';
import { openLine } from './store/line-seal.js';
import { fromMongo } from './store/session.js';
import { appDeps } from './testing/app-deps.js';

const nobodyEnds = {
  getTenantContract: async () => Promise.reject(notFound('tenant')),
  getTenantRoot: async () => Promise.reject(notFound('tenant')),
};
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const digest = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
const roots = new Map<string, TenantRoot>();
const stops: (() => Promise<unknown>)[] = [];
const tenantA = newId();
const tenantB = newId();
let writerSide: { connection: Connection; sealer: Sealer };
let retentionSide: { connection: Connection; sealer: Sealer };

const keyProvider = () => localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });

const side = async (name: string) => {
  const connection = await connectMongo({ uri: testServers().mongodbUri, database: testDatabase(name), appName: name });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations, chainMigration]);
  const provider = localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });
  const sealer = createSealer({
    provider,
    roots: tenantRootStore(connection, async (tenantId) => {
      const root = roots.get(tenantId);
      return root === undefined ? Promise.reject(notFound('tenant')) : Promise.resolve(root);
    }),
    classKeys: classKeyStore(connection),
    clock: systemClock,
  });
  return { connection, sealer };
};

const admin = (tenantId: string): UserActor => ({
  kind: 'user',
  tenantId: toTenantId(tenantId),
  sub: `admin of ${tenantId}`,
  grants: [{ role: 'admin', scope: { kind: 'tenant' } }],
  grantsVersion: 1,
  departmentIds: [],
  credential: { kind: 'token', token: 'none', amr: [] },
});

const everything: AuditQuery = { cursor: '', limit: 0, type: '', subjectId: '', actorSub: '', from: '', to: '' };
const useCases = () => {
  const chain = chainStore({ ...retentionSide, digest });
  const cursors = cursorsOf(new Uint8Array(32));
  const recordSearch = async () => Promise.resolve();
  return {
    search: searchAudit({ chain, open: openLine(retentionSide.sealer), cursors, recordSearch }),
    verify: verifyAudit({ chain, digest }),
  };
};

const append = async (tenantId: string, input: Partial<AuditInput>): Promise<void> => {
  const writer = auditWriter({ outbox: outboxWriter(writerSide.connection), sealer: writerSide.sealer });
  await withTransaction(writerSide.connection, async (session) =>
    writer.append(session, {
      tenantId,
      type: 'declaration_approved',
      actor: { kind: 'user', sub: 'somebody' },
      subjectKind: 'declaration',
      subjectIds: ['d1'],
      outcome: 'success',
      at: new Date(),
      ...input,
    }),
  );
};

const settled = async (tenantId: string, entries: number): Promise<Verification> => {
  for (let tries = 0; ; tries += 1) {
    const verification = await useCases().verify(admin(tenantId));
    if (verification.entries >= entries || tries > 600) return verification;
    await pause(50);
  }
};

beforeAll(async () => {
  const provider = localKeyProvider({ directory: testServers().keys.localKeyDirectory, environment: 'test' });
  for (const tenantId of [tenantA, tenantB]) roots.set(tenantId, await createTenantRoot(provider, tenantId));
  [writerSide, retentionSide] = [await side('audit-writer'), await side('retention')];
  const topicPrefix = testTopicPrefix();
  const kafka = createKafka({ ...kafkaConfig('retention-test'), clientId: 'retention-test', logger: quiet });
  const { signer, verifier } = eventKeys();
  stops.push(startRelay({ connection: writerSide.connection, kafka, topicPrefix, signer, logger: quiet }).stop);
  const startInstance = async () => {
    const { handlers } = buildApp({ ...(await appDeps(nobodyEnds)), ...retentionSide, keys: keyProvider() });
    const consumer = startConsumer({
      ...{ ...retentionSide, kafka, topicPrefix, group: 'retention', handlers, verifier, logger: quiet },
      ...{ neverSkip: true, deadLetterName: 'retention.dead_letter/1' },
    });
    stops.push(consumer.stop);
  };
  await startInstance();
  await startInstance();
  for (let n = 1; n <= 20; n += 1) {
    await append(
      tenantA,
      n % 4 === 0
        ? { type: 'declaration_sent_back', subjectIds: [`declaration-${n}`] }
        : { subjectIds: [`declaration-${n}`] },
    );
  }
  await append(tenantB, { actor: { kind: 'user', sub: 'stranger' } });
  await settled(tenantA, 20);
  await settled(tenantB, 1);
}, 90_000);

afterAll(async () => {
  await Promise.all(stops.map(async (stop) => stop()));
  await Promise.all([writerSide, retentionSide].map(async ({ connection }) => connection.close()));
});

describe('the audit trail of a tenant', () => {
  test('has every entry once, in one unbroken chain, though two instances wrote it', async () => {
    expect(await useCases().verify(admin(tenantA))).toMatchObject({ entries: 20, intact: true, firstBroken: 0 });
    expect(await useCases().verify(admin(tenantB))).toMatchObject({ entries: 1, intact: true });
  });

  test('is read newest first, page after page', async () => {
    const { search } = useCases();
    const first = await search({ ...everything, limit: 15 }, admin(tenantA));
    const second = await search({ ...everything, limit: 15, cursor: first.nextCursor }, admin(tenantA));
    expect([...first.items, ...second.items].map(({ link }) => link.index)).toEqual(
      Array.from({ length: 20 }, (_, i) => 20 - i),
    );
    expect(second.nextCursor).toBe('');
  });

  test('goes on with a cursor by the same filters only: another search is another record', async () => {
    const { search } = useCases();
    const recorded = { ...everything, actorSub: 'somebody', limit: 2 };
    const { nextCursor: cursor } = await search(recorded, admin(tenantA));
    expect((await search({ ...recorded, limit: 3, cursor }, admin(tenantA))).items).toHaveLength(3);
    const now = new Date().toISOString();
    for (const other of [
      { actorSub: '' },
      { type: 'declaration_approved' },
      { subjectId: 'declaration-7' },
      { actorSub: '', subjectId: 'somebody' },
      { from: '2026-01-01T00:00:00Z' },
      { to: now },
    ]) {
      await expect(search({ ...recorded, ...other, cursor }, admin(tenantA))).rejects.toMatchObject({
        code: 'validation_failed',
        violations: [{ path: 'page.cursor', rule: 'invalid_cursor' }],
      });
    }
    for (const other of [admin(tenantB), { ...admin(tenantA), sub: 'another admin' }]) {
      await expect(search({ ...recorded, cursor }, other)).rejects.toMatchObject({ code: 'validation_failed' });
    }
  });

  test('is searched by type, subject and actor', async () => {
    const { search } = useCases();
    const byType = await search({ ...everything, type: 'declaration_sent_back' }, admin(tenantA));
    expect(byType.items.map(({ line }) => line.subjectIds[0])).toEqual(
      [20, 16, 12, 8, 4].map((n) => `declaration-${n}`),
    );
    const bySubject = await search({ ...everything, subjectId: 'declaration-7' }, admin(tenantA));
    expect(bySubject.items).toHaveLength(1);
    expect((await search({ ...everything, actorSub: 'somebody' }, admin(tenantA))).items).toHaveLength(20);
    expect((await search({ ...everything, actorSub: 'stranger' }, admin(tenantA))).items).toHaveLength(0);
  });

  test('is for those who may read it only', async () => {
    const hr: UserActor = { ...admin(tenantA), grants: [{ role: 'hr', scope: { kind: 'tenant' } }] };
    await expect(useCases().search(everything, hr)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(useCases().verify(hr)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('refuses a time that is none, naming the field', async () => {
    await expect(useCases().search({ ...everything, from: '{"$gt":""}' }, admin(tenantA))).rejects.toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'from', rule: 'instant' }],
    });
  });

  test('lies sealed in the database: neither type nor subject nor actor can be read there', async () => {
    const rows = await retentionSide.connection.collection('audit_links').find().toArray();
    const raw =
      JSON.stringify(rows) + rows.map(({ sealed }) => Buffer.from(sealed as Buffer).toString('latin1')).join();
    for (const word of ['declaration_approved', 'declaration_sent_back', 'somebody', 'declaration-20']) {
      expect(raw).not.toContain(word);
    }
  });

  test('shows at which entry its storage was touched', async () => {
    const links = retentionSide.connection.collection('audit_links');
    const heads = retentionSide.connection.collection<{ _id: string }>('audit_heads');
    const where = { tenantId: tenantA, index: 9 };
    const row = await links.findOne(where);
    const head = await heads.findOne({ _id: tenantA });
    if (row === null || head === null) throw new Error('the chain is not there');
    const touches: [string, () => Promise<unknown>, number][] = [
      ['content', async () => links.updateOne(where, { $set: { sealed: Buffer.from('other') } }), 9],
      ['time', async () => links.updateOne(where, { $set: { at: new Date(0) } }), 9],
      ['search tags', async () => links.updateOne(where, { $set: { tags: [] } }), 9],
      ['removal', async () => links.deleteOne(where), 9],
      ['head', async () => heads.updateOne({ _id: tenantA }, { $set: { hash: 'other' } }), 21],
    ];
    for (const [what, touch, firstBroken] of touches) {
      await touch();
      expect([what, await useCases().verify(admin(tenantA))]).toMatchObject([what, { intact: false, firstBroken }]);
      await links.replaceOne({ _id: row._id }, row, { upsert: true });
      await heads.replaceOne({ _id: tenantA }, head);
    }
    expect(await useCases().verify(admin(tenantA))).toMatchObject({ intact: true });
  });

  test('takes nothing more once the erasure has begun, and keeps its end', async () => {
    const { connection, sealer } = retentionSide;
    const chain = chainStore({ connection, sealer, digest });
    const tenantId = newId();
    const entry = { tenantId, eventId: newId(), at: new Date(), tags: [], sealed: Buffer.from('sealed') };
    await withTransaction(connection, async (session) => chain.append(tenantId, [entry], session));
    const head = await chain.head(tenantId);
    const closed = await withTransaction(connection, async (session) => chain.close(tenantId, fromMongo(session)));
    await withTransaction(connection, async (session) =>
      chain.append(tenantId, [{ ...entry, eventId: newId() }], session),
    );
    expect([closed, await chain.head(tenantId)]).toEqual([head, head]);
    expect(head?.index).toBe(1);
  });
});
