import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Express } from 'express';
import { type Config } from './config.js';

type Options = Pick<Config, 'HOST' | 'PORT' | 'WEB_TLS_CERT_FILE' | 'WEB_TLS_KEY_FILE'>;

const createWebServer = (app: Express, { WEB_TLS_CERT_FILE: cert, WEB_TLS_KEY_FILE: key }: Options): Server =>
  cert === undefined || key === undefined
    ? createServer(app)
    : createTlsServer({ cert: readFileSync(cert), key: readFileSync(key), minVersion: 'TLSv1.2' }, app);

/** How long connections that are kept open hear that they are to end, before the idle ones are closed. */
const farewellMs = 2_000;

/**
 * Listens for browsers. `stop` first tells every connection with its next answer to come no more, since one that is
 * closed without a word may have a request on its way; then it lets answers under way end, and cuts what has not ended
 * in time.
 */
export const startWebServer = async (app: Express, options: Options) => {
  const server = createWebServer(app, options);
  server.requestTimeout = 180_000;
  server.headersTimeout = 20_000;
  server.maxHeadersCount = 100;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.PORT, options.HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  let leaving = false;
  server.prependListener('request', (_, response) => {
    if (leaving) response.setHeader('connection', 'close');
  });
  const stop = async (): Promise<void> => {
    leaving = true;
    if ((await promisify(server.getConnections.bind(server))()) > 0) await pause(farewellMs);
    const closed = new Promise<void>((resolve) => {
      server.close(() => {
        resolve();
      });
    });
    server.closeIdleConnections();
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, 15_000);
    await closed;
    clearTimeout(cut);
  };
  return { port, stop };
};
