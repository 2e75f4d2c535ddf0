import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId, unavailable } from '@nencho/kernel';
import { deadLetterRows, inboxRows, outboxRows } from './message-rows.js';
import { requestRedrive } from './redrive.js';
import { effectRows, envelopeOf, record, startHarness, until, type Harness } from './testing/harness.js';

let h: Harness;
beforeAll(async () => {
  h = await startHarness('events');
  h.relay();
  h.consume({ DeclarationSubmitted: async (_, meta, session) => record(h.connection, meta, session) });
}, 120_000);
afterAll(async () => h.close(), 60_000);

const effectsOf = async (ids: readonly string[]) =>
  (await h.effects()).filter(({ aggregateId }) => ids.includes(aggregateId));

test('events of an aggregate arrive in the order of its versions, each once', async () => {
  const ids = Array.from({ length: 20 }, newId);
  for (let version = 1; version <= 5; version += 1) {
    await Promise.all(ids.map(async (id) => h.commit(id, version)));
  }
  await until(async () => (await effectsOf(ids)).length >= 100);
  const effects = await effectsOf(ids);
  expect(effects).toHaveLength(100);
  for (const id of ids) {
    expect(effects.filter(({ aggregateId }) => aggregateId === id).map(({ version }) => version)).toEqual([
      1, 2, 3, 4, 5,
    ]);
  }
}, 60_000);

test('a message that comes again, whenever, changes nothing', async () => {
  const id = newId();
  const messages = [1, 2].map((aggregateVersion) => envelopeOf(h.tenantId, { aggregateId: id, aggregateVersion }));
  for (const message of [...messages, ...messages, ...messages.reverse()]) await h.produce(id, message);
  await until(async () => (await h.lag()) === 0);
  expect((await effectsOf([id])).map(({ version }) => version)).toEqual([1, 2]);
}, 60_000);

test('a consumer that is stopped before Kafka answered for the first time ends all the same', async () => {
  const early = h.consume({ DeclarationSubmitted: async () => Promise.resolve() }, { group: 'stopped-early' });
  await early.stop();
}, 30_000);

describe('what cannot be handled', () => {
  test('is put aside with its reason, and the partition goes on', async () => {
    const id = newId();
    const good = envelopeOf(h.tenantId, { aggregateId: id });
    await h.produce(id, Buffer.from([0xff, 0xff, 0xff]));
    await h.produce(id, envelopeOf(h.tenantId, { aggregateId: id, type: 'NeverHeardOf' }));
    await h.produce(id, envelopeOf(h.tenantId, { aggregateId: id, schemaVersion: 2 }));
    await h.produce(id, envelopeOf(h.tenantId, { aggregateId: id, type: 'InvitationsIssued' }));
    await h.produce(id, envelopeOf(h.tenantId, { aggregateId: newId() }));
    await h.produce(id, envelopeOf('no-tenant', { aggregateId: id }));
    await h.produce(id, good);
    await until(async () => (await effectsOf([id])).length === 1);
    const letters = await deadLetterRows(h.connection).find().sort({ offset: 1 }).toArray();
    expect(letters.map(({ reason }) => reason)).toEqual([
      'undecodable',
      'unknown_type',
      'unknown_version',
      'wrong_topic',
      'wrong_key',
      'malformed',
    ]);
  }, 60_000);

  test('lies sealed under the key of its tenant, with that key wrapped beside it', async () => {
    const letter = await deadLetterRows(h.connection).findOne({ reason: 'unknown_version' });
    const place = {
      tenantId: h.tenantId,
      name: 'notification.dead_letter/1',
      documentId: letter?._id ?? '',
    } as const;
    const opened = await h.sealer.openForeign(
      h.tenantId,
      letter?.keyId ?? '',
      letter?.wrappedKey ?? Buffer.alloc(0),
      place,
      letter?.sealed ?? Buffer.alloc(0),
    );
    expect(opened.includes(Buffer.from('DeclarationSubmitted'))).toBe(true);
    expect(letter?.sealed?.includes(Buffer.from('DeclarationSubmitted'))).toBe(false);
  });
});

