import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import { createKafka, outboxWriter, startConsumer, startRelay } from '@nencho/messaging';
import { withTransaction } from '@nencho/mongo';
import { eventKeys, kafkaConfig, testTopicPrefix } from '@nencho/testing';
import { startTestGateway, type TestGateway } from '../testing/test-gateway.js';
import { gatewayEventHandlers, keylessSealer } from './user-disabled-consumer.js';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const nowhere = { tenantIssuer: 'http://localhost:1/auth/realms/a', opsIssuer: 'http://localhost:1/auth/realms/b' };
let gateway: TestGateway;
let stop: () => Promise<void>;

beforeAll(async () => {
  gateway = await startTestGateway({ realms: nowhere });
  const { connection, signIns } = gateway;
  const kafka = createKafka({ ...kafkaConfig('gateway-test'), logger: quiet });
  const shared = { connection, kafka, topicPrefix: testTopicPrefix(), logger: quiet, ...eventKeys() };
  const relay = startRelay(shared);
  const consumer = startConsumer({
    ...shared,
    ...{ group: newId(), neverSkip: true, sealer: keylessSealer, deadLetterName: 'notification.dead_letter/1' },
    handlers: gatewayEventHandlers({ signIns }),
  });
  stop = async () => {
    await consumer.stop();
    await relay.stop();
  };
}, 120_000);

afterAll(async () => {
  await stop();
  await gateway.drop();
  await gateway.stop();
});

const signIn = async (sub: string): Promise<string> =>
  gateway.signIns.add({
    ...{ sub, sid: newId(), expiresIn: 300 },
    tokens: { accessToken: 'a', refreshToken: 'r', idToken: 'i' },
  });

test('UserDisabled drops every session of that user and nobody else’s', async () => {
  const [disabled, other] = [newId(), newId()];
  const [one, two, kept] = [await signIn(disabled), await signIn(disabled), await signIn(other)];
  const { connection, signIns } = gateway;
  await withTransaction(connection, async (session) =>
    outboxWriter(connection).append(session, {
      ...{ type: 'UserDisabled', tenantId: newId(), aggregateId: newId(), aggregateVersion: 1 },
      ...{ payload: { sub: disabled }, occurredAt: new Date() },
    }),
  );
  while (await signIns.exists(one)) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await signIns.exists(two)).toBe(false);
  expect(await signIns.exists(kept)).toBe(true);
}, 60_000);
