import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ErasureOrdered, TenantErased } from '@nencho/contracts/erasure/v1/events';
import { newId, systemClock } from '@nencho/kernel';
import { collectionStores, copyInventory, tombstones } from '@nencho/mongo';
import { erasureHandlers } from './index.js';
import { deadLetterRows, inboxRows, outboxRows } from './message-rows.js';
import { requestRedrive } from './redrive.js';
import { envelopeOf, record, signerOf, startHarness, until, type Harness } from './testing/harness.js';

jest.setTimeout(120_000);

let h: Harness;
let running: readonly { readonly stop: () => Promise<void> }[] = [];
beforeAll(async () => {
  h = await startHarness('trust');
});
afterEach(async () => {
  await Promise.all(running.map(async ({ stop }) => stop()));
  running = [];
});
afterAll(async () => h.close());

const topic = 'nencho.declaration.v1';
const declaration = signerOf('declaration');
const effectsOf = async (aggregateId: string) =>
  (await h.effects()).filter((effect) => effect.aggregateId === aggregateId).length;
const consume = (): void => {
  running = [h.consume({ DeclarationSubmitted: async (_, meta, session) => record(h.connection, meta, session) })];
};
const reasons = async (): Promise<string[]> =>
  (await deadLetterRows(h.connection).find().sort({ at: 1 }).toArray()).map(({ reason }) => reason);

const drained = async (): Promise<void> => until(async () => (await h.lag()) === 0);

describe('an event', () => {
  test('has its effect when the service signed it that may publish it', async () => {
    consume();
    const aggregateId = newId();
    await h.produce(aggregateId, envelopeOf(h.tenantId, { aggregateId }));
    await until(async () => (await effectsOf(aggregateId)) === 1);
    expect(await reasons()).toEqual([]);
  });

  test('that nobody signed, that was altered, swapped, moved or signed by another service never has an effect', async () => {
    consume();
    const key = newId();
    const genuine = envelopeOf(h.tenantId, { aggregateId: key });
    const signature = { ...declaration({ topic, key, value: genuine }) };
    const ofOther = envelopeOf(newId(), { aggregateId: key });
    const [elsewhere, stolenKey] = [newId(), newId()];
    const hostile: readonly [string, Buffer, Record<string, string>, string][] = [
      [key, genuine, {}, 'unsigned'],
      [key, ofOther, signature, 'forged'],
      [elsewhere, genuine, signature, 'forged'],
      [key, genuine, { ...signature, producer: 'identity' }, 'forged'],
      [key, genuine, { ...signature, producer: 'nobody' }, 'forged'],
      [key, genuine, { ...signature, signature: 'AAAA' }, 'forged'],
      [key, genuine, { ...signerOf('notification')({ topic, key, value: genuine }) }, 'wrong_producer'],
      // Signed for another topic: as a message of it that was copied here.
      [key, genuine, { ...declaration({ topic: 'nencho.audit.v1', key, value: genuine }) }, 'forged'],
      [stolenKey, genuine, { ...declaration({ topic, key: stolenKey, value: genuine }) }, 'wrong_key'],
    ];
    for (const [to, value, headers] of hostile) await h.produce(to, value, headers);
    await until(async () => (await reasons()).length === hostile.length);
    await drained();
    expect((await reasons()).sort()).toEqual(hostile.map(([, , , reason]) => reason).sort());
    expect(await effectsOf(key)).toBe(0);
    // Nobody is named as vouching for what they said, and nothing of it was sealed for a tenant.
    const rows = await deadLetterRows(h.connection)
      .find({ reason: { $ne: 'wrong_key' } })
      .toArray();
    expect(rows.filter(({ producer, sealed }) => producer ?? sealed)).toEqual([]);
    // Nor has another try an effect while the keys are the same.
    expect(await requestRedrive(h.connection)).toBe(hostile.length);
    await until(async () => (await deadLetterRows(h.connection).countDocuments({ redrive: true })) === 0);
    expect(await effectsOf(key)).toBe(0);
    expect(await effectsOf(elsewhere)).toBe(0);
    expect(await effectsOf(stolenKey)).toBe(0);
    expect((await reasons()).length).toBe(hostile.length);
    await deadLetterRows(h.connection).deleteMany({});
  });

  test('replayed with the whole topic from its beginning changes nothing', async () => {
    const ids = [newId(), newId(), newId()];
    for (const id of ids) await h.produce(id, envelopeOf(h.tenantId, { aggregateId: id }));
    consume();
    await until(async () => (await Promise.all(ids.map(effectsOf))).every((count) => count === 1));
    await drained();
    await Promise.all(running.map(async ({ stop }) => stop()));
    const before = JSON.stringify(await h.effects());
    const admin = h.kafka.admin();
    await admin.connect();
    await admin.resetOffsets({ groupId: `${h.topicPrefix}trust`, topic: h.topic, earliest: true });
    await admin.disconnect();
    expect(await h.lag()).toBeGreaterThan(0);
    consume();
    await drained();
    expect(JSON.stringify(await h.effects())).toBe(before);
    await deadLetterRows(h.connection).deleteMany({});
  });
});

