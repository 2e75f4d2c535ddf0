import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { keycloakReady, testServers } from '@nencho/testing';
import { bootstrapHttp } from '../testing/harness.js';
import { refuseDirectGrants, refuseImpersonation } from './fit-server.js';

jest.setTimeout(180_000);

const directory = mkdtempSync(join(tmpdir(), 'nencho-reconcile-'));
const secretFile = join(directory, 'secret');
const command = join(import.meta.dirname, '..', 'reconcile-realms.js');

beforeAll(async () => {
  writeFileSync(secretFile, randomBytes(18).toString('base64url'));
  await keycloakReady();
});
afterAll(() => rmSync(directory, { recursive: true }));

type Outcome = { readonly code: number; readonly errors: string };

/** The command as an installation runs it, on realms that are not there yet. */
const reconcile = async (adminUrl: string, environment: 'production' | 'test', realm: string): Promise<Outcome> => {
  const { keycloak } = testServers();
  const env = {
    ...{ NODE_ENV: environment, KEYCLOAK_ADMIN_URL: adminUrl, PUBLIC_BASE_URL: 'https://nencho.example.jp' },
    ...{ KEYCLOAK_REALM: realm, KEYCLOAK_OPS_REALM: `${realm}-ops` },
    ...{ KEYCLOAK_CLIENT_ID: 'nencho-identity', KEYCLOAK_CLIENT_SECRET_FILE: secretFile },
    ...{ OIDC_CLIENT_ID: 'nencho-gateway', OIDC_CLIENT_SECRET_FILE: secretFile },
    KEYCLOAK_BOOTSTRAP_CLIENT_ID: keycloak.adminClientId,
    KEYCLOAK_BOOTSTRAP_CLIENT_SECRET_FILE: keycloak.adminClientSecretFile,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [command], { env }, (error, _output, errors) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, errors }),
    );
  });
};

const newRealm = (): string => `t${randomBytes(4).toString('hex')}-fit`;
const status = async (path: string): Promise<number> => (await bootstrapHttp().call('GET', path)).status;

describe('the real Keycloak of the stack', () => {
  test('has no feature by which somebody could act as another person', async () =>
    expect(refuseImpersonation(bootstrapHttp())).resolves.toBeUndefined());

  test('is refused in production while a client of its master realm takes passwords, and nothing is changed', async () => {
    const realm = newRealm();
    const { code, errors } = await reconcile(testServers().keycloak.url, 'production', realm);
    expect(code).toBe(78);
    expect(errors).toContain('turn direct access grants of admin-cli off');
    expect(errors).toContain('Nothing was changed.');
    expect([await status(`/${realm}`), await status(`/${realm}-ops`)]).toEqual([404, 404]);
  });

  test('is fit once that is off', async () => {
    const http = bootstrapHttp();
    const { body } = await http.call('GET', '/master/clients?clientId=admin-cli');
    const [client] = body as readonly [{ readonly id: string }];
    const put = async (directAccessGrantsEnabled: boolean) =>
      http.call('PUT', `/master/clients/${client.id}`, { ...client, directAccessGrantsEnabled });
    await put(false);
    try {
      await expect(refuseDirectGrants(http)).resolves.toBeUndefined();
    } finally {
      await put(true);
    }
  });
});

/**
 * A STAND-IN, not Keycloak: it only answers a sign-in and what a server with other features says about itself. The stack's
 * own Keycloak is built without them, and building another one would take minutes.
 */
const standIn = async (info: object) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const answer = request.url?.includes('/openid-connect/token') === true ? { access_token: 'x' } : info;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/auth`,
    asked,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

describe('a server (stand-in)', () => {
  test.each([
    [
      'with impersonation',
      { features: [{ name: 'IMPERSONATION', enabled: true }] },
      '--features-disabled=impersonation',
    ],
    ['with the old token exchange', { features: [{ name: 'TOKEN_EXCHANGE', enabled: true }] }, '=token-exchange.'],
    ['that does not say what it has', {}, 'does not say which features'],
  ])('%s is refused, and nothing is changed', async (_what, info, words) => {
    const stand = await standIn(info);
    try {
      const { code, errors } = await reconcile(stand.url, 'test', newRealm());
      expect(code).toBe(78);
      expect(errors).toContain(words);
      expect(stand.asked).toEqual([
        'POST /auth/realms/master/protocol/openid-connect/token',
        'GET /auth/admin/serverinfo',
      ]);
    } finally {
      stand.stop();
    }
  });
});
