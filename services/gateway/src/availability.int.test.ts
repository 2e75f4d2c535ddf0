import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { newId } from '@nencho/kernel';
import { testServers } from '@nencho/testing';
import { answering, startPeer } from './testing/test-peers.js';
import { startTestGateway, type TestGateway } from './testing/test-gateway.js';
import { testRealms } from './testing/test-realms.js';

/** A door to Keycloak that the test opens and shuts. */
const createDoor = () => {
  let server: Server | undefined;
  let port = 0;
  const sockets = new Set<Socket>();
  return {
    reserve: async (): Promise<number> => {
      const probe = createServer();
      await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
      const address = probe.address();
      port = typeof address === 'object' && address !== null ? address.port : 0;
      await new Promise((resolve) => probe.close(resolve));
      return port;
    },
    open: async (): Promise<void> => {
      const { hostname, port: inner } = new URL(testServers().keycloak.url);
      const opened = createServer((socket) => {
        const onward = connect(Number(inner), hostname);
        socket.pipe(onward).pipe(socket);
        sockets.add(socket);
        socket.once('close', () => {
          onward.destroy();
          sockets.delete(socket);
        });
        socket.on('error', () => onward.destroy());
        onward.on('error', () => socket.destroy());
      });
      server = opened;
      await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
    },
    shut: async (): Promise<void> => {
      const opened = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      if (opened !== undefined) await new Promise((resolve) => opened.close(resolve));
    },
  };
};

const realms = testRealms();
const door = createDoor();
const person = { tenantCode: 'acme', loginId: 'e0001', password: 'A-Long-Enough-Password-1' };
let gateway: TestGateway;
let peerPort = 0;

const identity = answering(IdentityServiceService, {
  getMe: async () =>
    Promise.resolve({
      ...{ tenantId: '', tenantCode: 'acme', tenantName: 'Acme', loginId: 'e0001' },
      ...{ card: undefined, grants: [], permissions: [] },
    }),
});

/** Asks until it is so; the time limit is the test's. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
};

beforeAll(async () => {
  const peer = await startPeer('identity', [identity], realms);
  peerPort = peer.port;
  await peer.stop(0);
  const keycloakPort = await door.reserve();
  gateway = await startTestGateway({
    realms,
    targets: { identity: `127.0.0.1:${peerPort}` },
    config: { KEYCLOAK_INTERNAL_URL: `http://127.0.0.1:${keycloakPort}/auth` },
  });
  await realms.create({ gatewayUrl: gateway.url });
  await realms.addTenantUser({ username: 'acme.e0001', password: person.password, tenantId: newId() });
}, 300_000);

afterAll(async () => {
  await gateway.drop();
  await gateway.stop();
  await door.shut();
  await realms.remove();
});

const get = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  gateway.send(gateway.baseUrl + path, { headers, redirect: 'manual' });

describe('before Keycloak is there', () => {
  test('the page is served', async () => {
    const page = await get('/t/acme');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
  });

  test('the session says that sign-in is not ready', async () => {
    expect(await (await get('/api/v1/session')).json()).toEqual({ signedIn: false, keycloakReady: false });
  });

  test('the API answers 503', async () => {
    const answer = await get('/api/v1/me');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.json()).toMatchObject({ code: 'unavailable', status: 503, title: '現在利用できません' });
  });

  test('the reader’s language is chosen by Accept-Language', async () => {
    const english = await get('/api/v1/me', { 'accept-language': 'en-GB,en;q=0.8' });
    expect(await english.json()).toMatchObject({ title: 'Unavailable' });
    const other = await get('/api/v1/me', { 'accept-language': 'fr' });
    expect(await other.json()).toMatchObject({ title: '現在利用できません' });
  });

  test('sign-in says so, on a page of ours that loops nowhere', async () => {
    const asked = await gateway.send(`${gateway.baseUrl}/api/v1/sign-in`, {
      method: 'POST',
      headers: { origin: gateway.baseUrl, 'content-type': 'application/json' },
      body: JSON.stringify({ tenantCode: 'acme', loginId: 'e0001' }),
    });
    expect(asked.status).toBe(503);
    expect(await asked.json()).toMatchObject({ code: 'unavailable' });
    for (const [address, home] of [
      ['/login', '/'],
      ['/login/ops', '/ops'],
    ]) {
      const page = await get(address ?? '');
      expect(page.status).toBe(503);
      expect(await page.text()).toContain(`href="${home ?? ''}"`);
    }
  });

  test('its pages are answered by ours, for a browser and for a program', async () => {
    const path = `/auth/realms/${realms.names.tenants}/protocol/openid-connect/certs`;
    const page = await get(path, { accept: 'text/html' });
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('サインインの準備中です');
    const problem = await get(path);
    expect(problem.status).toBe(503);
    expect(await problem.json()).toMatchObject({ code: 'unavailable' });
  });
});

test('everything recovers by itself: Keycloak comes, goes and comes again; so does a service', async () => {
  await door.open();
  await until(async () => ((await (await get('/api/v1/session')).json()) as { keycloakReady: boolean }).keycloakReady);
  const session = await gateway.signIn(person);

  // identity is not there yet
  const withoutIdentity = await session.fetch('/api/v1/me');
  expect(withoutIdentity.status).toBe(503);
  expect(await withoutIdentity.json()).toMatchObject({ code: 'unavailable' });
  const peer = await startPeer('identity', [identity], realms, { port: peerPort });
  await until(async () => (await session.fetch('/api/v1/me')).status === 200);

  // Keycloak goes: whoever is signed in goes on, a refresh must wait, nobody is thrown out.
  await door.shut();
  expect((await session.fetch('/api/v1/me')).status).toBe(200);
  await gateway.connection.collection('sign_ins').updateMany({}, { $set: { refreshAt: new Date(0) } });
  expect((await session.fetch('/api/v1/me')).status).toBe(503);
  await door.open();
  await until(async () => (await session.fetch('/api/v1/me')).status === 200);
  await peer.stop(0);
}, 60_000);