describe('handlers that fail', () => {
  test('five times for a bug, then it is put aside and the next of the same aggregate goes on', async () => {
    const id = newId();
    const tries: number[] = [];
    h.consume(
      {
        DeclarationSubmitted: async (_, meta, session) => {
          if (meta.aggregateId !== id) return;
          tries.push(meta.aggregateVersion);
          await record(h.connection, { ...meta, eventId: 'of the failing group' }, session);
          if (meta.aggregateVersion === 1) throw new TypeError('a bug');
        },
      },
      { group: 'failing' },
    );
    await h.commit(id, 1);
    await h.commit(id, 2);
    const done = { aggregateId: id, eventId: 'of the failing group' };
    await until(async () => (await effectRows(h.connection).countDocuments(done)) > 0);
    expect(tries).toEqual([1, 1, 1, 1, 1, 2]);
    expect(await effectRows(h.connection).countDocuments(done)).toBe(1);
    const letters = await deadLetterRows(h.connection)
      .find({ group: `${h.topicPrefix}failing`, reason: 'internal' })
      .toArray();
    expect(letters).toHaveLength(1);
  }, 60_000);

  test('a dead letter is tried again on command: mended it has its effect once, not mended it stays', async () => {
    const [mended, hopeless] = [newId(), newId()];
    let broken = true;
    h.consume(
      {
        DeclarationSubmitted: async (_, meta, session) => {
          if (![mended, hopeless].includes(meta.aggregateId)) return;
          if (broken || meta.aggregateId === hopeless) throw new TypeError('a bug');
          await record(h.connection, { ...meta, eventId: 'redriven' }, session);
        },
      },
      { group: 'redriven' },
    );
    await h.commit(mended, 1);
    await h.commit(hopeless, 1);
    const group = `${h.topicPrefix}redriven`;
    const letters = { group, reason: 'internal' };
    await until(async () => (await deadLetterRows(h.connection).countDocuments(letters)) === 2);
    broken = false;
    const ofReason = await deadLetterRows(h.connection).countDocuments({ reason: 'internal' });
    expect(await requestRedrive(h.connection, 'internal')).toBe(ofReason);
    const asked = { ...letters, redrive: true };
    await until(async () => (await deadLetterRows(h.connection).countDocuments(asked)) === 0);
    expect(await deadLetterRows(h.connection).countDocuments(letters)).toBe(1);
    expect((await effectsOf([mended])).filter(({ eventId }) => eventId === 'redriven')).toHaveLength(1);
  }, 60_000);

  test('a dependency that is down is waited for, beyond five tries, and nothing is put aside', async () => {
    const id = newId();
    let tries = 0;
    h.consume(
      {
        DeclarationSubmitted: {
          prepare: async (_, meta) => {
            if (meta.aggregateId !== id) return Promise.resolve(false);
            tries += 1;
            return tries < 7 ? Promise.reject(unavailable('identity')) : Promise.resolve(true);
          },
          apply: async (mine, meta, session) => {
            if (mine === true) await record(h.connection, { ...meta, eventId: 'waited' }, session);
          },
        },
      },
      { group: 'waiting' },
    );
    await h.commit(id, 1);
    await until(async () => (await effectRows(h.connection).countDocuments({ eventId: 'waited' })) === 1);
    expect(tries).toBe(7);
    const group = `${h.topicPrefix}waiting`;
    expect(
      await deadLetterRows(h.connection).countDocuments({ group, reason: { $in: ['unavailable', 'internal'] } }),
    ).toBe(0);
  }, 60_000);
});

test('an event and its effect stand or fall together', async () => {
  const id = newId();
  let failures = 0;
  const group = 'atomic';
  h.consume(
    {
      DeclarationSubmitted: async (_, meta, session) => {
        if (meta.aggregateId !== id) return;
        await record(h.connection, { ...meta, eventId: 'atomic' }, session);
        failures += 1;
        if (failures < 3) throw new Error('after the write');
      },
    },
    { group },
  );
  await h.commit(id, 1);
  await until(async () => (await effectRows(h.connection).countDocuments({ eventId: 'atomic' })) > 0);
  expect(await effectRows(h.connection).countDocuments({ eventId: 'atomic' })).toBe(1);
  const published = await outboxRows(h.connection).findOne({ aggregateId: id });
  const inboxId = `${h.topicPrefix}${group}/${published?._id ?? ''}`;
  expect(await inboxRows(h.connection).countDocuments({ _id: inboxId })).toBe(1);
}, 60_000);
