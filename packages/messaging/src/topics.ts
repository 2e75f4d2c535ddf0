import { setTimeout as sleep } from 'node:timers/promises';
import { eventCatalogue, type EventType, type Topic } from '@nencho/contracts/events';
import { AppError } from '@nencho/kernel';
import type { Admin, ITopicMetadata, Kafka } from 'kafkajs';
import { withTimeLimit } from './time-limit.js';

const PARTITIONS = 12;
const KEPT_MS = 14 * 86_400_000;

export const allTopics: readonly Topic[] = [...new Set(Object.values(eventCatalogue).map(({ topic }) => topic))];

export const topicOf = (type: EventType): Topic => eventCatalogue[type].topic;

/** Waits until each topic is known and has leaders; kafkajs' own waiting stumbles over a broker that is still learning. */
const leadersOf = async (admin: Admin, topics: string[]): Promise<void> => {
  for (let tries = 0; tries < 60; tries += 1) {
    const known = await admin.fetchTopicMetadata({ topics }).catch(() => ({ topics: [] }));
    if (known.topics.length === topics.length && known.topics.every(hasLeaders)) return;
    await sleep(250);
  }
  throw new AppError('timeout', 'topics have no leaders', { details: { dependency: 'kafka' } });
};

const hasLeaders = ({ partitions }: ITopicMetadata): boolean => partitions.every(({ leader }) => leader >= 0);

/** Creates the topics that are missing. Another service may be doing the same at this moment. */
export const ensureTopics = async (kafka: Pick<Kafka, 'admin'>, topicPrefix: string): Promise<void> => {
  const admin = kafka.admin();
  try {
    await withTimeLimit('connecting to kafka', 20_000, admin.connect());
    const known = new Set(await withTimeLimit('listing topics', 20_000, admin.listTopics()));
    const missing = allTopics.map((topic) => `${topicPrefix}${topic}`).filter((topic) => !known.has(topic));
    if (missing.length === 0) return;
    const topics = missing.map((topic) => ({
      topic,
      numPartitions: PARTITIONS,
      replicationFactor: -1, // as the cluster says
      configEntries: [{ name: 'retention.ms', value: String(KEPT_MS) }],
    }));
    // Not an error by itself: somebody else may have created some of them since.
    const creating = admin.createTopics({ topics, waitForLeaders: false, timeout: 20_000 });
    const failure = await withTimeLimit('creating topics', 40_000, creating).then(
      () => undefined,
      (error: unknown) => error,
    );
    await withTimeLimit('waiting for topics', 20_000, leadersOf(admin, missing)).catch((error: unknown) => {
      throw failure ?? error;
    });
  } finally {
    await withTimeLimit('disconnecting from kafka', 5_000, admin.disconnect()).catch(() => undefined);
  }
};
