import type { SystemState } from '@nencho/local-stack/system';
import { createKafka } from '@nencho/messaging';

/** How many messages lie in each of the system's topics. */
export const countEvents = async ({ kafka, caFile }: SystemState): Promise<Readonly<Record<string, number>>> => {
  const admin = createKafka({
    ...{ ...kafka, caFile: kafka.caFile ?? caFile, clientId: 'season' },
    logger: { info: () => undefined, warn: () => undefined },
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
