import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { connect as connectSocket, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readStackState, startStack, type Stack } from '@nencho/local-stack';
import { testDatabase, testServers } from '@nencho/local-stack/testing';
import { connectMongo, withTransaction } from './index.js';
import { dropAndClose, silent, suiteInventory, testConnection } from './testing/test-connection.js';
import { assertDurableOnTheWire, connectOptions } from './write-concern.js';

const withoutSet = (uri: string, port: number): string =>
  uri.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`).replace('replicaSet=rs0', 'directConnection=true');

const listen = async (server: Server, port = 0): Promise<number> =>
  new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

describe('promises on the wire', () => {
  test('a connection string that weakens them is overruled', async () => {
    const uri = `${testServers().mongodbUri}&w=1&journal=false&readConcernLevel=local`;
    const connection = await connectMongo({
      uri,
      database: testDatabase('weak'),
      appName: 'test',
      inventory: suiteInventory,
    });
    await dropAndClose(connection);
  });

  test('weaker options are seen and refused', async () => {
    const database = testDatabase('weaker');
    const weak = { ...connectOptions(database, 'test'), w: 1, journal: false };
    await expect(assertDurableOnTheWire(testServers().mongodbUri, weak)).rejects.toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'MONGODB_URI', rule: 'write_majority_journal' }],
    });
  });

  test('an error rolls back everything, and of two that save the same version one wins', async () => {
    const connection = await testConnection('rollback');
    const docs = connection.collection<{ _id: string; version: number }>('docs');
    await docs.insertOne({ _id: 'a', version: 1 });
    const failing = withTransaction(connection, async (session) => {
      await docs.updateOne({ _id: 'a' }, { $set: { version: 99 } }, { session });
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    const save = async () =>
      withTransaction(connection, async (session) => {
        const changed = await docs.updateOne({ _id: 'a', version: 1 }, { $set: { version: 2 } }, { session });
        return changed.matchedCount;
      });
    const matched = await Promise.all([save(), save()]);
    expect(matched.sort()).toEqual([0, 1]);
    await dropAndClose(connection);
  });
});

describe('a server that is wrong, away or back', () => {
  const directory = mkdtempSync(join(tmpdir(), 'nencho-mongo-test-'));
  let stack: Stack;
  let standalone: ChildProcess | undefined;
  beforeAll(async () => {
    stack = await startStack({ dataDirectory: join(directory, 'stack'), servers: ['mongod'] });
    await stack.ready.mongod;
  }, 120_000);
  afterAll(async () => {
    standalone?.kill('SIGKILL');
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('a standalone is refused as wrong configuration', async () => {
    const free = createServer();
    const port = await listen(free);
    free.close();
    const binary = readlinkSync(`/proc/${stack.process('mongod')?.pid ?? 0}/exe`);
    const data = mkdtempSync(join(directory, 'standalone-'));
    standalone = spawn(binary, ['--dbpath', data, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket']);
    const uri = `mongodb://127.0.0.1:${port}/`;
    await expect(connectMongo({ uri, database: 'x', appName: 'test' })).rejects.toMatchObject({
      code: 'validation_failed',
      violations: [{ path: 'MONGODB_URI', rule: 'replica_set_required' }],
    });
  });

  test('wrong credentials are wrong configuration', async () => {
    const uri = testServers().mongodbUri.replace(/\/\/nencho:[^@]+@/, '//nencho:wrong@');
    await expect(connectMongo({ uri, database: 'x', appName: 'test' })).rejects.toMatchObject({
      violations: [{ path: 'MONGODB_URI', rule: 'credentials' }],
    });
  });

  test('an unreachable server is waited for', async () => {
    const target = Number(/127\.0\.0\.1:(\d+)/.exec(testServers().mongodbUri)?.[1]);
    const sockets = new Set<Socket>();
    const forwarder = createServer((socket) => {
      const to = connectSocket(target, '127.0.0.1');
      sockets.add(socket.on('error', () => undefined)).add(to.on('error', () => undefined));
      socket.pipe(to).pipe(socket);
    });
    const port = await listen(forwarder);
    forwarder.close();
    let warned: () => void = () => undefined;
    const firstFailure = new Promise<void>((resolve) => {
      warned = resolve;
    });
    const logger = { ...silent, warn: () => warned() };
    const database = testDatabase('late');
    const connecting = connectMongo({
      uri: withoutSet(testServers().mongodbUri, port),
      database,
      appName: 'test',
      logger,
    });
    await firstFailure;
    await listen(forwarder, port);
    const connection = await connecting;
    await dropAndClose(connection);
    for (const socket of sockets) socket.destroy();
    forwarder.close();
  });

  test('after kill -9 the same connection works on, and what was acknowledged is there', async () => {
    const uri = readStackState(join(directory, 'stack.json'))?.mongodbUri ?? stack.state.mongodbUri;
    const connection = await connectMongo({ uri, database: 'killed', appName: 'test', inventory: suiteInventory });
    const docs = connection.collection<{ _id: string }>('docs');
    await withTransaction(connection, async (session) => docs.insertOne({ _id: 'before' }, { session }));
    stack.process('mongod')?.kill('SIGKILL');
    await stack.process('mongod')?.exited;
    const during = withTransaction(connection, async (session) => docs.insertOne({ _id: 'during' }, { session }));
    await expect(during).rejects.toMatchObject({ code: 'unavailable' });
    await stack.restart('mongod');
    await withTransaction(connection, async (session) => docs.insertOne({ _id: 'after' }, { session }));
    expect(await docs.countDocuments()).toBe(2);
    await connection.close();
  }, 90_000);
});
