import type { SystemState } from '@nencho/local-stack/system';
import { Kafka, logLevel } from 'kafkajs';
import { readFileSync } from 'node:fs';

/** How many messages lie in each of the system's topics. */
export const countEvents = async ({ kafka, caFile }: SystemState): Promise<Readonly<Record<string, number>>> => {
  const admin = new Kafka({
    clientId: 'season',
    brokers: [...kafka.brokers],
    ssl: { ca: [readFileSync(kafka.caFile ?? caFile, 'utf8')] },
    sasl: { mechanism: 'scram-sha-512', username: kafka.username, password: kafka.password },
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith('nencho.'));
    const counts = await Promise.all(
      topics.map(async (topic) => {
        const partitions = await admin.fetchTopicOffsets(topic);
        return [topic, partitions.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0)] as const;
      }),
    );
    return Object.fromEntries(counts);
  } finally {
    await admin.disconnect();
  }
};
