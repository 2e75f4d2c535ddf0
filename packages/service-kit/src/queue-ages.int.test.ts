import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, testServers } from '@nencho/local-stack/testing';
import { messagingMigrations } from '@nencho/messaging';
import { connectMongo, mongoMigrations, runMigrations } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import { measureQueues } from './queue-ages.js';

let connection: Connection;

beforeAll(async () => {
  const database = testDatabase('queues');
  connection = await connectMongo({ uri: testServers().mongodbUri, database, appName: 'test' });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations]);
});
afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
});

const ago = (ms: number) => new Date(Date.now() - ms);
const job = async (name: string, row: object) =>
  connection.collection<{ _id: string }>('jobs').insertOne({ _id: name, ...row });

test('the job that waits longest counts; ended ones and those that wait on purpose do not', async () => {
  await expect(measureQueues(connection)).resolves.toEqual({ oldestJobMs: 0, deadLetters: 0 });
  await job('ended', { open: false, dueAt: ago(90_000), servedAt: ago(90_000) });
  await job('waits after a failure', { open: true, dueAt: ago(-60_000), servedAt: ago(80_000) });
  await job('new', { open: true, dueAt: ago(20_000), servedAt: new Date(0) });
  await connection.collection('dead_letters').insertOne({ topic: 'x' });
  const { oldestJobMs, deadLetters } = await measureQueues(connection);
  expect(oldestJobMs).toBeGreaterThanOrEqual(20_000);
  expect(oldestJobMs).toBeLessThan(30_000);
  expect(deadLetters).toBe(1);
});
