import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { freePort } from '../ports.js';
import { type Forwarder, startForwarder } from './forwarder.js';

const servers: Server[] = [];
const forwarders: Forwarder[] = [];
afterEach(async () => {
  await Promise.all(forwarders.splice(0).map(async (forwarder) => forwarder.stop()));
  servers.splice(0).forEach((server) => server.close());
});

const gateway = async (name: string): Promise<number> => {
  const server = createServer((_, response) => response.end(name));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

const forwardTo = async (targets: readonly number[]): Promise<(times: number) => Promise<readonly string[]>> => {
  const port = await freePort();
  forwarders.push(await startForwarder(port, targets));
  return async (times) => {
    const answers: string[] = [];
    for (let index = 0; index < times; index += 1) {
      const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
      answers.push(await response.text());
    }
    return answers;
  };
};

describe('the one public port', () => {
  test('deals connections out in turn', async () => {
    const ask = await forwardTo([await gateway('first'), await gateway('second')]);
    expect(await ask(4)).toEqual(['first', 'second', 'first', 'second']);
  });

  test('goes on with the gateways that live', async () => {
    const ask = await forwardTo([await freePort(), await gateway('alive')]);
    expect(await ask(3)).toEqual(['alive', 'alive', 'alive']);
  });

  test('ends the connection when none lives', async () => {
    const ask = await forwardTo([await freePort()]);
    await expect(ask(1)).rejects.toThrow();
  });
});
