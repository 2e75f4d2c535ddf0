import { beforeAll, describe, expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { newId } from '@nencho/kernel';
import { answerKeycloak, createBrowser } from '@nencho/testing';
import { answering } from '../testing/test-peers.js';
import { person, signedInSuite, tenantId } from '../testing/signed-in-suite.js';

const wholeTenant = {
  ...{ id: newId(), code: 'acme', displayName: '株式会社見本', seats: 10, seatsUsed: 1, state: 'active' },
  ...{ contractStart: '2026-10-01', contractEnd: '', createdAt: '2026-10-01T09:00:00+09:00' },
};
let created = 0;

const identity = answering(IdentityServiceService, {
  getMe: async () =>
    Promise.resolve({
      ...{ tenantId, tenantCode: 'acme', tenantName: 'Acme', loginId: 'e0001', card: undefined },
      ...{ grants: [], permissions: [] },
    }),
  listTenants: async () => Promise.resolve({ items: [wholeTenant], nextCursor: '' }),
  createTenant: async () => {
    created += 1;
    return Promise.resolve({ tenantId: newId(), letter: 'The letter.' });
  },
});

const suite = signedInSuite({ peers: { identity: [identity] } });
const operator = { username: 'olga', password: 'An-Operators-Password-1' };
const newTenant = {
  ...{ tenantCode: 'beta', displayName: 'Beta', seats: 5, contractStart: '2026-10-01' },
  ...{ adminLoginId: 'kanri', adminFamilyName: '管理', adminGivenName: '花子' },
};

const signedIn = async () => {
  const { baseUrl, send } = suite.first();
  const browser = createBrowser({ baseUrl, send });
  const form = await browser.open('/login/ops?returnTo=/ops/tenants');
  const last = await answerKeycloak(browser, form, operator);
  const state = (await (await browser.once('/api/v1/ops/session')).json()) as { signedIn: boolean; csrfToken: string };
  const post = async (path: string, headers: Readonly<Record<string, string>>, body: unknown = {}) =>
    browser.once(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': newId(), ...headers },
      body: JSON.stringify(body),
    });
  const own = { origin: baseUrl, 'x-nencho-csrf': state.csrfToken };
  return { browser, last, state, post, own };
};

beforeAll(async () => {
  await suite.realms.addOperator(operator);
}, 300_000);

describe('the operators’ door', () => {
  test('lets an operator in by the form, under a cookie of its own, and leads back', async () => {
    const { browser, last, state } = await signedIn();
    expect(new URL(last.url).pathname).toBe('/ops/tenants');
    expect(state.signedIn).toBe(true);
    expect(browser.jar.get('nencho-ops.sid')).toBeDefined();
    expect(browser.jar.get('nencho.sid')).toBeUndefined();
    const tenants = await browser.once('/api/v1/ops/tenants');
    expect(tenants.status).toBe(200);
    expect(await tenants.json()).toEqual({ items: [wholeTenant], nextCursor: '' });
  });

  test('opens nothing of a tenant, and a tenant’s session nothing behind it', async () => {
    const { browser } = await signedIn();
    expect((await browser.once('/api/v1/me')).status).toBe(401);
    const session = await suite.first().signIn(person);
    const { send, baseUrl } = suite.first();
    const value = session.cookie('nencho.sid') ?? '';
    for (const cookie of [`nencho.sid=${value}`, `nencho-ops.sid=${value}`]) {
      expect((await send(`${baseUrl}/api/v1/ops/tenants`, { headers: { cookie } })).status).toBe(401);
    }
    const operators = browser.jar.get('nencho-ops.sid') ?? '';
    const swapped = await send(`${baseUrl}/api/v1/me`, { headers: { cookie: `nencho.sid=${operators}` } });
    expect(swapped.status).toBe(401);
  });

  test('takes a write from our own page with the token only', async () => {
    const { post, own } = await signedIn();
    const path = '/api/v1/ops/tenants';
    expect((await post(path, own, newTenant)).status).toBe(201);
    expect(created).toBe(1);
    expect((await post(path, { ...own, origin: 'https://evil.example' }, newTenant)).status).toBe(403);
    expect((await post(path, { origin: own.origin }, newTenant)).status).toBe(403);
    expect((await post(path, { ...own, 'x-nencho-csrf': 'x'.repeat(43) }, newTenant)).status).toBe(403);
    expect((await post(path, { ...own, authorization: 'Bearer x.y.z' }, newTenant)).status).toBe(401);
    expect(created).toBe(1);
  });

  test('asks for the password again where an act wants a fresh sign-in, and only there', async () => {
    const { browser } = await signedIn();
    const known = await browser.open('/login/ops?returnTo=/ops/tenants');
    expect(new URL(known.url).pathname).toBe('/ops/tenants');
    const asked = await browser.open('/login/ops?again=true&returnTo=/ops/tenants');
    expect(await asked.response.text()).toContain('name="password"');
  });

  test('closes at sign-out, here and at Keycloak', async () => {
    const { browser, post, own } = await signedIn();
    const answer = await post('/api/v1/ops/logout', own);
    expect(await answer.json()).toEqual({ redirectTo: '/ops' });
    expect((await browser.once('/api/v1/ops/tenants')).status).toBe(401);
    const again = await browser.open('/login/ops');
    expect(await again.response.text()).toContain('name="password"');
  });
});
