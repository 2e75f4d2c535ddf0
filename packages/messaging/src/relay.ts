import { setTimeout as sleep } from 'node:timers/promises';
import { holdLease } from '@nencho/mongo';
import { withoutTracing, type Logger } from '@nencho/telemetry';
import type { Kafka, Producer } from 'kafkajs';
import type { Connection } from 'mongoose';
import { encodeEnvelope } from './envelope.js';
import type { EventSigner } from './event-signature.js';
import { heldBack, type HeldBack } from './held-back.js';
import { expiresInDays, outboxRows, type OutboxRow } from './message-rows.js';
import { reportOutboxAge } from './outbox-age.js';
import { withTimeLimit } from './time-limit.js';
import { ensureTopics } from './topics.js';
import { startProducerSpan } from './tracing.js';

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
/** Bytes of one request: a broker takes 1 MiB for one partition. */
const REQUEST_BYTES = 512 * 1024;
const OUTBOX_DAYS = 14;

/** An aggregate with rows of its in order of version. */
type Chain = readonly [aggregateId: string, rows: readonly OutboxRow[]];

/**
 * Waiting rows of the aggregates that wait longest, each aggregate's in order of version, without those that are held
 * back: their rows, however many, must not fill the round. Selected by `published`, never
 * by a high-water mark: rows become visible in the order of commits, which is not that of ids or times.
 */
const waitingChains = async (connection: Connection, without: readonly string[]): Promise<Chain[]> => {
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

type Outgoing = { readonly row: OutboxRow; readonly value: Buffer };

/** Neighbours of one topic in requests of a size that a broker takes; their order stays. */
const toRequests = (rows: readonly OutboxRow[]): Outgoing[][] => {
  const requests: Outgoing[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const value = encodeEnvelope(row);
    const last = requests.at(-1);
    bytes += value.length;
    if (last?.[0]?.row.topic === row.topic && bytes <= REQUEST_BYTES) {
      last.push({ row, value });
    } else {
      requests.push([{ row, value }]);
      bytes = value.length;
    }
  }
  return requests;
};

/** Each message has a span of its own: those of the client would all belong to one trace. */
const sendRequest = async (
  { topicPrefix, signer }: RelayDeps,
  producer: Producer,
  request: readonly Outgoing[],
): Promise<void> => {
  const topic = `${topicPrefix}${request[0]?.row.topic ?? ''}`;
  const spans = request.map(({ row }) => startProducerSpan(row.traceHeaders, `send ${topic}`));
  const messages = request.map(({ row, value }, index) => {
    const key = row.aggregateId;
    return { key, value, headers: { ...spans[index]?.headers, ...signer({ topic: row.topic, key, value }) } };
  });
  try {
    const sending = withoutTracing(async () => producer.send({ topic, acks: -1, messages }));
    await withTimeLimit('sending events', SEND_LIMIT_MS, sending);
  } finally {
    for (const { end } of spans) end();
  }
};

/** Sends rows in their order, a request only after the one before is acknowledged. Adds what was sent to `sent`. */
const sendRows = async (
  deps: RelayDeps,
  producer: Producer,
  rows: readonly OutboxRow[],
  sent: string[],
  signal: AbortSignal,
): Promise<void> => {
  for (const request of toRequests(rows)) {
    if (signal.aborted) return;
    await sendRequest(deps, producer, request);
    sent.push(...request.map(({ row }) => row._id));
  }
};

const markPublished = async (connection: Connection, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  const set = { published: true, expiresAt: expiresInDays(OUTBOX_DAYS) };
  await outboxRows(connection).updateMany({ _id: { $in: [...ids] } }, { $set: set });
};

type Way = 'together' | 'apart';

/**
 * Sends chains and answers with those that failed. Together: in as few requests as possible, and of a failure nobody knows
 * whose it is. Apart: each by itself, side by side.
 */
const sendChains = async (
  deps: RelayDeps,
  producer: Producer,
  chains: readonly Chain[],
  way: Way,
  sent: string[],
  signal: AbortSignal,
): Promise<{ readonly failed: readonly Chain[]; readonly reason?: unknown }> => {
  const byTopic = Map.groupBy(
    chains.flatMap(([, chain]) => chain),
    ({ topic }) => topic,
  );
  const lots = way === 'together' ? [...byTopic.values()] : chains.map(([, chain]) => chain);
  const results = await Promise.allSettled(lots.map(async (rows) => sendRows(deps, producer, rows, sent, signal)));
  const isFailed = (index: number): boolean => results[index]?.status === 'rejected';
  const first = results.find((result) => result.status === 'rejected');
  if (first === undefined) return { failed: [] };
  return { failed: way === 'together' ? chains : chains.filter((_, index) => isFailed(index)), reason: first.reason };
};

/** Marks once a round: each mark is a durable write, and what a crash leaves unmarked is only sent again. */
const relayRound = async (
  deps: RelayDeps,
  producer: Producer,
  held: HeldBack,
  way: Way,
  signal: AbortSignal,
): Promise<'idle' | 'sent' | 'failed'> => {
  const { connection, logger } = deps;
  const chains = await withoutTracing(async () => waitingChains(connection, held.ids()));
  const sent: string[] = [];
  const { failed, reason } = await sendChains(deps, producer, chains, way, sent, signal);
  await withoutTracing(async () => markPublished(connection, sent));
  if (failed.length > 0) logger.warn('events_not_sent', { dependency: 'kafka', count: failed.length, err: reason });
  if (failed.length > 0 && way === 'together') return 'failed';
  const isEverybodys = failed.length === chains.length && chains.length > 1;
  for (const chain of chains) {
    if (failed.includes(chain)) held.failed(chain[0], isEverybodys ? 'everybodys' : 'its_own');
    else held.succeeded(chain[0]);
  }
  if (failed.length > 0 && failed.length === chains.length) throw reason;
  if (failed.length > 0) return 'failed';
  return chains.length === 0 ? 'idle' : 'sent';
};

/** Rounds with one producer, until one fails. */
const relayWith = async (deps: RelayDeps, held: HeldBack, way: Way, signal: AbortSignal): Promise<void> => {
  const producer = deps.kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
  try {
    await withTimeLimit('connecting to kafka', 20_000, producer.connect());
    deps.logger.info('relay_started', { dependency: 'kafka' });
    while (!signal.aborted) {
      const round = await relayRound(deps, producer, held, way, signal);
      if (round === 'failed' || way === 'apart') return;
      if (round === 'idle') await sleep(POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await withTimeLimit('disconnecting from kafka', 5_000, producer.disconnect()).catch(() => undefined);
  }
};

/**
 * Publishes until the lease is lost. A producer that failed once is given up: the number that it gave to messages which
 * may or may not have arrived it would give to the next ones, and the broker would drop those as repetitions. After a
 * failure one round goes apart, to find out whose trouble it is.
 */
const relayUntil = async (deps: RelayDeps, held: HeldBack, signal: AbortSignal): Promise<void> => {
  await ensureTopics(deps.kafka, deps.topicPrefix);
  for (let way: Way = 'together'; !signal.aborted; way = way === 'together' ? 'apart' : 'together') {
    await relayWith(deps, held, way, signal);
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
