import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startStack, type Stack } from '@nencho/local-stack';
import { newId } from '@nencho/kernel';
import { outboxRows } from './message-rows.js';
import { record, startHarness, until, type Harness } from './testing/harness.js';

const directory = mkdtempSync(join(tmpdir(), 'nencho-broker-test-'));
let stack: Stack;
let h: Harness;
beforeAll(async () => {
  stack = await startStack({ dataDirectory: directory, servers: ['kafka'] });
  await stack.ready.kafka;
  const { kafka, caFile } = stack.state;
  h = await startHarness('broker', { ...kafka, caFile: kafka.caFile ?? caFile });
}, 120_000);
afterAll(async () => {
  await stack.restart('kafka').catch(() => undefined);
  await h.close();
  await stack.stop();
  rmSync(directory, { recursive: true, force: true });
}, 120_000);

test('kill -9 of the broker in the middle: what was committed before, during and after has its effect once', async () => {
  const ids = Array.from({ length: 30 }, newId);
  h.relay();
  const handlers = {
    DeclarationSubmitted: async (
      _: unknown,
      meta: Parameters<typeof record>[1],
      session: Parameters<typeof record>[2],
    ) => record(h.connection, meta, session),
  };
  h.consume(handlers);
  h.consume(handlers); // a second instance: partitions move while the broker is away
  await Promise.all(ids.map(async (id) => h.commit(id, 1)));
  await until(async () => (await h.effects()).length > 0);
  stack.process('kafka')?.kill('SIGKILL');
  await stack.process('kafka')?.exited;
  await Promise.all(ids.map(async (id) => h.commit(id, 2)));
  await stack.restart('kafka');
  await Promise.all(ids.map(async (id) => h.commit(id, 3)));
  await until(async () => (await outboxRows(h.connection).countDocuments({ published: false })) === 0);
  await until(async () => (await h.effects()).length >= 90);
  const effects = await h.effects();
  expect(effects).toHaveLength(90);
  for (const id of ids) {
    const versions = effects.filter(({ aggregateId }) => aggregateId === id).map(({ version }) => version);
    expect(versions).toEqual([1, 2, 3]);
  }
}, 180_000);
