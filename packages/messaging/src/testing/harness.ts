import { setTimeout as sleep } from 'node:timers/promises';
import type { Producer as Service } from '@nencho/contracts/events';
import { EventEnvelope } from '@nencho/contracts/events/v1/envelope';
import { DeclarationSubmitted } from '@nencho/contracts/declaration/v1/events';
import { createSealer, createTenantRoot, localKeyProvider, type Sealer, type TenantRoot } from '@nencho/crypto';
import { formatInstant, newId, systemClock } from '@nencho/kernel';
import { testDatabase, testServers, testTopicPrefix } from '@nencho/local-stack/testing';
import {
  classKeyStore,
  connectMongo,
  copyInventory,
  ensureCollection,
  mongoMigrations,
  runMigrations,
  withTransaction,
  type CopyEntry,
} from '@nencho/mongo';
import type { Logger } from '@nencho/telemetry';
import type { Kafka, Producer } from 'kafkajs';
import type { Collection, Connection } from 'mongoose';
import {
  createKafka,
  eventSigner,
  eventVerifier,
  messagingMigrations,
  outboxWriter,
  startConsumer,
  startRelay,
  type ConsumerDeps,
  type EventMeta,
  type OutboxWriter,
} from '../index.js';
import type { EventVerifier } from '../event-signature.js';
import { ensureTopics } from '../topics.js';

export const silent: Pick<Logger, 'info' | 'warn' | 'error'> = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

type KafkaAccess = { brokers: readonly string[]; username: string; password: string; caFile: string };

export const sharedKafka = (): KafkaAccess => {
  const { kafka, caFile } = testServers();
  return { ...kafka, caFile: kafka.caFile ?? caFile };
};

/** What a handler of these suites leaves behind; no unique key, so an effect that came twice would show. */
export type Effect = { _id: string; eventId: string; aggregateId: string; version: number; at: number };

export const record = async (connection: Connection, meta: EventMeta, session: Session): Promise<void> => {
  serial += 1;
  const { eventId, aggregateId, aggregateVersion: version } = meta;
  await effectRows(connection).insertOne({ _id: newId(), eventId, aggregateId, version, at: serial }, { session });
};
let serial = 0;
type Session = Parameters<Parameters<typeof withTransaction>[1]>[0];

export const effectRows = (connection: Connection): Collection<Effect> => connection.collection<Effect>('effects');

export const sealerOf = async (connection: Connection, tenantIds: readonly string[]): Promise<Sealer> => {
  const { keys } = testServers();
  const provider = localKeyProvider({ directory: keys.localKeyDirectory, environment: 'test' });
  const roots = new Map<string, TenantRoot>();
  for (const tenantId of tenantIds) roots.set(tenantId, await createTenantRoot(provider, tenantId));
  return createSealer({
    provider,
    roots: async (tenantId) => {
      const root = roots.get(tenantId);
      return root === undefined ? Promise.reject(new Error('no such tenant')) : Promise.resolve(root);
    },
    classKeys: classKeyStore(connection),
    clock: systemClock,
  });
};

export type RawEnvelope = Partial<EventEnvelope> & { readonly aggregateId: string };

export const envelopeOf = (tenantId: string, overrides: RawEnvelope): Buffer =>
  Buffer.from(
    EventEnvelope.encode({
      eventId: newId(),
      type: 'DeclarationSubmitted',
      schemaVersion: 1,
      tenantId,
      aggregateVersion: 1,
      occurredAt: formatInstant(new Date()),
      payload: Buffer.from(DeclarationSubmitted.encode({ employeeId: 'e', campaignId: 'c' }).finish()),
      ...overrides,
    }).finish(),
  );

/** The suites' own collection. */
export const effectsEntry: CopyEntry = {
  ...{ owner: 'every', name: 'effects', dataClasses: ['technical'], retention: 'the suite' },
  ...{ erase: 'none', reason: 'of the suites' },
};

const { systemKeyDirectory, verificationKeyDirectory } = testServers().keys;
export const signerOf = (producer: Service) => eventSigner(producer, systemKeyDirectory);
const everybodysVerifier = eventVerifier(verificationKeyDirectory);

