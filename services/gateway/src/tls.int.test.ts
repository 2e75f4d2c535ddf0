import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { newId } from '@nencho/kernel';
import { type Send, serviceCertificate, signInTenantUser, testServers, type TestSession } from '@nencho/testing';
import { answering, startPeer } from './testing/test-peers.js';
import { startTestGateway, type TestGateway } from './testing/test-gateway.js';
import { testRealms } from './testing/test-realms.js';

const realms = testRealms();
const person = { tenantCode: 'acme', loginId: 'e0001', password: 'A-Long-Enough-Password-1' };
// Any leaf of the development authority that names localhost serves browsers here.
const { certFile, keyFile, caFile } = serviceCertificate('gateway');
let gateway: TestGateway;
let session: TestSession;
let setCookies: string[] = [];
let stopPeer: () => Promise<void>;

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** https with the development authority; Keycloak's own origin directly, as it is another one here. */
const send: Send = async (address, init) => {
  const { keycloak } = testServers();
  if (!address.startsWith('https:')) return fetch(address.replace(keycloak.publicUrl, keycloak.url), init);
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(new Headers(init.headers));
    const options = { method: init.method ?? 'GET', headers, ca: readFileSync(caFile), servername: 'localhost' };
    const call = request(address.replace('localhost', '127.0.0.1'), options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const status = answer.statusCode ?? 500;
        const body = [204, 304].includes(status) ? null : Buffer.concat(chunks);
        const received = new Headers();
        for (let at = 0; at < answer.rawHeaders.length; at += 2) {
          received.append(answer.rawHeaders[at] ?? '', answer.rawHeaders[at + 1] ?? '');
        }
        setCookies.push(...received.getSetCookie());
        resolve(new Response(body, { status, headers: received }));
      });
    });
    call.on('error', reject);
    if (init.body instanceof URLSearchParams) call.setHeader('content-type', 'application/x-www-form-urlencoded');
    const { body } = init;
    call.end(typeof body === 'string' || body instanceof URLSearchParams ? body.toString() : undefined);
  });
};

beforeAll(async () => {
  const identity = answering(IdentityServiceService, {
    getMe: async () =>
      Promise.resolve({
        ...{ tenantId: '', tenantCode: 'acme', tenantName: 'Acme', loginId: 'e0001' },
        ...{ card: undefined, grants: [], permissions: [] },
      }),
  });
  const peer = await startPeer('identity', [identity], realms);
  stopPeer = async () => peer.stop(0);
  const port = await freePort();
  const publicUrl = `https://localhost:${port}`;
  gateway = await startTestGateway({
    ...{ realms, port, targets: { identity: peer.target }, tls: { certFile, keyFile } },
    config: { PUBLIC_BASE_URL: publicUrl },
  });
  await realms.create({ publicUrl });
  await realms.addTenantUser({ username: 'acme.e0001', password: person.password, tenantId: newId() });
  session = await signInTenantUser({ baseUrl: publicUrl, send, ...person });
}, 300_000);

afterAll(async () => {
  await gateway.drop();
  await gateway.stop();
  await stopPeer();
  await realms.remove();
});

describe('over TLS', () => {
  test('a person signs in, and the cookie is bound to the host', async () => {
    expect((await session.fetch('/api/v1/me')).status).toBe(200);
    const own = setCookies.filter((cookie) => cookie.includes('nencho'));
    expect(own.length).toBeGreaterThan(1);
    for (const cookie of own) {
      expect(cookie).toMatch(/^__Host-nencho=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
    }
  });

  test('HSTS and the upgrade of requests are on, and the issuer elsewhere is a target of forms', async () => {
    const { headers } = await send(`${gateway.baseUrl}/`, {});
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain('upgrade-insecure-requests');
    expect(policy).toContain(`form-action 'self' ${new URL(testServers().keycloak.publicUrl).origin}`);
  });

  test.each([
    ['TLSv1.1', false],
    ['TLSv1.2', true],
    ['TLSv1.3', true],
  ] as const)('%s is taken: %s', async (version, isTaken) => {
    setCookies = [];
    const taken = await new Promise<boolean>((resolve) => {
      const options = { ca: readFileSync(caFile), servername: 'localhost', minVersion: version, maxVersion: version };
      const ciphers = version === 'TLSv1.1' ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {};
      const socket = tlsConnect(gateway.port, '127.0.0.1', { ...options, ...ciphers }, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => {
        resolve(false);
      });
    });
    expect(taken).toBe(isTaken);
  });
});
