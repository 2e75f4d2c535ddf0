import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { type StoreAccess } from './stack-state.js';
import { removeDataDirectory } from './data-directory.js';
import { type CaughtMail } from './mail-inbox.js';
import { runningProcesses } from './pid-file.js';
import { isPortFree } from './ports.js';
import { type ServerName, type Stack, startStack, whenReady } from './stack.js';
import { sendMail } from './testing/send-mail.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const temporary = temporaryDirectory();
const dataDirectory = join(temporary.path, 'data');
const servers: readonly ServerName[] = ['mongod', 'kafka', 'objects', 'ledger', 'mail'];
let stack: Stack;

const start = async (): Promise<Stack> => {
  const started = await startStack({ dataDirectory, servers, external: {} });
  await whenReady(started);
  return started;
};

beforeAll(async () => {
  stack = await start();
}, 180_000);
afterAll(async () => {
  await stack.stop();
  temporary.remove();
});

const withNotes = async <T>(run: (notes: ReturnType<ReturnType<MongoClient['db']>['collection']>) => Promise<T>) => {
  const client = new MongoClient(stack.state.mongodbUri, { serverSelectionTimeoutMS: 10_000 });
  try {
    return await run(client.db('stack_test').collection('notes'));
  } finally {
    await client.close();
  }
};

const inbox = async (to: string): Promise<readonly CaughtMail[]> => {
  const response = await fetch(`${stack.state.mail.webUrl}/api/messages?to=${encodeURIComponent(to)}`);
  const { items } = (await response.json()) as { items: readonly CaughtMail[] };
  return items;
};

const pidsOf = (data: string): Readonly<Record<string, number>> =>
  Object.fromEntries(runningProcesses(join(data, 'run')).map(({ record }) => [record.name, record.pid]));

const isMongod = (pid: number | undefined): boolean => {
  try {
    return readFileSync(`/proc/${pid ?? 0}/cmdline`, 'utf8').includes('mongod');
  } catch {
    return false;
  }
};

describe('mongod', () => {
  test('is a replica set that lets nobody in without TLS and password', async () => {
    const { host } = new URL(stack.state.mongodbUri);
    const tls = `tls=true&tlsCAFile=${encodeURIComponent(stack.state.caFile)}`;
    const connectWith = async (uri: string) => {
      const client = new MongoClient(uri, { serverSelectionTimeoutMS: 1_500 });
      try {
        await client.db('stack_test').collection('notes').findOne();
      } finally {
        await client.close();
      }
    };
    await expect(connectWith(`mongodb://${host}/?directConnection=true`)).rejects.toThrow();
    await expect(connectWith(`mongodb://${host}/?directConnection=true&${tls}`)).rejects.toThrow(
      /requires authentication/,
    );
    await expect(withNotes(async (notes) => notes.countDocuments())).resolves.toEqual(expect.any(Number));
  });

  test('gives back the rows of a transaction whose process died, within the time that people wait', async () => {
    const died = new MongoClient(stack.state.mongodbUri);
    try {
      const held = { number: 1 };
      await withNotes(async (notes) => notes.insertOne(held));
      const session = died.startSession();
      session.startTransaction();
      await died
        .db('stack_test')
        .collection('notes')
        .updateOne(held, { $set: { by: 'the dead' } }, { session });
      const waiting = { maxTimeMS: 30_000 };
      await withNotes(async (notes) => notes.updateOne(held, { $set: { by: 'the next' } }, waiting));
      expect(await withNotes(async (notes) => notes.findOne(held))).toMatchObject({ by: 'the next' });
      await expect(session.commitTransaction()).rejects.toMatchObject({ codeName: 'NoSuchTransaction' });
    } finally {
      await died.close();
    }
  }, 60_000);
});

describe('the object stores', () => {
  const container = ({ url, account }: StoreAccess, key: StoreAccess) =>
    new BlobServiceClient(url, new StorageSharedKeyCredential(account, readFileSync(key.keyFile, 'utf8').trim()), {
      retryOptions: { maxTries: 1 },
      ...{ tlsOptions: { ca: readFileSync(stack.state.caFile, 'utf8') } },
    }).getContainerClient('kept');

  test('are apart: one lets nobody in with the key of the other', async () => {
    const { objectStore, ledgerStore } = stack.state;
    await expect(container(objectStore, ledgerStore).create()).rejects.toMatchObject({ statusCode: 403 });
    await container(objectStore, objectStore).create();
    expect(await container(ledgerStore, ledgerStore).exists()).toBe(false);
  });

  test('keep what they have when they are ended and started again', async () => {
    const { objectStore } = stack.state;
    const blob = container(objectStore, objectStore).getBlockBlobClient('note');
    await blob.uploadData(Buffer.from('kept'));
    await stack.process('objects')?.stop();
    await stack.restart('objects');
    expect((await blob.downloadToBuffer()).toString()).toBe('kept');
  }, 60_000);
});

