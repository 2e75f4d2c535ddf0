import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import type { Kafka, Producer } from 'kafkajs';
import { startRelay } from './index.js';
import { deadLetterRows, outboxRows } from './message-rows.js';
import { record, signerOf, silent, startHarness, until, type Harness } from './testing/harness.js';

let h: Harness;
beforeAll(async () => {
  h = await startHarness('together');
}, 120_000);
afterAll(async () => h.close(), 60_000);

const EVENTS = 2;

/** Two events each of so many aggregates that each partition has some; more than one request or transaction each needs. */
const commitMany = async (): Promise<readonly string[]> => {
  const ids = Array.from({ length: 60 }, newId);
  for (let version = 1; version <= EVENTS; version += 1) {
    await Promise.all(ids.map(async (id) => h.commit(id, version)));
  }
  return ids;
};

const isEmpty = async () => (await outboxRows(h.connection).countDocuments({ published: false })) === 0;

/** The real Kafka; `onSend` sees each request of each producer before it leaves. */
const watchedKafka = (onSend: (producer: Producer, messages: number) => void) =>
  ({
    admin: (config) => h.kafka.admin(config),
    producer: (config) => {
      const producer = h.kafka.producer(config);
      return {
        ...producer,
        send: async (sent) => {
          onSend(producer, sent.messages.length);
          return producer.send(sent);
        },
      };
    },
  }) satisfies Pick<Kafka, 'admin' | 'producer'>;

const relayThrough = (kafka: Pick<Kafka, 'admin' | 'producer'>) => {
  const { connection, topicPrefix } = h;
  return startRelay({ connection, kafka, topicPrefix, signer: signerOf('declaration'), logger: silent });
};

test('what waits goes out in one request', async () => {
  const ids = await commitMany();
  const requests: number[] = [];
  const relay = relayThrough(watchedKafka((_, messages) => requests.push(messages)));
  await until(isEmpty);
  await relay.stop();
  expect(requests).toEqual([EVENTS * ids.length]);
}, 60_000);

test('a producer that failed once sends nothing more; then each aggregate goes by itself', async () => {
  const ids = await commitMany();
  const requests: { producer: Producer; messages: number }[] = [];
  const relay = relayThrough(
    watchedKafka((producer, messages) => {
      requests.push({ producer, messages });
      if (requests.length === 1) throw new Error('no answer');
    }),
  );
  await until(isEmpty);
  await relay.stop();
  const [first, ...others] = requests;
  expect(first?.messages).toBe(EVENTS * ids.length);
  expect(others.map(({ messages }) => messages)).toEqual(ids.map(() => EVENTS));
  expect(others.some(({ producer }) => producer === first?.producer)).toBe(false);
}, 60_000);

test('several aggregates share a transaction; one bad event takes no neighbour along', async () => {
  const ids = await commitMany();
  const [bad = ''] = ids;
  const relay = relayThrough(h.kafka);
  await until(isEmpty);
  await relay.stop();
  const sessions = new Set<unknown>();
  h.consume(
    {
      DeclarationSubmitted: async (_, meta, session) => {
        if (!ids.includes(meta.aggregateId)) return;
        await record(h.connection, meta, session);
        if (meta.aggregateId === bad && meta.aggregateVersion === 1) throw new TypeError('a bug');
        sessions.add(session);
      },
    },
    { group: 'together' },
  );
  const effectsNow = async () => (await h.effects()).filter(({ aggregateId }) => ids.includes(aggregateId));
  await until(async () => (await effectsNow()).length >= EVENTS * ids.length - 1);
  const effects = await effectsNow();
  const versionsOf = (id: string) =>
    effects.filter(({ aggregateId }) => aggregateId === id).map(({ version }) => version);
  expect(ids.map(versionsOf)).toEqual(ids.map((id) => (id === bad ? [2] : [1, 2])));
  expect(sessions.size).toBeLessThan(ids.length);
  expect(await deadLetterRows(h.connection).countDocuments({ reason: 'internal' })).toBe(1);
}, 60_000);
