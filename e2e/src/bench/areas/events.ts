import { newId } from '@nencho/kernel';
import type { SystemState } from '@nencho/local-stack/system';
import {
  createKafka,
  eventSigner,
  eventVerifier,
  messagingMigrations,
  outboxWriter,
  startConsumer,
  startRelay,
} from '@nencho/messaging';
import {
  connectMongo,
  copyInventory,
  ensureCollection,
  mongoMigrations,
  runMigrations,
  withTransaction,
} from '@nencho/mongo';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { benchCollection } from '../bare-database.js';
import type { BenchWorld } from '../bench-world.js';
import { interleaved, percentile, type Comparison } from '../interleaved.js';
import { openLoop } from '../open-loop.js';

const EVENTS = 2_000;
/** Events a second, and how many seconds of them, when an event's delay is looked at. */
const [RATE, SECONDS] = [200, 6];
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Session = Parameters<Parameters<typeof withTransaction>[1]>[0];

type Counter = { readonly count: () => void; readonly reached: (target: number) => Promise<void> };

const createCounter = (): Counter => {
  let seen = 0;
  let waiting = { target: Number.POSITIVE_INFINITY, done: (): void => undefined };
  return {
    count: () => {
      seen += 1;
      if (seen >= waiting.target) waiting.done();
    },
    reached: async (target) =>
      new Promise((resolve) => {
        waiting = { target, done: resolve };
        if (seen >= target) resolve();
      }),
  };
};

/** Events with an effect each, through outbox, relay, Kafka and inbox. */
const ourRoad = async (state: SystemState, kafka: Kafka, topicPrefix: string) => {
  const database = 'nencho_bench_events';
  const connection = await connectMongo({
    ...{ uri: state.mongodbUri, database, appName: 'bench' },
    inventory: [...copyInventory, benchCollection('effects')],
  });
  await connection.dropDatabase();
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations]);
  await ensureCollection(connection, 'effects');
  const outbox = outboxWriter(connection);
  const append = async (session: Session, occurredAt: Date): Promise<void> => {
    const aggregateId = newId();
    const payload = { employeeId: aggregateId, campaignId: aggregateId };
    const meta = { tenantId: newId(), aggregateId, aggregateVersion: 1, occurredAt };
    await outbox.append(session, { type: 'DeclarationSubmitted', payload, ...meta });
  };
  const delays: number[] = [];
  const relay = startRelay({
    ...{ connection, kafka, topicPrefix, logger: silent },
    signer: eventSigner('declaration', state.keys.systemKeyDirectory),
  });
  const consumer = startConsumer({
    ...{ connection, kafka, topicPrefix, logger: silent, group: `${topicPrefix}bench` },
    verifier: eventVerifier(state.keys.verificationKeyDirectory),
    handlers: {
      DeclarationSubmitted: {
        prepare: async () => Promise.resolve(),
        apply: async (_, { eventId, occurredAt }, session) => {
          await connection.collection<{ _id: string }>('effects').insertOne({ _id: eventId }, { session });
          delays.push(Date.now() - occurredAt.getTime());
        },
      },
    },
    sealer: { seal: async () => Promise.reject(new Error('no dead letters here')) } as never,
    deadLetterName: 'notification.dead_letter/1',
  });
  const effects = connection.collection<{ _id: string }>('effects');
  let sent = 0;
  const untilEffects = async (more: number): Promise<void> => {
    sent += more;
    while ((await effects.countDocuments()) < sent) await pause(10);
  };
  return {
    run: async (): Promise<number> => {
      const started = performance.now();
      for (let done = 0; done < EVENTS; done += 50) {
        await withTransaction(connection, async (session) => {
          for (let index = 0; index < 50; index += 1) await append(session, new Date());
        });
      }
      await untilEffects(EVENTS);
      return Math.round((EVENTS * 10_000) / (performance.now() - started)) / 10;
    },
    /** Times from the beginning of the change to the writing of its effect, in ms, at a steady rate. */
    delays: async (): Promise<readonly number[]> => {
      delays.length = 0;
      const { errors } = await openLoop(RATE, RATE * SECONDS, async () => {
        const begun = new Date();
        await withTransaction(connection, async (session) => append(session, begun));
      });
      if (errors > 0) throw new Error(`${errors} changes failed`);
      await untilEffects(RATE * SECONDS);
      return delays;
    },
    close: async () => {
      await Promise.all([relay.stop(), consumer.stop()]);
      await connection.dropDatabase();
      await connection.close();
    },
  };
};

/** The same messages by a bare producer to a bare consumer. */
const bareRoad = async (kafka: Kafka, topic: string) => {
  const admin = kafka.admin();
  await admin.connect();
  // kafkajs' own waiting for leaders fails where the broker has not heard of the topic yet.
  await admin.createTopics({ topics: [{ topic, numPartitions: 12 }], waitForLeaders: false });
  await pause(4_000);
  await admin.disconnect();
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  const consumer = kafka.consumer({ groupId: `${topic}-group`, maxWaitTimeInMs: 500 });
  await Promise.all([producer.connect(), consumer.connect()]);
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const counter = createCounter();
  await consumer.run({
    eachMessage: async () => {
      counter.count();
      return Promise.resolve();
    },
  });
  let sent = 0;
  return {
    run: async (): Promise<number> => {
      const started = performance.now();
      for (let done = 0; done < EVENTS; done += 50) {
        const messages = Array.from({ length: 50 }, () => ({ key: newId(), value: randomBytes(180) }));
        await producer.send({ topic, acks: -1, messages });
      }
      sent += EVENTS;
      await counter.reached(sent);
      return Math.round((EVENTS * 10_000) / (performance.now() - started)) / 10;
    },
    close: async () => {
      await Promise.all([producer.disconnect(), consumer.disconnect()]);
    },
  };
};

/** Outbox → Kafka → inbox → effect, beside produce and consume alone. */
export const benchEvents = async ({ state, rounds }: BenchWorld): Promise<readonly Comparison[]> => {
  const { kafka: access, caFile } = state;
  const kafka = createKafka({ ...access, caFile: access.caFile ?? caFile, clientId: 'bench', logger: silent });
  const prefix = `bench-${randomBytes(3).toString('hex')}.`;
  const ours = await ourRoad(state, kafka, prefix);
  const bare = await bareRoad(kafka, `${prefix}bare`);
  try {
    await ours.run(); // topics made, group joined
    await bare.run();
    const samples = await interleaved(rounds, { ours: ours.run, reference: bare.run });
    const delays = await ours.delays();
    const at = (share: number): number => Math.round(percentile(delays, share));
    return [
      {
        ...{ name: 'events', unit: 'events/s', better: 'larger', ...samples },
        notes: [
          `${RATE}/s, one a change: from the change to its effect p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`,
        ],
        what: {
          ours: `${EVENTS} events committed 50 at a time, until each has had its effect in a transaction`,
          reference: `kafkajs alone: ${EVENTS} messages of the same size, 50 at a time, until each was read`,
        },
      },
    ];
  } finally {
    await Promise.all([ours.close(), bare.close()]);
  }
};
