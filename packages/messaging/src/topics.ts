import { eventCatalogue, type EventType, type Topic } from '@nencho/contracts/events';
import type { Kafka } from 'kafkajs';
import { withTimeLimit } from './time-limit.js';

const PARTITIONS = 12;
const KEPT_MS = 14 * 86_400_000;

export const allTopics: readonly Topic[] = [...new Set(Object.values(eventCatalogue).map(({ topic }) => topic))];

export const topicOf = (type: EventType): Topic => eventCatalogue[type].topic;

/** Creates the topics that are missing. Another service may be doing the same at this moment. */
export const ensureTopics = async (kafka: Kafka, topicPrefix: string): Promise<void> => {
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
    await withTimeLimit(
      'creating topics',
      40_000,
      admin.createTopics({ topics, waitForLeaders: true, timeout: 20_000 }),
    );
  } finally {
    await withTimeLimit('disconnecting from kafka', 5_000, admin.disconnect()).catch(() => undefined);
  }
};
