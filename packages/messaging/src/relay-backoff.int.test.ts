import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import type { Kafka } from 'kafkajs';
import { outboxRows } from './message-rows.js';
import { startRelay } from './index.js';
import { type Harness, record, signerOf, silent, startHarness, until } from './testing/harness.js';

let h: Harness;
beforeAll(async () => {
  h = await startHarness('relay_backoff');
}, 120_000);
afterAll(async () => h.close(), 60_000);

const WINDOW = 200;

/** The real Kafka, but for one aggregate: as if the partition of its key had no leader until `mended`. */
const withoutLeaderFor = (id: string, state: { mended: boolean; tries: number }) =>
  ({
    admin: (config) => h.kafka.admin(config),
    producer: (config) => {
      const producer = h.kafka.producer(config);
      return {
        ...producer,
        send: async (record) => {
          const isStuck = record.messages.some(({ key }) => key === id);
          if (isStuck) state.tries += 1;
          if (isStuck && !state.mended) throw new Error('no leader');
          return producer.send(record);
        },
      };
    },
  }) satisfies Pick<Kafka, 'admin' | 'producer'>;

test('an aggregate that cannot be published stalls nobody, however many rows it has; mended, all go out in order', async () => {
  const stuck = newId();
  const state = { mended: false, tries: 0 };
  for (let version = 1; version <= WINDOW + 5; version += 1) await h.commit(stuck, version);
  const others = Array.from({ length: 5 }, newId);
  for (const id of others) await h.commit(id, 1);
  const { connection, topicPrefix } = h;
  const relay = startRelay({
    ...{ connection, kafka: withoutLeaderFor(stuck, state), topicPrefix },
    ...{ signer: signerOf('declaration'), logger: silent },
  });
  try {
    const waiting = async (aggregateId: string | { $in: string[] }) =>
      outboxRows(connection).countDocuments({ aggregateId, published: false });
    await until(async () => (await waiting({ $in: others })) === 0);
    const late = newId();
    await h.commit(late, 1);
    await until(async () => (await waiting(late)) === 0);
    expect(await waiting(stuck)).toBe(WINDOW + 5);
    const before = state.tries;
    await until(async () => Promise.resolve(state.tries > before));
    state.mended = true;
    await until(async () => (await waiting(stuck)) === 0);
    h.consume({ DeclarationSubmitted: async (_, meta, session) => record(h.connection, meta, session) });
    const versions = async () =>
      (await h.effects()).filter(({ aggregateId }) => aggregateId === stuck).map(({ version }) => version);
    await until(async () => (await versions()).length >= WINDOW + 5);
    expect(await versions()).toEqual(Array.from({ length: WINDOW + 5 }, (_, index) => index + 1));
  } finally {
    await relay.stop();
  }
}, 60_000);
