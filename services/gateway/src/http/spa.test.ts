import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { apiNotFound, problemHandler } from './problem.js';
import { securityHeaders } from './security-headers.js';
import { serveSpa } from './spa.js';

const root = mkdtempSync(join(tmpdir(), 'nencho-spa-'));
const quiet = { error: () => undefined, warn: () => undefined };
let server: Server;
let base = '';

beforeAll(async () => {
  mkdirSync(join(root, 'assets'));
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Nencho</title>');
  writeFileSync(join(root, 'assets/index-abc.js'), 'export {};');
  writeFileSync(join(root, 'icon.svg'), '<svg/>');
  writeFileSync(join(root, '.secret'), 'no');
  const app = express();
  const local = { publicBaseUrl: 'http://localhost:3000', issuer: 'http://localhost:3000/auth/realms/nencho' };
  app.use(...securityHeaders({ ...local, isLoopback: true }));
  app.use(...serveSpa(root), apiNotFound, problemHandler({ logger: quiet }));
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

describe('the built application', () => {
  test.each(['/', '/t/acme', '/t/acme/invitation', '/declaration/1', '/admin/people'])(
    '%s is the page',
    async (path) => {
      const answer = await fetch(base + path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
      expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await answer.text()).toContain('Nencho');
    },
  );

  test('files with a hash are kept for ever, others are asked for anew', async () => {
    const asset = await fetch(`${base}/assets/index-abc.js`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${base}/icon.svg`)).headers.get('cache-control')).toBe('no-cache');
    const etag = (await fetch(base)).headers.get('etag') ?? '';
    const again = await fetch(base, { headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' } });
    expect(again.status).toBe(304);
  });

  test.each(['/assets/index-old.js', '/assets/', '/.secret', '/%2e%2e/package.json', '/..%2fpackage.json', '/x.php'])(
    '%s is not there',
    async (path) => {
      const answer = await fetch(base + path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).not.toContain('"name"');
    },
  );

  test('nothing is written there', async () => {
    expect((await fetch(`${base}/t/acme`, { method: 'POST' })).status).toBe(404);
  });

  test('before it is built the answer is 503', async () => {
    const app = express();
    const empty = mkdtempSync(join(tmpdir(), 'nencho-spa-'));
    app.use(...serveSpa(empty), problemHandler({ logger: quiet }));
    const other = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const answer = await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
    expect(answer.status).toBe(503);
    other.close();
    other.closeAllConnections();
    rmSync(empty, { recursive: true });
  });
});

test('every answer carries the security headers, without HSTS on loopback', async () => {
  const { headers } = await fetch(base);
  expect(headers.get('content-security-policy')).toBe(
    "default-src 'none';script-src 'self';style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' " +
      "'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg=';img-src 'self' data: blob:;font-src 'self';" +
      "connect-src 'self';manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none';" +
      "require-trusted-types-for 'script'",
  );
  const expected = {
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'strict-transport-security': null,
    'x-powered-by': null,
  };
  for (const [name, value] of Object.entries(expected)) expect([name, headers.get(name)]).toEqual([name, value]);
});