describe('a killed server', () => {
  test('mongod: is seen, comes back, and has what it acknowledged', async () => {
    await withNotes(async (notes) =>
      notes.insertOne({ text: 'kept' }, { writeConcern: { w: 'majority', journal: true } }),
    );
    const killed = stack.process('mongod');
    killed?.kill('SIGKILL');
    await killed?.exited;
    expect(killed?.isAlive()).toBe(false);
    await stack.restart('mongod');
    expect(stack.process('mongod')?.pid).not.toBe(killed?.pid);
    expect(await withNotes(async (notes) => notes.countDocuments({ text: 'kept' }))).toBe(1);
  });

  test('kafka: is seen and comes back', async () => {
    const killed = stack.process('kafka');
    killed?.kill('SIGKILL');
    expect(await killed?.exited).toBe('signal SIGKILL');
    await stack.restart('kafka');
    expect(stack.process('kafka')?.isAlive()).toBe(true);
  }, 120_000);

  test('mail: comes back with its inbox', async () => {
    const { smtpUrl } = stack.state.mail;
    await sendMail(smtpUrl, ['taro@example.jp', 'hanako@example.jp'], '年末調整のご案内', 'https://example.jp/t/a#b');
    const killed = stack.process('mail');
    killed?.kill('SIGKILL');
    await killed?.exited;
    await stack.restart('mail');
    expect(await inbox('Hanako@example.jp')).toMatchObject([
      { subject: '年末調整のご案内', to: ['taro@example.jp', 'hanako@example.jp'], messageId: '<1@nencho.example>' },
    ]);
    expect(await inbox('nobody@example.jp')).toEqual([]);
  });
});

describe('a launcher that is killed', () => {
  test('leaves servers that the next one takes over, and stop ends them all', async () => {
    await stack.stop();
    const launcher: ChildProcess = spawn(
      process.execPath,
      [join(import.meta.dirname, 'testing', 'stack-process.js'), dataDirectory, servers.join(',')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { stdout } = launcher;
    if (stdout === null) {
      throw new Error('no output');
    }
    await once(stdout, 'data');
    const orphans = pidsOf(dataDirectory);
    expect(Object.keys(orphans).sort()).toEqual(['kafka', 'ledger', 'mail', 'mongod', 'objects']);
    launcher.kill('SIGKILL');
    await once(launcher, 'exit');
    expect(pidsOf(dataDirectory)).toEqual(orphans);

    stack = await start();
    for (const name of servers) {
      expect(stack.process(name)).toMatchObject({ pid: orphans[name], adopted: true });
    }
    await stack.stop();
    expect(pidsOf(dataDirectory)).toEqual({});
    expect(isMongod(orphans['mongod'])).toBe(false);
    stack = await start();
  }, 180_000);
});

describe('a port that a stranger took meanwhile', () => {
  test('is left to the stranger: mongod moves, with its data', async () => {
    await withNotes(async (notes) => notes.insertOne({ text: 'moved' }));
    await stack.stop();
    const port = Number(new URL(stack.state.mongodbUri.replace('mongodb:', 'http:')).port);
    const stranger = createServer((socket) => socket.destroy());
    stranger.listen(port, '127.0.0.1');
    await once(stranger, 'listening');
    try {
      stack = await start();
      expect(stack.state.mongodbUri).not.toContain(`:${port}/`);
      expect(await withNotes(async (notes) => notes.countDocuments({ text: 'moved' }))).toBe(1);
    } finally {
      stranger.close();
    }
  }, 120_000);
});

describe('stopping', () => {
  test('in the middle of the start leaves no process and no taken port', async () => {
    const other = join(temporary.path, 'other');
    const starting = await startStack({ dataDirectory: other, servers, external: {} });
    await starting.ready.mail;
    await starting.stop();
    expect(pidsOf(other)).toEqual({});
    const ports = JSON.parse(readFileSync(join(other, 'ports.json'), 'utf8')) as Record<string, number>;
    expect(await Promise.all(Object.values(ports).map(async (port) => isPortFree(port)))).not.toContain(false);
    await expect(starting.ready.kafka).rejects.toThrow();
    await removeDataDirectory(other);
  }, 60_000);
});

describe('existing servers', () => {
  test('are used instead of own ones', async () => {
    const other = join(temporary.path, 'external');
    const external = { mongodbUri: stack.state.mongodbUri };
    const second = await startStack({ dataDirectory: other, servers: ['mongod'], external });
    await whenReady(second);
    expect(second.process('mongod')).toBeUndefined();
    expect(second.state.mongodbUri).toBe(stack.state.mongodbUri);
    await second.stop();
    expect(stack.process('mongod')?.isAlive()).toBe(true);
  });

  test('that do not answer are named with the variable', async () => {
    const external = { mongodbUri: 'mongodb://127.0.0.1:1/?replicaSet=rs0' };
    const second = await startStack({ dataDirectory: join(temporary.path, 'dead'), servers: ['mongod'], external });
    await expect(whenReady(second)).rejects.toThrow(/^the server that MONGODB_URI names cannot be used: /);
  });
});

describe('a data directory', () => {
  test('that holds something else is neither used nor removed', async () => {
    await expect(startStack({ dataDirectory: import.meta.dirname, servers: [] })).rejects.toThrow(
      /holds something else/,
    );
    await expect(removeDataDirectory(import.meta.dirname)).rejects.toThrow(/holds something else/);
  });
});
