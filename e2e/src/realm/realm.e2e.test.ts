import { beforeAll, describe, expect, test } from '@jest/globals';
import { signInTenantUser } from '@nencho/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { testedSystem } from '../harness/system-under-test.js';
import { createTenant } from '../season/setting-up.js';

type User = Readonly<Record<string, unknown>> & { readonly id: string; readonly username: string };
type Client = { readonly clientId: string; readonly directAccessGrantsEnabled?: boolean };

const realms = ['nencho', 'nencho-ops'];
const serviceNames = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'];
let ask: (path: string, init?: RequestInit) => Promise<Response>;

beforeAll(async () => {
  const state = testedSystem();
  const { keycloak } = state;
  // Somebody whom the service itself made, whatever other suites have run before this one.
  const tenant = { code: `realm-${randomBytes(3).toString('hex')}`, displayName: '株式会社領域', seats: 1 };
  await createTenant(state, { ...tenant, adminLoginId: 'admin' }, `${randomUUID()} realm`);
  const response = await fetch(`${keycloak.url}/realms/master/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: keycloak.adminClientId,
      client_secret: readFileSync(keycloak.adminClientSecretFile, 'utf8').trim(),
    }),
  });
  const { access_token: token } = (await response.json()) as { readonly access_token: string };
  ask = async (path, init = {}) =>
    fetch(`${keycloak.url}/admin/realms/${path}`, {
      ...init,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
});

describe('the realms', () => {
  test.each(realms)('%s: no client takes a password by direct grant', async (realm) => {
    const clients = (await (await ask(`${realm}/clients`)).json()) as readonly Client[];
    expect(clients.length).toBeGreaterThan(4);
    expect(clients.filter(({ directAccessGrantsEnabled }) => directAccessGrantsEnabled === true)).toEqual([]);
  });

  test('hold no mail address and no name of anybody', async () => {
    const users = (await (await ask('nencho/users?max=1000&briefRepresentation=false')).json()) as readonly User[];
    expect(users.length).toBeGreaterThan(0);
    for (const user of users) {
      expect(Object.keys(user).filter((key) => ['email', 'firstName', 'lastName'].includes(key))).toEqual([]);
      expect(user.username).not.toContain('@');
    }
  });

  test('a bare user, without mail and names, signs in without being asked for anything personal', async () => {
    const loginId = `bare-${randomBytes(3).toString('hex')}`;
    const password = `${randomUUID()} bare`;
    const created = await ask('nencho/users', {
      method: 'POST',
      body: JSON.stringify({
        username: `nowhere.${loginId}`,
        enabled: true,
        attributes: { tenant: [randomUUID()] },
        credentials: [{ type: 'password', value: password, temporary: false }],
      }),
    });
    expect(created.status).toBe(201);
    const id = created.headers.get('location')?.split('/').at(-1) ?? '';
    // Signing in ends with a session: any page of Keycloak that asks for more would end without one.
    const { publicBaseUrl } = testedSystem();
    const session = await signInTenantUser({ baseUrl: publicBaseUrl, tenantCode: 'nowhere', loginId, password });
    // identity does not know the person: signed in is not yet allowed in.
    expect((await session.fetch('/api/v1/me')).status).toBe(401);
    const user = (await (await ask(`nencho/users/${id}`)).json()) as Readonly<Record<string, unknown>>;
    expect(Object.keys(user).filter((key) => ['email', 'firstName', 'lastName'].includes(key))).toEqual([]);
    expect(user['requiredActions']).toEqual([]);
    await ask(`nencho/users/${id}`, { method: 'DELETE' });
  });

  test('the administrator of all realms is no part of what runs: no service holds that account', () => {
    const { runDirectory, keycloak } = testedSystem();
    const secret = readFileSync(keycloak.adminClientSecretFile, 'utf8').trim();
    const services = readdirSync(runDirectory).filter((name) =>
      serviceNames.some((service) => name.startsWith(service)),
    );
    expect(services.length).toBeGreaterThanOrEqual(serviceNames.length);
    for (const file of services) {
      const { pid } = JSON.parse(readFileSync(join(runDirectory, file), 'utf8')) as { readonly pid: number };
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
      for (const trace of [keycloak.adminClientId, keycloak.adminClientSecretFile, secret, 'BOOTSTRAP']) {
        expect([file, environment.includes(trace)]).toEqual([file, false]);
      }
    }
  });
});
