import type { SystemState } from '@nencho/local-stack/system';
import { createKafka } from '@nencho/messaging';
import { EventEnvelope } from '@nencho/contracts/events/v1/envelope';
import type { Admin, IHeaders, Kafka } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';

const silent = { info: () => undefined, warn: () => undefined };

const kafkaOf = ({ kafka, caFile }: SystemState): Kafka =>
  createKafka({ ...kafka, caFile: kafka.caFile ?? caFile, clientId: 'drill', logger: silent });

type Message = {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer;
  readonly headers: IHeaders;
};

/** Every message that names the tenant, as it lies in Kafka, signature and all. */
export const messagesOf = async (state: SystemState, tenantId: string): Promise<readonly Message[]> => {
  const kafka = kafkaOf(state);
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith('nencho.'));
  const ends = await Promise.all(topics.map(async (topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  let waiting = ends.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const found: Message[] = [];
  const consumer = kafka.consumer({ groupId: `drill-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, message: { key, value, headers = {} } }) => {
      waiting -= 1;
      if (value === null || EventEnvelope.decode(value).tenantId !== tenantId) return Promise.resolve();
      found.push({ topic, key, value, headers });
      return Promise.resolve();
    },
  });
  while (waiting > 0) await pause(100);
  await consumer.disconnect();
  return found;
};

/** Sends them again, unchanged. */
export const sendAgain = async (state: SystemState, messages: readonly Message[]): Promise<void> => {
  const producer = kafkaOf(state).producer();
  await producer.connect();
  for (const { topic, ...message } of messages) await producer.send({ topic, acks: -1, messages: [{ ...message }] });
  await producer.disconnect();
};

/** Whether a group has read less than there is. */
const isBehind = async (admin: Admin, groupId: string): Promise<boolean> => {
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, Number(end.offset)]));
    const late = partitions.some(
      ({ partition, offset }) => Number(offset) >= 0 && Number(offset) < (ends.get(partition) ?? 0),
    );
    if (late) return true;
  }
  return false;
};

/** Waits until every group of the services has read everything. */
export const allRead = async (state: SystemState): Promise<void> => {
  const admin = kafkaOf(state).admin();
  await admin.connect();
  try {
    const { groups } = await admin.listGroups();
    for (const { groupId } of groups.filter((group) => !group.groupId.startsWith('drill'))) {
      while (await isBehind(admin, groupId)) await pause(500);
    }
  } finally {
    await admin.disconnect();
  }
};
