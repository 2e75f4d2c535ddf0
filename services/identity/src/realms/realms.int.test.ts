import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testServers } from '@nencho/testing';
import { startRealms, type Realms } from '../testing/harness.js';
import { claimsOf, refresh, signIn } from '../testing/sign-in.js';
import { ensureLocalOperator } from './local-operator.js';
import { reconcileRealms } from './reconcile-realm.js';

let realms: Realms;

beforeAll(async () => {
  realms = await startRealms();
}, 300_000);
afterAll(async () => realms.remove());

const both = () => Object.values(realms.input.names);
const get = async (path: string): Promise<unknown> => (await realms.admin.call('GET', path)).body;
const list = async (path: string) => (await get(path)) as Record<string, unknown>[];
const password = 'a long enough phrase 2026';
const belongsToOther = async () => Promise.resolve(false);
const put = async (username: string, temporary = false) =>
  realms.users.put({ username, tenantId: randomUUID(), password, temporary, belongsToOther });

describe('reconciling', () => {
  test('again changes nothing', async () => {
    expect(await reconcileRealms(realms.admin, realms.input)).toEqual([]);
  });

  test('puts back whatever was changed by hand, and names it without values', async () => {
    const realm = realms.input.names.tenants;
    const [gateway] = await list(`/${realm}/clients?clientId=nencho-gateway`);
    await realms.admin.call('PUT', `/${realm}`, { registrationAllowed: true, passwordPolicy: 'length(8)' });
    await realms.admin.call('PUT', `/${realm}/authentication/required-actions/VERIFY_PROFILE`, {
      ...((await get(`/${realm}/authentication/required-actions/VERIFY_PROFILE`)) as object),
      enabled: true,
    });
    await realms.admin.call('PUT', `/${realm}/clients/${String(gateway?.['id'])}`, {
      ...gateway,
      secret: 'another one',
      redirectUris: ['*'],
    });
    await realms.admin.call('POST', `/${realm}/clients`, { clientId: 'sneaky', directAccessGrantsEnabled: true });
    const changes = await reconcileRealms(realms.admin, realms.input);
    expect(changes).toEqual([
      `${realm}: settings (registrationAllowed, passwordPolicy)`,
      `${realm}: required action VERIFY_PROFILE`,
      `${realm}: client nencho-gateway (secret, redirectUris)`,
      `${realm}: direct access grants of client sneaky`,
    ]);
    expect(changes.join()).not.toContain(realms.input.gateway.secret);
    expect(await reconcileRealms(realms.admin, realms.input)).toEqual([]);
  });

  test('sets the life of access tokens', async () => {
    const realm = realms.input.names.tenants;
    await reconcileRealms(realms.admin, { ...realms.input, accessTokenSeconds: 60 });
    expect(await get(`/${realm}`)).toMatchObject({ accessTokenLifespan: 60 });
    await reconcileRealms(realms.admin, realms.input);
  });
});

