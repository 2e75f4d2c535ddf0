import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { allocatePorts, freePort, requireFreePort } from './ports.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

const servers: Server[] = [];
const occupy = async (port: number): Promise<void> => {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
};
afterEach(() => servers.splice(0).forEach((server) => server.close()));

describe('a port that people type', () => {
  test('is not moved: the message names who has it and the way out', async () => {
    const port = await freePort();
    await occupy(port);
    await expect(requireFreePort(port, 'choose another with --port N')).rejects.toThrow(
      new RegExp(`^port ${port} is taken by pid ${process.pid} \\(.+\\); choose another with --port N$`),
    );
  });

  test('may be free', async () => {
    await expect(requireFreePort(await freePort(), 'no need')).resolves.toBeUndefined();
  });
});

describe('inner ports', () => {
  const names = ['mongod', 'kafka'] as const;
  const wish = (name: string, ours: readonly string[] = []) => ({
    names,
    file: join(temporary.path, `${name}.json`),
    ours: new Set(ours),
  });

  test('stay the same from start to start', async () => {
    const first = await allocatePorts(wish('same'));
    expect(await allocatePorts(wish('same'))).toEqual(first);
  });

  test('give way to a stranger', async () => {
    const first = await allocatePorts(wish('stranger'));
    await occupy(first.mongod);
    const second = await allocatePorts(wish('stranger'));
    expect(second.mongod).not.toBe(first.mongod);
    expect(second.kafka).toBe(first.kafka);
  });

  test('stay when it is our own server that has them', async () => {
    const first = await allocatePorts(wish('own'));
    await occupy(first.mongod);
    expect(await allocatePorts(wish('own', ['mongod']))).toEqual(first);
  });
});