describe('an erased tenant', () => {
  test('is not brought back by late events; others go on', async () => {
    const [erased, aggregateId, other] = [newId(), newId(), newId()];
    await tombstones(h.connection).put(erased);
    consume();
    const late = envelopeOf(erased, { aggregateId });
    await h.produce(aggregateId, late);
    await h.produce(other, envelopeOf(h.tenantId, { aggregateId: other }));
    await until(async () => (await effectsOf(other)) === 1);
    await drained();
    expect(await effectsOf(aggregateId)).toBe(0);
    expect(await reasons()).toEqual([]);
  });
});

const order = async (tenantId: string, content: ErasureOrdered): Promise<void> => {
  const { erasureId: key, round } = content;
  const value = envelopeOf(tenantId, {
    ...{ aggregateId: key, aggregateVersion: round, type: 'ErasureOrdered' },
    payload: Buffer.from(ErasureOrdered.encode(content).finish()),
  });
  const headers = { ...signerOf('retention')({ topic: 'nencho.erasure.v1', key, value }) };
  const messages = [{ key, value, headers }];
  await h.producer.send({ topic: `${h.topicPrefix}nencho.erasure.v1`, acks: -1, messages });
};

describe('an answer to an ordered erasure', () => {
  test('is believed of the service that gives it, and of no other', async () => {
    const answered: string[] = [];
    const group = 'answers';
    const handler = async ({ service }: TenantErased): Promise<void> => Promise.resolve(void answered.push(service));
    running = [h.consume({ TenantErased: handler }, { group, neverSkip: true })];
    const key = newId();
    const answer = async (signer: 'notification' | 'document', service: string): Promise<void> => {
      const payload = TenantErased.encode({ erasureId: key, dryRun: false, round: 1, service, stores: [] }).finish();
      const value = envelopeOf(h.tenantId, { aggregateId: key, type: 'TenantErased', payload: Buffer.from(payload) });
      const headers = { ...signerOf(signer)({ topic: 'nencho.erasure.v1', key, value }) };
      const messages = [{ key, value, headers }];
      await h.producer.send({ topic: `${h.topicPrefix}nencho.erasure.v1`, acks: -1, messages });
    };
    await answer('notification', 'declaration');
    await answer('notification', '');
    await answer('document', 'document'); // comes behind them
    await until(async () => Promise.resolve(answered.includes('document')));
    expect(answered).toEqual(['document']);
    expect(await reasons()).toEqual(['wrong_producer', 'wrong_producer']);
    const rows = await deadLetterRows(h.connection).find().toArray();
    expect(rows.filter(({ sealed, producer }) => sealed ?? producer)).toEqual([]);
    await deadLetterRows(h.connection).deleteMany({});
  });
});

describe('an ordered erasure', () => {
  test('is counted, carried out and counted again, and each time answered once', async () => {
    const [tenantId, erasureId, aggregateId] = [newId(), newId(), newId()];
    const rows = h.connection.collection<{ _id: string; tenantId: string }>('idempotency');
    await rows.insertMany([newId(), newId()].map((_id) => ({ _id, tenantId })));
    const begun: string[] = [];
    const handlers = erasureHandlers({
      ...{ connection: h.connection, service: 'declaration', clock: systemClock },
      stores: collectionStores(
        h.connection,
        copyInventory.filter(({ owner }) => owner === 'every'),
      ),
      begin: async (id) => Promise.resolve(void begun.push(id)),
    });
    running = [h.consume(handlers, { group: 'participant', neverSkip: true })];
    const answers = async (): Promise<TenantErased[]> => {
      const told = await outboxRows(h.connection)
        .find({ tenantId, type: 'TenantErased' })
        .sort({ createdAt: 1 })
        .toArray();
      return told.map(({ payload }) => TenantErased.decode(payload));
    };
    const answered = async (count: number): Promise<TenantErased | undefined> => {
      await until(async () => (await answers()).length >= count);
      return (await answers()).at(-1);
    };
    const found = (answer: TenantErased | undefined): number =>
      answer?.stores.find(({ name }) => name === 'idempotency')?.count ?? -1;
    await order(tenantId, { erasureId, dryRun: true, round: 1 });
    const counted = await answered(1);
    expect(counted).toMatchObject({ erasureId, dryRun: true, round: 1, service: 'declaration' });
    expect([found(counted), await rows.countDocuments({ tenantId }), begun]).toEqual([2, 2, []]);
    await order(tenantId, { erasureId, dryRun: false, round: 1 });
    expect(found(await answered(2))).toBe(2);
    expect([await rows.countDocuments({ tenantId }), begun]).toEqual([0, [tenantId]]);
    // The tombstone does not keep the second order out.
    await order(tenantId, { erasureId, dryRun: false, round: 2 });
    expect(found(await answered(3))).toBe(0);
    expect((await answers()).map(({ round, dryRun }) => [round, dryRun])).toEqual([
      [1, true],
      [1, false],
      [2, false],
    ]);
    const consumed = await inboxRows(h.connection).countDocuments({ _id: { $regex: 'participant' } });
    expect(consumed).toBe(3);
    expect(await effectsOf(aggregateId)).toBe(0);
  });
});
