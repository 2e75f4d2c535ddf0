import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createCertificateAuthority } from '../certificates.js';
import { freePort } from '../ports.js';
import { temporaryDirectory } from '../testing/temporary-directory.js';
import { federatedTokenFile } from './access.js';
import { emulatedTenant } from './key-vault-emulator.js';

type Answer = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly challenge: string | undefined;
};

let directory: ReturnType<typeof temporaryDirectory>;
let authority: string;
let ports: { tokens: number; vault: number };
let emulator: ChildProcess;

const start = async (): Promise<void> => {
  const main = join(import.meta.dirname, 'main.js');
  const at = (name: string) => join(directory.path, name);
  emulator = spawn(
    process.execPath,
    [main, at('vaults'), at('cert.pem'), at('key.pem'), '127.0.0.1', ports.tokens, `a=${ports.vault}`, 0].map(String),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (emulator.stdout !== null) await once(emulator.stdout, 'data');
};

const end = async (signal: NodeJS.Signals): Promise<void> => {
  const ended = once(emulator, 'exit');
  emulator.kill(signal);
  await ended;
};

beforeEach(async () => {
  directory = temporaryDirectory();
  const ca = await createCertificateAuthority(new Date());
  authority = ca.certificate;
  const { cert, key } = await ca.issue('key-vault');
  writeFileSync(join(directory.path, 'cert.pem'), cert);
  writeFileSync(join(directory.path, 'key.pem'), key);
  ports = { tokens: await freePort(), vault: await freePort() };
  await start();
});
afterEach(async () => {
  if (emulator.exitCode === null && emulator.signalCode === null) await end('SIGKILL');
  directory.remove();
});

const send = async (
  port: number,
  method: string,
  path: string,
  headers: Record<string, string>,
  text = '',
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      { host: 'localhost', port, method, path, headers, ca: authority, agent: false },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
          resolve({ status: incoming.statusCode ?? 0, body, challenge: incoming.headers['www-authenticate'] });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(text);
  });

const tokenOf = async (workload: string, assertion?: string): Promise<Answer> => {
  const secret =
    assertion ?? readFileSync(federatedTokenFile(join(directory.path, 'vaults', 'workloads'), workload), 'utf8');
  const form = new URLSearchParams({ client_id: workload, client_assertion: secret }).toString();
  return send(ports.tokens, 'POST', `/${emulatedTenant}/oauth2/v2.0/token`, {}, form);
};

const as = async (workload: string) => {
  const token = String((await tokenOf(workload)).body['access_token']);
  return async (method: string, path: string, body?: object): Promise<Answer> =>
    send(
      ports.vault,
      method,
      `${path}?api-version=7.6`,
      { authorization: `Bearer ${token}` },
      body === undefined ? '' : JSON.stringify(body),
    );
};

describe('the key vault emulator', () => {
  test('lets nobody in without a token, and challenges', async () => {
    const { status, challenge } = await send(ports.vault, 'GET', '/keys/x', {});
    expect(status).toBe(401);
    expect(challenge).toContain('Bearer authorization="https://');
    expect((await send(ports.vault, 'GET', '/keys/x', { authorization: 'Bearer tests.9999999999.x' })).status).toBe(
      401,
    );
    expect((await tokenOf('tests', 'guessed')).status).toBe(401);
  });

  test('nobody may purge, not even retention', async () => {
    const identity = await as('identity');
    const retention = await as('retention');
    await identity('POST', '/keys/k1/create', { kty: 'RSA', key_size: 2048 });
    expect((await retention('DELETE', '/keys/k1')).status).toBe(200);
    expect((await retention('DELETE', '/deletedkeys/k1')).status).toBe(403);
  });

  test('a deleted key can be recovered, and then opens again', async () => {
    const identity = await as('identity');
    const retention = await as('retention');
    await identity('POST', '/keys/k1/create', { kty: 'RSA' });
    const value = Buffer.alloc(32, 7).toString('base64url');
    const { body } = await identity('POST', '/keys/k1//wrapkey', { alg: 'RSA-OAEP-256', value });
    const { pathname } = new URL(String(body['kid']));
    const unwrap = async () => identity('POST', `${pathname}/unwrapkey`, { alg: 'RSA-OAEP-256', value: body['value'] });
    await retention('DELETE', '/keys/k1');
    expect((await unwrap()).status).toBe(404);
    await new Promise((resolve) => setTimeout(resolve, 300)); // a deletion takes its time
    expect((await retention('POST', '/deletedkeys/k1/recover')).status).toBe(200);
    expect((await unwrap()).body['value']).toBe(value);
  });

  test('a kill -9 loses nothing that was acknowledged', async () => {
    const identity = await as('identity');
    const acknowledged = new Map<string, { kid: string; value: string }>();
    const secret = Buffer.alloc(32, 9).toString('base64url');
    const make = async (name: string): Promise<void> => {
      await identity('POST', `/keys/${name}/create`, { kty: 'RSA' });
      const { body } = await identity('POST', `/keys/${name}//wrapkey`, { alg: 'RSA-OAEP-256', value: secret });
      acknowledged.set(name, { kid: new URL(String(body['kid'])).pathname, value: String(body['value']) });
      if (acknowledged.size === 5) emulator.kill('SIGKILL'); // amid the work on the others
    };
    const ended = once(emulator, 'exit');
    await Promise.allSettled(Array.from({ length: 20 }, async (_, index) => make(`k${index}`)));
    await ended;
    expect(acknowledged.size).toBeGreaterThanOrEqual(5);
    await start();
    for (const { kid, value } of acknowledged.values()) {
      const { status, body } = await identity('POST', `${kid}/unwrapkey`, { alg: 'RSA-OAEP-256', value });
      expect([status, body['value']]).toEqual([200, secret]); // with the token of before the crash
    }
  });

  test('refuses to begin with a state that it cannot read: an empty vault would erase every tenant', async () => {
    const identity = await as('identity');
    await identity('POST', '/keys/k1/create', { kty: 'RSA' });
    await end('SIGTERM');
    const file = join(directory.path, 'vaults', 'vault-a.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100));
    emulator = spawn(
      process.execPath,
      [
        join(import.meta.dirname, 'main.js'),
        join(directory.path, 'vaults'),
        join(directory.path, 'cert.pem'),
        join(directory.path, 'key.pem'),
        '127.0.0.1',
        String(ports.tokens),
        `a=${ports.vault}`,
      ],
      { stdio: 'ignore' },
    );
    const [code] = (await once(emulator, 'exit')) as [number];
    expect(code).toBe(1);
  });
});
