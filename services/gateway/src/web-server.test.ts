import { expect, test } from '@jest/globals';
import express from 'express';
import { Agent, get } from 'node:http';
import { startWebServer } from './web-server.js';

type Answer = { readonly status: number; readonly connection: string };

const ask = async (port: number, agent: Agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, connection: response.headers.connection ?? '' });
      });
    }).on('error', reject);
  });

test('a connection that is kept open is told to end before it is closed, and no request on it fails', async () => {
  const app = express().get('/', (_, response) => response.send('ok'));
  const server = await startWebServer(app, {
    ...{ HOST: '127.0.0.1', PORT: 0, WEB_TLS_CERT_FILE: undefined, WEB_TLS_KEY_FILE: undefined },
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  expect(await ask(server.port, agent)).toEqual({ status: 200, connection: 'keep-alive' });
  const stopped = server.stop();
  expect(await ask(server.port, agent)).toEqual({ status: 200, connection: 'close' });
  await stopped;
  agent.destroy();
});
