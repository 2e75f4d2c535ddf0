import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startBridge } from './bridge.js';

const directory = mkdtempSync(join(tmpdir(), 'nencho-bridge-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(directory, { recursive: true, force: true });
});

const portOf = (server: Server | undefined): number => (server?.address() as AddressInfo).port;

test('what is sent over two bridges and a socket file arrives, both ways and to its end', async () => {
  const shout = createServer({ allowHalfOpen: true }, (socket) => {
    void text(socket).then((said) => socket.end(said.toUpperCase()));
  });
  await new Promise<void>((resolve) => shout.listen(0, '127.0.0.1', resolve));
  const file = { path: join(directory, 'way') };
  const far = await startBridge([{ from: file, to: { host: '127.0.0.1', port: portOf(shout) } }]);
  const near = await startBridge([{ from: { host: '127.0.0.1', port: 0 }, to: file }]);
  servers.push(shout, ...far, ...near);
  const socket = connect({ host: '127.0.0.1', port: portOf(near[0]), allowHalfOpen: true });
  socket.end('a season');
  expect(await text(socket)).toBe('A SEASON');
});
