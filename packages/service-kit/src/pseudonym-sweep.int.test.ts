import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testDatabase, testServers } from '@nencho/local-stack/testing';
import { connectMongo, mongoMigrations, runMigrations } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import { startPseudonymSweep } from './pseudonym-sweep.js';

const HOUR_MS = 3_600_000;
const monday = Date.parse('2026-11-23T00:00:00+09:00');

let connection: Connection;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-pseudonyms-'));
  connection = await connectMongo({
    ...{ uri: testServers().mongodbUri, database: testDatabase('pseudonyms'), appName: 'test' },
  });
  await runMigrations(connection, mongoMigrations);
});

afterAll(async () => {
  await connection.dropDatabase();
  await connection.close();
  rmSync(directory, { recursive: true, force: true });
});

const until = async (condition: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 200 && !condition(); tries += 1) await sleep(25);
};

test('one of two processes destroys a key at 90 days and one hour, nobody before, and nothing else', async () => {
  const key = 'log-pseudonym.2026-11-23.key';
  writeFileSync(join(directory, key), Buffer.alloc(32));
  writeFileSync(join(directory, 'log-pseudonym.2026-11-30.key'), Buffer.alloc(32));
  writeFileSync(join(directory, 'erasure-signing.key'), 'another key of the system');
  let time = monday + 90 * 24 * HOUR_MS - HOUR_MS;
  let destroyed = 0;
  const logger = {
    info: (_event: string, fields: { readonly count?: number } = {}) => {
      destroyed += fields.count ?? 0;
    },
    warn: () => undefined,
  };
  const clock = { now: () => new Date(time) };
  const sweeps = [1, 2].map(() => startPseudonymSweep({ connection, directory, clock, logger, everyMs: 20 }));
  try {
    await sleep(500);
    expect(readdirSync(directory)).toContain(key);
    time = monday + 90 * 24 * HOUR_MS + HOUR_MS;
    await until(() => !readdirSync(directory).includes(key));
    expect(readdirSync(directory).sort()).toEqual(['erasure-signing.key', 'log-pseudonym.2026-11-30.key']);
    expect(destroyed).toBe(1);
  } finally {
    await Promise.all(sweeps.map(async ({ stop }) => stop()));
  }
});
