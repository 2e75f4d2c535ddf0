import { expect, jest, test } from '@jest/globals';
import { startProbes } from './probes.js';

// Processes, sockets and key pairs take their time on a loaded machine.
jest.setTimeout(30_000);

test('livez answers whenever the process does; readyz as its database does, which may throw', async () => {
  let answer: () => Promise<boolean> = async () => Promise.resolve(true);
  const probes = await startProbes({ host: '127.0.0.1', port: 0, ready: async () => answer() });
  const status = async (path: string) => (await fetch(`http://127.0.0.1:${String(probes.port)}${path}`)).status;
  expect([await status('/livez'), await status('/readyz'), await status('/')]).toEqual([200, 200, 404]);
  answer = async () => Promise.resolve(false);
  expect([await status('/livez'), await status('/readyz')]).toEqual([200, 503]);
  answer = async () => Promise.reject(new Error('no primary'));
  expect([await status('/livez'), await status('/readyz')]).toEqual([200, 503]);
  await probes.stop();
  await expect(status('/livez')).rejects.toThrow();
});

test('a taken port fails the start', async () => {
  const first = await startProbes({ host: '127.0.0.1', port: 0, ready: async () => Promise.resolve(true) });
  const second = startProbes({ host: '127.0.0.1', port: first.port, ready: async () => Promise.resolve(true) });
  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await first.stop();
});
