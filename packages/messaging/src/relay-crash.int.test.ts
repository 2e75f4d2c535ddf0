import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testServers } from '@nencho/local-stack/testing';
import { newId } from '@nencho/kernel';
import { outboxRows } from './message-rows.js';
import { record, sharedKafka, startHarness, until, type Harness } from './testing/harness.js';

let h: Harness;
beforeAll(async () => {
  h = await startHarness('relay_crash');
}, 120_000);
afterAll(async () => h.close(), 60_000);

const sentMessages = async (): Promise<number> => {
  const admin = h.kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(h.topic);
  await admin.disconnect();
  return offsets.reduce((sum, { offset }) => sum + Number(offset), 0);
};

test('a relay killed between sending and marking: nothing is lost, the effect is there once', async () => {
  const ids = [newId(), newId()];
  await h.commit(ids[0] ?? '', 1);
  await h.commit(ids[1] ?? '', 1);
  const script = new URL('testing/stuck-relay.js', import.meta.url).pathname;
  const { mongodbUri } = testServers();
  const args = [script, mongodbUri, h.connection.name, h.topicPrefix, JSON.stringify(sharedKafka())];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  await until(async () => (await sentMessages()) === 2);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await outboxRows(h.connection).countDocuments({ published: false })).toBe(2);

  h.relay();
  h.consume({ DeclarationSubmitted: async (_, meta, session) => record(h.connection, meta, session) });
  await until(async () => (await outboxRows(h.connection).countDocuments({ published: false })) === 0);
  expect(await sentMessages()).toBe(4);
  await until(async () => (await h.effects()).length >= 2);
  await until(async () => (await h.lag()) === 0);
  expect((await h.effects()).map(({ aggregateId }) => aggregateId).sort()).toEqual([...ids].sort());
}, 90_000);
