import { EventEnvelope } from '@nencho/contracts/events/v1/envelope';
import type { SystemState } from '@nencho/local-stack/system';
import { createKafka } from '@nencho/messaging';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

export type Message = {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string | Buffer | (string | Buffer)[] | undefined>>;
};

const clientOf = ({ kafka, caFile }: SystemState) =>
  createKafka({
    ...{ ...kafka, caFile: kafka.caFile ?? caFile, clientId: 'stranger' },
    logger: { info: () => undefined, warn: () => undefined },
  });

const patienceMs = 120_000;

/** Somebody with an account at the broker. */
export const openBroker = async (state: SystemState) => {
  const kafka = clientOf(state);
  const [admin, producer] = [kafka.admin(), kafka.producer()];
  await admin.connect();
  await producer.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith('nencho.'));
  const lengths = async () =>
    Object.fromEntries(
      await Promise.all(topics.map(async (topic) => [topic, await admin.fetchTopicOffsets(topic)] as const)),
    );
  const total = async (): Promise<number> =>
    Object.values(await lengths())
      .flat()
      .reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);

  /** Every message of every topic, from offset 0. */
  const readAll = async (): Promise<readonly Message[]> => {
    const wanted = await total();
    const messages: Message[] = [];
    const consumer = kafka.consumer({ groupId: `stranger-${randomBytes(4).toString('hex')}` });
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ topic, partition, message: { key, value, headers = {} } }) => {
        messages.push({ topic, partition, key, value, headers });
        return Promise.resolve();
      },
    });
    const deadline = performance.now() + patienceMs;
    while (messages.length < wanted && performance.now() < deadline) await pause(200);
    await consumer.disconnect();
    if (messages.length < wanted) throw new Error(`only ${messages.length} of ${wanted} messages could be read`);
    return messages;
  };

  const send = async (messages: readonly Message[]): Promise<void> => {
    for (const topic of topics) {
      const ofTopic = messages.filter((message) => message.topic === topic);
      const sent = ofTopic.map(({ partition, key, value, headers }) => ({
        partition,
        key,
        value,
        headers: { ...headers },
      }));
      if (sent.length > 0) await producer.send({ topic, messages: sent });
    }
  };

  /** Waits until every consumer of the system has taken what lies in the topics. */
  const taken = async (): Promise<void> => {
    const { groups } = await admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((groupId) => !groupId.startsWith('stranger-'));
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const ends = await lengths();
      const lags = await Promise.all(
        ours.map(async (groupId) => {
          const offsets = await admin.fetchOffsets({ groupId, topics });
          return offsets.flatMap(({ topic, partitions }) =>
            partitions
              .filter(({ offset }) => Number(offset) >= 0)
              .map(
                ({ partition, offset }) =>
                  Number(ends[topic]?.find((end) => end.partition === partition)?.high ?? 0) - Number(offset),
              ),
          );
        }),
      );
      if (lags.flat().every((lag) => lag <= 0)) return;
      if (performance.now() > deadline) throw new Error('the consumers do not catch up');
      await pause(300);
    }
  };

  return {
    readAll,
    send,
    taken,
    close: async () => {
      await producer.disconnect();
      await admin.disconnect();
    },
  };
};

/** A message with another envelope; its headers, a signature among them, stay as they are. */
export const withEnvelope = (
  message: Message,
  change: (envelope: EventEnvelope) => Partial<EventEnvelope>,
): Message => {
  const envelope = EventEnvelope.decode(message.value ?? Buffer.alloc(0));
  const changed = { ...envelope, ...change(envelope) };
  return {
    ...message,
    key: Buffer.from(changed.aggregateId),
    value: Buffer.from(EventEnvelope.encode(changed).finish()),
  };
};

export const envelopeOf = ({ value }: Message): EventEnvelope => EventEnvelope.decode(value ?? Buffer.alloc(0));
