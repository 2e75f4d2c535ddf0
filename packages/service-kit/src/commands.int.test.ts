import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@nencho/kernel';
import { testDatabase, testServers } from '@nencho/local-stack/testing';
import type { Logger } from '@nencho/telemetry';
import { createConnection, type Connection } from 'mongoose';
import { commandIfTold, openDatabase } from './run-backend.js';

const database = testDatabase('commands');
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let root: Connection;
let options: Parameters<typeof commandIfTold>[0];

beforeAll(async () => {
  const { mongodbUri } = testServers();
  root = await createConnection(mongodbUri, { dbName: database }).asPromise();
  const [user, password] = ['declaration', randomBytes(12).toString('hex')];
  // What charts/nencho/README.md asks of a site: rights on the service's own database alone.
  await root.db?.command({ createUser: user, pwd: password, roles: [{ role: 'readWrite', db: database }] });
  const uri = new URL(mongodbUri.replace('mongodb://', 'http://'));
  Object.assign(uri, { username: user, password });
  uri.searchParams.set('authSource', database);
  const config = { MONGODB_URI: uri.href.replace('http://', 'mongodb://'), MONGODB_DATABASE: database };
  options = { service: 'declaration', config, migrations: [] };
}, 60_000);

afterAll(async () => {
  await root.db?.command({ dropAllUsersFromDatabase: 1 });
  await root.dropDatabase();
  await root.close();
});

const letters = () =>
  root.collection<{ _id: string; reason: string; envelope?: Buffer; redrive?: boolean }>('dead_letters');

test('a user with rights on one database migrates it, and enters no other', async () => {
  expect(await commandIfTold(options, silent, ['--migrate-only'])).toBe(true);
  expect((await root.listCollections()).map(({ name }) => name)).toEqual(expect.arrayContaining(['outbox', 'jobs']));
  const connection = await openDatabase(options, silent);
  const elsewhere = connection.useDb(`${database}_other`).collection('rows');
  await expect(elsewhere.findOne({})).rejects.toThrow(/not authorized/);
  await connection.close();
});

test('--redrive-dead-letters asks for another try of those that have content, all or of one reason', async () => {
  const envelope = Buffer.from('as it lay');
  await letters().insertMany([
    { _id: newId(), reason: 'forged', envelope },
    { _id: newId(), reason: 'forged' },
    { _id: newId(), reason: 'internal', envelope },
  ]);
  const asked = async () => (await letters().find({ redrive: true }).toArray()).map(({ reason }) => reason).sort();
  expect(await commandIfTold(options, silent, ['--redrive-dead-letters', 'forged'])).toBe(true);
  expect(await asked()).toEqual(['forged']);
  expect(await commandIfTold(options, silent, ['--redrive-dead-letters'])).toBe(true);
  expect(await asked()).toEqual(['forged', 'internal']);
});

test('a service without a command goes on to serve', async () => {
  expect(await commandIfTold(options, silent, [])).toBe(false);
});
