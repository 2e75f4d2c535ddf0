import { setTimeout as sleep } from 'node:timers/promises';
import type { EventType } from '@nencho/contracts/events';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import type { DeliveryDeps } from './delivery.js';
import { retryParked } from './parked-retry.js';
import { redrive } from './redrive.js';
import { takeTurn, toRaw } from './partition-turn.js';
import { withTimeLimit } from './time-limit.js';
import { ensureTopics, topicOf } from './topics.js';

export type ConsumerDeps = Omit<DeliveryDeps, 'neverSkip'> & {
  readonly kafka: Kafka;
  readonly topicPrefix: string;
  readonly neverSkip?: boolean;
  /** Ends the process when kafkajs gives up; it would otherwise live on without reading. */
  readonly onFatal?: () => void;
};

const HEARTBEAT_MS = 2_000;
const WINDOW = 100;
const LONGEST_WAIT_MS = 10_000;

const exitProcess = (): void => {
  process.exit(1);
};

const newConsumer = ({ kafka, group }: ConsumerDeps): Consumer =>
  kafka.consumer({
    groupId: group,
    sessionTimeout: 10_000,
    rebalanceTimeout: 15_000,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: 500,
    allowAutoTopicCreation: false,
  });

/** Beats while a window takes its time; a beat that fails means that the partition is somebody else's by now. */
const keepBeating = (payload: EachBatchPayload, turn: AbortController): NodeJS.Timeout =>
  setInterval(() => {
    void payload.heartbeat().catch(() => turn.abort());
  }, HEARTBEAT_MS);

/** Handles a batch in windows, and commits the offset after each. */
const onBatch =
  (deps: DeliveryDeps, topicPrefix: string, stopping: AbortSignal) =>
  async (payload: EachBatchPayload): Promise<void> => {
    const { batch } = payload;
    const turn = new AbortController();
    const signal = AbortSignal.any([turn.signal, stopping]);
    const beating = keepBeating(payload, turn);
    const topic = batch.topic.slice(topicPrefix.length);
    try {
      for (let start = 0; start < batch.messages.length; start += WINDOW) {
        if (signal.aborted || !payload.isRunning() || payload.isStale()) return;
        const messages = batch.messages.slice(start, start + WINDOW);
        const raw = messages.map((message) => toRaw(topic, batch.partition, message));
        await takeTurn(deps, raw, signal);
        payload.resolveOffset(messages.at(-1)?.offset ?? '');
        await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
      }
    } catch (error) {
      // Told to stop: the rest of the batch stays uncommitted and comes again.
      if (!signal.aborted) throw error;
    } finally {
      clearInterval(beating);
    }
  };

const consume = async (deps: ConsumerDeps, delivery: DeliveryDeps, stopping: AbortSignal): Promise<void> => {
  const { kafka, topicPrefix, group, handlers, logger, onFatal = exitProcess } = deps;
  // Before anything is waited for: a signal tells nobody who listens after it was given.
  const stopped = new Promise<void>((resolve) => {
    stopping.addEventListener('abort', () => resolve(), { once: true });
  });
  await ensureTopics(kafka, topicPrefix);
  if (stopping.aborted) return;
  const consumer = newConsumer(deps);
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    logger.warn('consumer_crashed', { dependency: 'kafka', state: group, err: payload.error });
    if (!payload.restart && !stopping.aborted) onFatal();
  });
  try {
    await withTimeLimit('connecting to kafka', 20_000, consumer.connect());
    const topics = [...new Set((Object.keys(handlers) as EventType[]).map(topicOf))];
    await consumer.subscribe({ topics: topics.map((topic) => `${topicPrefix}${topic}`), fromBeginning: true });
    await withTimeLimit(
      'joining a consumer group',
      60_000,
      consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 3,
        eachBatch: onBatch(delivery, topicPrefix, stopping),
      }),
    );
    logger.info('consumer_started', { dependency: 'kafka', state: group });
    await stopped;
  } finally {
    await withTimeLimit('disconnecting from kafka', 10_000, consumer.disconnect()).catch(() => undefined);
  }
};

/**
 * Reads the topics of `handlers` as a member of `group`. Each event has its effect once, in the order of its aggregate;
 * the offset is committed after the effect. Returns at once: Kafka may come up later.
 */
export const startConsumer = (deps: ConsumerDeps): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController();
  const { neverSkip = false, logger } = deps;
  const delivery: DeliveryDeps = { ...deps, neverSkip };
  const run = async (): Promise<void> => {
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      try {
        await consume(deps, delivery, stopping.signal);
      } catch (error) {
        logger.warn('consumer_not_started', { dependency: 'kafka', state: deps.group, attempt, err: error });
        const wait = Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(attempt, 6));
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };
  const { signal } = stopping;
  const running = Promise.all([
    run(),
    redrive(delivery, signal),
    neverSkip ? retryParked(delivery, signal) : undefined,
  ]);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
