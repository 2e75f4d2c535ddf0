import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { testServers } from '@nencho/testing';
import { signedInSuite } from '../testing/signed-in-suite.js';

const suite = signedInSuite({});

type Raw = { readonly status: number; readonly body: string; readonly headers: NodeJS.Dict<string | string[]> };

/** The path as it is written, without the cleaning that URL and fetch do. */
const raw = async (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: suite.first().port, path, headers, method }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => (body += chunk.toString()));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers });
      });
    });
    call.on('error', reject);
    call.end();
  });

const realm = (): string => `/auth/realms/${suite.realms.names.tenants}`;
const opsRealm = (): string => `/auth/realms/${suite.realms.names.operators}`;

describe('what of Keycloak can be reached from outside', () => {
  test.each([
    ['the tenants’ sign-in', () => `${realm()}/protocol/openid-connect/auth?client_id=x`, 400],
    ['the tenants’ keys', () => `${realm()}/protocol/openid-connect/certs`, 200],
    ['the tenants’ discovery', () => `${realm()}/.well-known/openid-configuration`, 200],
    ['the operators’ discovery', () => `${opsRealm()}/.well-known/openid-configuration`, 200],
    ['the operators’ token endpoint', () => `${opsRealm()}/protocol/openid-connect/token`, 405],
    ['the operators’ device page', () => `${opsRealm()}/device`, 200],
  ])('%s', async (_name, path, status) => {
    const answer = await raw(path());
    expect(answer.status).toBe(status);
    expect(answer.headers['content-security-policy'] ?? '').not.toContain('require-trusted-types-for');
  });

  test('the style sheets and scripts of its pages', async () => {
    const page = await raw(`${opsRealm()}/device`);
    const paths = [...page.body.matchAll(/(?:href|src)="(\/auth\/resources\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) expect((await raw(path)).status).toBe(200);
  });
});

describe('what of Keycloak cannot', () => {
  test.each([
    ['the admin console', () => '/auth/admin/master/console/'],
    ['the admin API', () => `/auth/admin/realms/${suite.realms.names.tenants}/users`],
    ['the master realm', () => '/auth/realms/master/protocol/openid-connect/auth'],
    ['another realm', () => '/auth/realms/other/protocol/openid-connect/auth'],
    ['a realm whose name begins like ours', () => `${realm()}x/protocol/openid-connect/auth`],
    ['the root', () => '/auth/'],
    ['nothing at all', () => '/auth'],
    ['metrics', () => '/auth/metrics'],
    ['health', () => '/auth/health/ready'],
    ['the account pages', () => `${realm()}/account/`],
    ['client registration', () => `${realm()}/clients-registrations/openid-connect`],
    ['the tenants’ token endpoint', () => `${realm()}/protocol/openid-connect/token`],
    ['the tenants’ device flow', () => `${realm()}/device`],
    ['introspection', () => `${realm()}/protocol/openid-connect/token/introspect`],
    ['user info', () => `${realm()}/protocol/openid-connect/userinfo`],
    ['brokers', () => `${realm()}/broker/x/endpoint`],
    ['dots', () => `${realm()}/../master/account`],
    ['dots to the admin console', () => '/auth/resources/../admin/master/console/'],
    ['dots behind what is open', () => `${realm()}/protocol/openid-connect/certs/../../../../../admin/`],
    ['encoded dots', () => `${realm()}/%2e%2e/master/account`],
    ['dots encoded twice', () => `${realm()}/%252e%252e/master/account`],
    ['an encoded slash', () => `${realm()}/..%2f..%2fadmin/`],
    ['a backslash', () => `${realm()}/..\\..\\admin`],
    ['an encoded letter', () => '/auth/realms/%6daster/account'],
    ['a doubled slash', () => '/auth//admin/'],
    ['a path parameter', () => `${realm()};x/protocol/openid-connect/auth`],
    ['other capitals', () => '/AUTH/admin/'],
    ['an absolute address', () => 'http://127.0.0.1/auth/admin/'],
  ])('%s', async (_name, path) => {
    const answer = await raw(path());
    expect(answer.status).toBe(404);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).not.toContain('Keycloak');
  });
});

describe('what a client says about itself', () => {
  test('does not change the addresses that Keycloak publishes', async () => {
    const answer = await raw(`${realm()}/.well-known/openid-configuration`, {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '444',
      'x-forwarded-prefix': '/evil',
      forwarded: 'host=evil.example;proto=https',
    });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toContain('evil');
    expect((JSON.parse(answer.body) as { token_endpoint: string }).token_endpoint).toContain(
      `${testServers().publicBaseUrl}/auth/`,
    );
  });
});

test('a flood of requests is stopped at the door, whatever they ask for', async () => {
  const { startTestGateway } = await import('../testing/test-gateway.js');
  const gateway = await startTestGateway({ realms: suite.realms, config: { FLOOD_LIMIT_PER_MINUTE: 5 } });
  try {
    const statuses: number[] = [];
    for (let count = 0; count < 7; count += 1) {
      const answer = await fetch(`${gateway.url}/`, { headers: { 'x-forwarded-for': `10.0.0.${count}` } });
      statuses.push(answer.status);
      if (answer.status === 429) expect(await answer.json()).toMatchObject({ code: 'limit_exceeded', reason: 'pace' });
      else await answer.body?.cancel();
    }
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  } finally {
    await gateway.drop();
    await gateway.stop();
  }
});