describe('the realms', () => {
  test('no client of either takes a password for a token', async () => {
    for (const realm of both()) {
      const clients = await list(`/${realm}/clients`);
      expect(clients.length).toBeGreaterThan(6);
      expect(clients.filter((client) => client['directAccessGrantsEnabled'] !== false)).toEqual([]);
      const answer = await fetch(`${testServers().keycloak.url}/realms/${realm}/protocol/openid-connect/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: 'x', password }),
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
  });

  test('account pages, registration and reset by mail are off, brute force detection is on', async () => {
    for (const realm of both()) {
      expect(await get(`/${realm}`)).toMatchObject({
        registrationAllowed: false,
        resetPasswordAllowed: false,
        loginWithEmailAllowed: false,
        bruteForceProtected: true,
        failureFactor: 5,
        revokeRefreshToken: true,
        eventsEnabled: false,
        adminEventsDetailsEnabled: false,
        defaultLocale: 'ja',
      });
      const off = await list(`/${realm}/clients`);
      for (const clientId of ['account', 'account-console', 'security-admin-console', 'admin-cli']) {
        expect(off.find((client) => client['clientId'] === clientId)).toMatchObject({ enabled: false });
      }
      const actions = await list(`/${realm}/authentication/required-actions`);
      expect(actions.filter(({ enabled }) => enabled === true).map(({ alias }) => alias)).toEqual(['UPDATE_PASSWORD']);
    }
  });

  test('nobody, not even an administrator, can write a name or a mail address into them', async () => {
    const realm = realms.input.names.tenants;
    const username = `mihon.${randomUUID()}`;
    const { sub } = await put(username);
    for (const personal of [
      { email: 'taro@example.test' },
      { firstName: '太郎' },
      { attributes: { nickname: ['太郎'] } },
    ]) {
      await realms.admin.call('PUT', `/${realm}/users/${sub}`, { username, ...personal });
    }
    const user = JSON.stringify(await get(`/${realm}/users/${sub}`));
    expect(user).not.toMatch(/example\.test|太郎/);
  });

  test('the service account can manage users of its realm and nothing else', async () => {
    const realm = realms.input.names.tenants;
    const [client] = await list(`/${realm}/clients?clientId=nencho-identity`);
    const account = (await get(`/${realm}/clients/${String(client?.['id'])}/service-account-user`)) as { id: string };
    const roles = JSON.stringify(await get(`/${realm}/users/${account.id}/role-mappings`));
    expect(roles).toContain('manage-users');
    expect(roles).not.toMatch(/tenant-user|manage-realm|manage-clients|default-roles/);
  });

  test('nobody can act as another person: not the service account, not even the administrator of all realms', async () => {
    const realm = realms.input.names.tenants;
    const { sub } = await put(`mihon.${randomUUID()}`);
    const { url } = testServers().keycloak;
    const impersonate = async (token: string): Promise<number> => {
      const init = { method: 'POST', headers: { authorization: `Bearer ${token}` } };
      return (await fetch(`${url}/admin/realms/${realm}/users/${sub}/impersonation`, init)).status;
    };
    const grant = async (of: string, id: string, secret: string): Promise<string> => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
      const answer = await fetch(`${url}/realms/${of}/protocol/openid-connect/token`, { method: 'POST', body });
      return ((await answer.json()) as { readonly access_token: string }).access_token;
    };
    // The strongest account while the system runs is identity's; the bootstrap client is for the reconcile command alone.
    expect([403, 404, 501]).toContain(
      await impersonate(await grant(realm, realms.input.identity.clientId, realms.input.identity.secret)),
    );
    const { adminClientId, adminClientSecretFile } = testServers().keycloak;
    // 501: the server was built without it.
    const secret = readFileSync(adminClientSecretFile, 'utf8').trim();
    expect(await impersonate(await grant('master', adminClientId, secret))).toBe(501);
  });

  test('nobody holds the right to impersonate, and it is taken away again from whoever gets it', async () => {
    for (const realm of both()) {
      const [client] = await list(`/${realm}/clients?clientId=realm-management`);
      const clientId = String(client?.['id']);
      const roles = `/${realm}/clients/${clientId}/roles`;
      const username = `mihon.${randomUUID()}`;
      await realms.admin.call('POST', `/${realm}/users`, { username, enabled: true });
      await realms.admin.call('POST', `/${realm}/roles`, { name: 'helpful' });
      const [user] = await list(`/${realm}/users?exact=true&username=${username}`);
      const holder = `/${realm}/users/${String(user?.['id'])}/role-mappings/clients/${clientId}`;
      const rights = [await get(`${roles}/impersonation`), await get(`${roles}/realm-admin`)];
      await realms.admin.call('POST', holder, rights);
      await realms.admin.call('POST', `/${realm}/roles/helpful/composites`, rights);
      expect(await list(holder)).toHaveLength(2);
      expect(await reconcileRealms(realms.admin, realms.input)).toEqual([
        `${realm}: impersonation in role helpful`,
        `${realm}: impersonation of users`,
        `${realm}: realm-admin in role helpful`,
        `${realm}: realm-admin of users`,
      ]);
      for (const name of ['impersonation', 'realm-admin']) expect(await list(`${roles}/${name}/users`)).toEqual([]);
      expect(await list(`/${realm}/roles/helpful/composites`)).toEqual([]);
    }
  });

  test('passwords lie under argon2', async () => {
    const { sub } = await put(`mihon.${randomUUID()}`);
    const [credential] = await list(`/${realms.input.names.tenants}/users/${sub}/credentials`);
    expect(credential?.['credentialData']).toContain('argon2');
  });
});

describe('a bare user', () => {
  test('signs in by password alone, is asked for nothing, and the token says who and not what', async () => {
    const username = `mihon.${randomUUID()}`;
    const tenantId = randomUUID();
    const { sub } = await realms.users.put({ username, tenantId, password, temporary: false, belongsToOther });
    const { access_token: access, id_token: id } = await signIn(realms, { username, password });
    const claims = claimsOf(access);
    expect(claims).toMatchObject({
      sub,
      aud: 'nencho-api',
      tenant: tenantId,
      preferred_username: username,
      amr: ['pwd'],
    });
    const { roles } = claims['realm_access'] as { readonly roles: readonly string[] };
    expect([...roles].sort()).toEqual([`default-roles-${realms.input.names.tenants}`, 'tenant-user']);
    expect(claims['auth_time']).toEqual(expect.any(Number));
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(300);
    for (const token of [claims, claimsOf(id)]) {
      for (const personal of ['email', 'name', 'given_name', 'family_name', 'resource_access']) {
        expect(token).not.toHaveProperty(personal);
      }
    }
  });

  test('must change a temporary password and cannot keep it', async () => {
    const username = `mihon.${randomUUID()}`;
    const { sub } = await put(username, true);
    expect(await realms.users.awaitsPasswordChange(sub)).toBe(true);
    await expect(signIn(realms, { username, password })).rejects.toThrow('new password');
    await expect(signIn(realms, { username, password, newPassword: 'passwordpassword' })).rejects.toThrow('again');
    await signIn(realms, { username, password, newPassword: 'quite another phrase 26' });
    expect(await realms.users.awaitsPasswordChange(sub)).toBe(false);
  });

  test('gets a new refresh token each time, and the old one is worth nothing', async () => {
    const username = `mihon.${randomUUID()}`;
    await put(username);
    const first = await signIn(realms, { username, password });
    const second = await refresh(realms, first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    await expect(refresh(realms, first.refresh_token)).rejects.toThrow('400');
  });

  test('is out as soon as shut out: no sign-in, no refresh', async () => {
    const username = `mihon.${randomUUID()}`;
    const { sub } = await put(username);
    const { refresh_token: token } = await signIn(realms, { username, password });
    await realms.users.shutOut(sub);
    await expect(refresh(realms, token)).rejects.toThrow('400');
    await expect(signIn(realms, { username, password })).rejects.toThrow();
    await realms.users.shutOut(randomUUID());
  });

  test('of another tenant is not taken over', async () => {
    const username = `mihon.${randomUUID()}`;
    await put(username);
    await expect(put(username)).rejects.toMatchObject({ code: 'internal' });
    await signIn(realms, { username, password });
  });
});

test('the local operator is made once and keeps the password', async () => {
  const realm = realms.input.names.operators;
  const operator = { username: 'local-operator', password };
  expect(await ensureLocalOperator(realms.admin, realm, operator)).toEqual([`${realm}: operator`]);
  expect(await ensureLocalOperator(realms.admin, realm, { ...operator, password: 'another phrase 2026' })).toEqual([]);
});
