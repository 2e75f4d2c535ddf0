import { setTimeout as sleep } from 'node:timers/promises';
import { holdLease } from '@nencho/mongo';
import { withoutTracing, withTraceHeaders, type Logger } from '@nencho/telemetry';
import type { Kafka, Producer } from 'kafkajs';
import type { Connection } from 'mongoose';
import { encodeEnvelope } from './envelope.js';
import type { EventSigner } from './event-signature.js';
import { heldBack, type HeldBack } from './held-back.js';
import { expiresInDays, outboxRows, type OutboxRow } from './message-rows.js';
import { reportOutboxAge } from './outbox-age.js';
import { withTimeLimit } from './time-limit.js';
import { ensureTopics } from './topics.js';

export type RelayDeps = {
  readonly connection: Connection;
  readonly kafka: Pick<Kafka, 'admin' | 'producer'>;
  readonly topicPrefix: string;
  readonly signer: EventSigner;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

const LEASE_MS = 10_000;
const POLL_MS = 150;
const SEND_LIMIT_MS = 30_000;
/** Aggregates a round and rows a round: enough to keep Kafka busy, little enough to mark often. */
const AGGREGATES = 200;
const ROWS = 1_000;
const OUTBOX_DAYS = 14;

/**
 * Waiting rows of the aggregates that wait longest, each aggregate's in order of version, without those that are held
 * back: their rows, however many, must not fill the round. Selected by `published`, never
 * by a high-water mark: rows become visible in the order of commits, which is not that of ids or times.
 */
const waitingChains = async (connection: Connection, without: readonly string[]): Promise<[string, OutboxRow[]][]> => {
  const outbox = outboxRows(connection);
  const oldest = await outbox
    .find({ published: false, aggregateId: { $nin: [...without] } }, { projection: { aggregateId: 1 } })
    .sort({ createdAt: 1 })
    .limit(AGGREGATES)
    .toArray();
  if (oldest.length === 0) return [];
  const aggregates = [...new Set(oldest.map(({ aggregateId }) => aggregateId))];
  const rows = await outbox
    .find({ published: false, aggregateId: { $in: aggregates } })
    .sort({ aggregateId: 1, aggregateVersion: 1, createdAt: 1 })
    .limit(ROWS)
    .toArray();
  return [...Map.groupBy(rows, ({ aggregateId }) => aggregateId)];
};

const send = async (producer: Producer, { topicPrefix, signer }: RelayDeps, row: OutboxRow): Promise<void> => {
  const [key, value] = [row.aggregateId, encodeEnvelope(row)];
  const message = { key, value, headers: { ...row.traceHeaders, ...signer({ topic: row.topic, key, value }) } };
  const record = { topic: `${topicPrefix}${row.topic}`, acks: -1, messages: [message] };
  await withTraceHeaders(row.traceHeaders, async () =>
    withTimeLimit('sending an event', SEND_LIMIT_MS, producer.send(record)),
  );
};

const markPublished = async (connection: Connection, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const set = { published: true, expiresAt: expiresInDays(OUTBOX_DAYS) };
  await outboxRows(connection).updateMany({ _id: { $in: [...ids] } }, { $set: set });
};

/** One aggregate's rows, the next only after the one before is acknowledged. Adds what was sent to `sent`. */
const relayChain = async (
  deps: RelayDeps,
  producer: Producer,
  chain: readonly OutboxRow[],
  sent: string[],
  signal: AbortSignal,
): Promise<void> => {
  for (const row of chain) {
    if (signal.aborted) return;
    await send(producer, deps, row);
    sent.push(row._id);
  }
};

/** Marks once a round: each mark is a durable write, and what a crash leaves unmarked is only sent again. */
const relayRound = async (
  deps: RelayDeps,
  producer: Producer,
  held: HeldBack,
  signal: AbortSignal,
): Promise<number> => {
  const chains = await withoutTracing(async () => waitingChains(deps.connection, held.ids()));
  const sent: string[] = [];
  const results = await Promise.allSettled(
    chains.map(async ([, chain]) => relayChain(deps, producer, chain, sent, signal)),
  );
  await withoutTracing(async () => markPublished(deps.connection, sent));
  const failed = results.filter((result) => result.status === 'rejected');
  const trouble = failed.length === chains.length && chains.length > 1 ? 'everybodys' : 'its_own';
  for (const [index, [aggregateId]] of chains.entries()) {
    if (results[index]?.status === 'rejected') held.failed(aggregateId, trouble);
    else held.succeeded(aggregateId);
  }
  const [first] = failed;
  if (first !== undefined) {
    deps.logger.warn('events_not_sent', { dependency: 'kafka', count: failed.length, err: first.reason });
    // One aggregate's trouble is its own; everybody's is the connection's, and a new producer mends it.
    if (failed.length === chains.length) throw first.reason;
  }
  return chains.length;
};

/** Publishes until the lease is lost; every failure ends this producer and the next one starts afresh. */
const relayUntil = async (deps: RelayDeps, held: HeldBack, signal: AbortSignal): Promise<void> => {
  await ensureTopics(deps.kafka, deps.topicPrefix);
  const producer = deps.kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  try {
    await withTimeLimit('connecting to kafka', 20_000, producer.connect());
    deps.logger.info('relay_started', { dependency: 'kafka' });
    while (!signal.aborted) {
      if ((await relayRound(deps, producer, held, signal)) > 0) continue;
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await withTimeLimit('disconnecting from kafka', 5_000, producer.disconnect()).catch(() => undefined);
  }
};

/**
 * Moves events from the outbox to Kafka, in one process at a time. A crash between sending and marking sends again: the
 * inbox of the consumers takes care of that. Kafka may be away as long as it likes.
 */
export const startRelay = (deps: RelayDeps): { readonly stop: () => Promise<void> } => {
  const { connection, logger } = deps;
  const stopping = new AbortController();
  const held = heldBack();
  const watching = reportOutboxAge(connection, logger);
  const running = holdLease({
    connection,
    name: 'outbox-relay',
    ttlMs: LEASE_MS,
    logger,
    work: async (signal) => relayUntil(deps, held, signal),
    signal: stopping.signal,
  });
  return {
    stop: async () => {
      stopping.abort();
      watching.stop();
      await running;
    },
  };
};