export type Harness = {
  readonly connection: Connection;
  readonly kafka: Kafka;
  readonly topicPrefix: string;
  readonly topic: string;
  readonly tenantId: string;
  readonly sealer: Sealer;
  readonly outbox: OutboxWriter;
  readonly producer: Producer;
  /** Commits one event of an aggregate, like a use case does. */
  readonly commit: (aggregateId: string, version: number) => Promise<void>;
  /** As the service that publishes these events does; `headers` for what somebody else would send. */
  readonly produce: (key: string, value: Buffer | null, headers?: Readonly<Record<string, string>>) => Promise<void>;
  readonly relay: () => { readonly stop: () => Promise<void> };
  readonly consume: (
    handlers: ConsumerDeps['handlers'],
    options?: { readonly neverSkip?: boolean; readonly group?: string; readonly verifier?: EventVerifier },
  ) => { readonly stop: () => Promise<void> };
  readonly effects: () => Promise<Effect[]>;
  /** Messages of the topic whose offset the group has not committed. */
  readonly lag: () => Promise<number>;
  readonly close: () => Promise<void>;
};

const lagOf = async (kafka: Kafka, topic: string, groupId: string): Promise<number> => {
  const admin = kafka.admin();
  await admin.connect();
  const [ends, [committed]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId, topics: [topic] }),
  ]);
  await admin.disconnect();
  const done = new Map(committed?.partitions.map(({ partition, offset }) => [partition, Math.max(0, Number(offset))]));
  return ends.reduce((sum, { partition, offset }) => sum + Number(offset) - (done.get(partition) ?? 0), 0);
};

type Stoppable = { readonly stop: () => Promise<void> };

/** A database and topics of its own on the real servers; `close` ends everything that was started. */
export const startHarness = async (name: string, access: KafkaAccess = sharedKafka()): Promise<Harness> => {
  const uri = testServers().mongodbUri;
  const connection = await connectMongo({
    ...{ uri, database: testDatabase(name), appName: 'messaging-tests' },
    inventory: [...copyInventory, effectsEntry],
  });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations]);
  await ensureCollection(connection, 'effects');
  const kafka = createKafka({ ...access, clientId: name, logger: silent });
  const topicPrefix = testTopicPrefix();
  await ensureTopics(kafka, topicPrefix);
  const tenantId = newId();
  const sealer = await sealerOf(connection, [tenantId]);
  const outbox = outboxWriter(connection);
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const topic = `${topicPrefix}nencho.declaration.v1`;
  const sign = signerOf('declaration');
  const started: Stoppable[] = [];
  const remember = (running: Stoppable): Stoppable => {
    started.push(running);
    return running;
  };
  return {
    connection,
    kafka,
    topicPrefix,
    topic,
    tenantId,
    sealer,
    outbox,
    producer,
    commit: async (aggregateId, aggregateVersion) =>
      withTransaction(connection, async (session) =>
        outbox.append(session, {
          type: 'DeclarationSubmitted',
          tenantId,
          aggregateId,
          aggregateVersion,
          payload: { employeeId: aggregateId, campaignId: 'c' },
          occurredAt: new Date(),
        }),
      ),
    produce: async (key, value, headers) => {
      const signed = value === null ? {} : sign({ topic: 'nencho.declaration.v1', key, value });
      await producer.send({ topic, acks: -1, messages: [{ key, value, headers: { ...(headers ?? signed) } }] });
    },
    relay: () => remember(startRelay({ connection, kafka, topicPrefix, signer: sign, logger: silent })),
    consume: (handlers, { neverSkip = false, group = name, verifier = everybodysVerifier } = {}) =>
      remember(
        startConsumer({
          connection,
          kafka,
          topicPrefix,
          group: `${topicPrefix}${group}`,
          handlers,
          verifier,
          neverSkip,
          sealer,
          deadLetterName: 'notification.dead_letter/1',
          logger: silent,
        }),
      ),
    effects: async () => effectRows(connection).find().sort({ at: 1 }).toArray(),
    lag: async () => lagOf(kafka, topic, `${topicPrefix}${name}`),
    close: async () => {
      await Promise.all(started.map(async ({ stop }) => stop()));
      await producer.disconnect();
      await connection.dropDatabase();
      await connection.close();
    },
  };
};

/** Waits for a state, never for a time: a suite that waits in vain ends by Jest's limit. */
export const until = async (condition: () => Promise<boolean>): Promise<void> => {
  while (!(await condition())) await sleep(25);
};
