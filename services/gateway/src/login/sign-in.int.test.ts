import { beforeEach, describe, expect, test } from '@jest/globals';
import { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { newId } from '@nencho/kernel';
import { answerKeycloak, createBrowser, signInOperator } from '@nencho/testing';
import { decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import { answering } from '../testing/test-peers.js';
import { person, signedInSuite, tenantId, username } from '../testing/signed-in-suite.js';

let calls = 0;

const identity = answering(IdentityServiceService, {
  getMe: async (_request, { actor }) => {
    calls += 1;
    return Promise.resolve({
      ...{ tenantId: actor.kind === 'user' ? actor.tenantId : '', tenantCode: 'acme', tenantName: 'Acme' },
      ...{ loginId: 'e0001', card: undefined, grants: [], permissions: [] },
    });
  },
  createCompany: async ({ code, name, address, corporateNumber, phone }) => {
    calls += 1;
    return Promise.resolve({ company: { id: newId(), code, name, address, corporateNumber, phone } });
  },
  listTenants: async () => {
    calls += 1;
    return Promise.resolve({ items: [], nextCursor: '' });
  },
});

const suite = signedInSuite({ peers: { identity: [identity] } });
const decodeKeyId = (token: string) => ({ kid: decodeProtectedHeader(token).kid ?? '' });

type Named = { readonly id: string; readonly name: string };

const company = { code: 'C1', name: '株式会社見本' };

type Browser = ReturnType<typeof createBrowser>;

/** What our page does when somebody has said who they are. @returns Keycloak's address */
const begin = async (browser: Browser, loginId = 'e0001', returnTo?: string): Promise<string> => {
  const answer = await browser.once('/api/v1/sign-in', {
    method: 'POST',
    headers: { origin: suite.first().baseUrl, 'content-type': 'application/json' },
    body: JSON.stringify({ tenantCode: 'acme', loginId, ...(returnTo === undefined ? {} : { returnTo }) }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { redirectTo: string }).redirectTo;
};

const signInAgain = async (browser: Browser, loginId?: string) => browser.open(await begin(browser, loginId));

/** A browser at the sign-in form, and that form. */
const atTheForm = async (returnTo?: string) => {
  const { baseUrl, send } = suite.first();
  const browser = createBrowser({ baseUrl, send });
  const page = await browser.open(await begin(browser, 'e0001', returnTo));
  return { browser, page };
};
const answers = { username, password: person.password };

beforeEach(() => {
  calls = 0;
});

describe('sign-in by authorization code', () => {
  test('a person signs in with the form and reads who they are', async () => {
    const session = await suite.first().signIn(person);
    const me = await session.fetch('/api/v1/me');
    expect(me.status).toBe(200);
    expect(await me.json()).toMatchObject({ tenantId, tenantCode: 'acme' });
    expect(me.headers.get('cache-control')).toBe('no-store');
  });

  test('the form is asked for behind a reference: the address names nobody, whatever the headers say', async () => {
    const { send, baseUrl } = suite.first();
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    const answer = await send(`${baseUrl}/login`, { headers, redirect: 'manual' });
    expect(answer.status).toBe(303);
    const browser = createBrowser({ baseUrl, send });
    for (const address of [answer.headers.get('location') ?? '', await begin(browser)]) {
      const target = new URL(address);
      expect(target.origin).toBe(new URL(baseUrl).origin);
      expect([...target.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
      expect(address).not.toContain('e0001');
    }
  });

  test('a forced change of password is part of the sign-in', async () => {
    await suite.realms.addTenantUser({
      username: 'acme.first',
      password: 'Given-In-The-Letter-1',
      tenantId,
      temporary: true,
    });
    const login = {
      tenantCode: 'acme',
      loginId: 'first',
      password: 'Given-In-The-Letter-1',
      newPassword: 'Chosen-By-The-Person-1',
    };
    const session = await suite.first().signIn(login);
    expect((await session.fetch('/api/v1/me')).status).toBe(200);
  });

  test.each([
    ['/declaration/1?step=2', '/declaration/1?step=2'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/login', '/'],
  ])('returnTo=%s leads to %s', async (given, expected) => {
    const { browser, page } = await atTheForm(given);
    const stop = (url: string): boolean => !url.includes('/auth/') && !url.includes('/login/callback');
    const last = await answerKeycloak(browser, page, answers, stop);
    expect(last.url).toBe(suite.first().baseUrl + expected);
  });
});

describe('the session', () => {
  test('has another id after sign-in, and the one from before opens nothing', async () => {
    const { browser, page } = await atTheForm();
    const before = browser.jar.get('nencho.sid');
    await answerKeycloak(browser, page, answers);
    const after = browser.jar.get('nencho.sid');
    expect(before).toBeDefined();
    expect(after).toBeDefined();
    expect(after).not.toBe(before);
    const { send, baseUrl } = suite.first();
    const withOld = await send(`${baseUrl}/api/v1/me`, { headers: { cookie: `nencho.sid=${before ?? ''}` } });
    const withNew = await send(`${baseUrl}/api/v1/me`, { headers: { cookie: `nencho.sid=${after ?? ''}` } });
    expect([withOld.status, withNew.status]).toEqual([401, 200]);
  });

  test('a made-up or altered cookie opens nothing', async () => {
    const session = await suite.first().signIn(person);
    const good = session.cookie('nencho.sid') ?? '';
    const { send, baseUrl } = suite.first();
    for (const value of [
      's%3Amadeup.signature',
      good.replace(/.$/, good.endsWith('A') ? 'B' : 'A'),
      good.split('.')[0] ?? '',
    ]) {
      const answer = await send(`${baseUrl}/api/v1/me`, { headers: { cookie: `nencho.sid=${value}` } });
      expect(answer.status).toBe(401);
    }
  });

  test('cookies are HttpOnly and SameSite=Lax', async () => {
    const { send, baseUrl } = suite.first();
    const answer = await send(`${baseUrl}/login`, { redirect: 'manual' });
    expect(answer.headers.get('set-cookie')).toMatch(/^nencho\.sid=.*Path=\/;.*HttpOnly; SameSite=Lax$/);
  });

  test('the database holds neither tokens nor session ids in clear', async () => {
    const session = await suite.first().signIn(person);
    const { connection } = suite.first();
    const id =
      decodeURIComponent(session.cookie('nencho.sid') ?? '')
        .slice(2)
        .split('.')[0] ?? '';
    expect(id.length).toBeGreaterThan(20);
    // As the bytes lie on the wire: whatever is in clear can be read in them.
    const read = async (name: string) => connection.collection(name).find({}, { raw: true }).toArray();
    const rows = (await Promise.all([read('sessions'), read('sign_ins')])) as unknown as Buffer[][];
    expect(rows.every((found) => found.length > 0)).toBe(true);
    const dump = Buffer.concat(rows.flat()).toString('latin1');
    for (const secret of [id, 'eyJ', 'refreshToken', username]) expect(dump).not.toContain(secret);
  });

  test('signing in again leaves one sign-in, not two', async () => {
    const { browser, page } = await atTheForm();
    await answerKeycloak(browser, page, answers);
    const count = async () => suite.first().connection.collection('sign_ins').countDocuments();
    const before = await count();
    await signInAgain(browser);
    expect(await count()).toBe(before);
  });
});

describe('on a computer that several people use', () => {
  const other = { tenantCode: 'acme', loginId: 'second', password: 'The-Second-Persons-Password-1' };

  test('nobody gets the session that Keycloak still keeps for somebody else', async () => {
    await suite.realms.addTenantUser({ username: 'acme.second', password: other.password, tenantId });
    const { browser, page } = await atTheForm();
    await answerKeycloak(browser, page, answers);
    const before = (await (await browser.once('/api/v1/session')).json()) as { csrfToken: string };
    const form = await signInAgain(browser, 'second');
    expect(await form.response.clone().text()).toContain('name="password"');
    await answerKeycloak(browser, form, { username: 'acme.second', password: other.password });
    const after = (await (await browser.once('/api/v1/session')).json()) as { signedIn: boolean; csrfToken: string };
    expect(after.signedIn).toBe(true);
    expect(after.csrfToken).not.toBe(before.csrfToken);
  });

  test('a page of another site cannot end it by naming somebody else', async () => {
    const { baseUrl } = suite.first();
    const { browser, page } = await atTheForm();
    await answerKeycloak(browser, page, answers);
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }]) {
      const refused = await browser.once('/api/v1/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ tenantCode: 'acme', loginId: 'second' }),
      });
      expect(refused.status).toBe(403);
    }
    expect(((await (await browser.once(`${baseUrl}/api/v1/session`)).json()) as { signedIn: boolean }).signedIn).toBe(
      true,
    );
    // Keycloak's session lives, too: the next sign-in asks for no password.
    const again = await signInAgain(browser);
    expect(again.url).not.toContain('/auth/');
  });

  test('the same person need not type the password again', async () => {
    const { browser, page } = await atTheForm();
    await answerKeycloak(browser, page, answers);
    const back = await signInAgain(browser);
    expect(new URL(back.url).pathname).toBe('/');
    expect((await browser.once('/api/v1/me')).status).toBe(200);
  });
});

describe('the callback', () => {
  test('is refused in a browser that began no sign-in', async () => {
    const { page, browser } = await atTheForm();
    let stolen = '';
    await answerKeycloak(browser, page, answers, (url) => {
      if (url.includes('/login/callback')) stolen = url;
      return stolen !== '';
    });
    expect(stolen).toContain('code=');
    const { send } = suite.first();
    const answer = await send(stolen, { redirect: 'manual' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('set-cookie')).toBeNull();
    // The rightful browser is not harmed by the attempt.
    expect((await browser.once(stolen)).status).toBe(303);
  });

  test('is refused with a forged state', async () => {
    const { browser } = await atTheForm();
    for (const state of ['forged', '__proto__', 'constructor', '']) {
      const answer = await browser.once(`/login/callback?code=abc&state=${state}&iss=x`);
      expect(answer.status).toBe(400);
    }
    expect((await browser.once('/api/v1/me')).status).toBe(401);
  });

  test('works once: a second use of the same address signs nobody in', async () => {
    const { browser, page } = await atTheForm();
    let used = '';
    await answerKeycloak(browser, page, answers, (url) => {
      if (url.includes('/login/callback')) used = url;
      return used !== '';
    });
    expect((await browser.once(used)).status).toBe(303);
    expect((await browser.once(used)).status).toBe(400);
  });

  test('a forged code is refused, and the state is spent', async () => {
    const { browser, page } = await atTheForm();
    let real = '';
    await answerKeycloak(browser, page, answers, (url) => {
      if (url.includes('/login/callback')) real = new URL(url).searchParams.get('state') ?? '';
      return real !== '';
    });
    expect(real.length).toBeGreaterThanOrEqual(43);
    expect((await browser.once(`/login/callback?code=forged&state=${real}`)).status).toBe(400);
    expect((await browser.once(`/login/callback?code=forged&state=${real}`)).status).toBe(400);
    expect((await browser.once('/api/v1/me')).status).toBe(401);
  });

  test('two tabs can both finish', async () => {
    const { browser } = await atTheForm();
    const one = await browser.open('/login?returnTo=/one');
    await browser.open('/login?returnTo=/two');
    await answerKeycloak(browser, one, answers);
    expect((await browser.once('/api/v1/me')).status).toBe(200);
  });
});

describe('requests from other sites', () => {
  const post = async (headers: Readonly<Record<string, string>>, without: readonly string[] = []) => {
    const session = await suite.first().signIn(person);
    const all: Record<string, string> = {
      cookie: `nencho.sid=${session.cookie('nencho.sid') ?? ''}`,
      'content-type': 'application/json',
      'idempotency-key': newId(),
      origin: suite.first().baseUrl,
      'x-nencho-csrf': session.csrfToken,
      ...headers,
    };
    const kept = Object.entries(all).filter(([name]) => !without.includes(name));
    const init = { method: 'POST', headers: Object.fromEntries(kept), body: JSON.stringify(company) };
    return suite.first().send(`${suite.first().baseUrl}/api/v1/companies`, init);
  };

  test('our own page may write', async () => {
    const answer = await post({ 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(201);
    expect(calls).toBe(1);
  });

  test.each([
    ['another origin', { origin: 'https://evil.example' }, []],
    ['the null origin', { origin: 'null' }, []],
    ['our origin on another port', { origin: 'http://localhost:1' }, []],
    ['another site by fetch metadata', { 'sec-fetch-site': 'cross-site' }, []],
    ['a sister site by fetch metadata', { 'sec-fetch-site': 'same-site' }, []],
    ['nowhere', {}, ['origin']],
    ['our origin without the token', {}, ['x-nencho-csrf']],
    ['our origin with a wrong token', { 'x-nencho-csrf': 'x'.repeat(43) }, []],
    ['our origin with an empty token', { 'x-nencho-csrf': '' }, []],
  ])('a write from %s reaches no service', async (_name, headers, without) => {
    const answer = await post(headers, without);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'forbidden' });
    expect(calls).toBe(0);
  });

  test('a form or a text body of another site is no JSON', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      expect((await post({ 'content-type': type })).status).toBe(415);
    }
    expect(calls).toBe(0);
  });

  test('a write without a session hears the same as a read: sign in', async () => {
    const { send, baseUrl } = suite.first();
    const headers = { origin: baseUrl, 'content-type': 'application/json', 'idempotency-key': newId() };
    const answer = await send(`${baseUrl}/api/v1/companies`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
  });

  test('a read by another site’s page is refused', async () => {
    const session = await suite.first().signIn(person);
    const answer = await session.fetch('/api/v1/me', { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.status).toBe(403);
    expect(calls).toBe(0);
  });
});

describe('who may come this far', () => {
  test('nobody without a session', async () => {
    const { send, baseUrl } = suite.first();
    const answer = await send(`${baseUrl}/api/v1/me`, {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(calls).toBe(0);
  });

  // Deleting `keycloak.protect(…)` in grant-guard.ts turns these two red.
  test('keycloak-connect refuses a signed-in user without the realm role tenant-user', async () => {
    await suite.realms.addTenantUser({
      username: 'acme.norole',
      password: person.password,
      tenantId,
      withoutRoles: true,
    });
    const session = await suite.first().signIn({ ...person, loginId: 'norole' });
    const answer = await session.fetch('/api/v1/me');
    expect(answer.status).toBe(403);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'forbidden', status: 403 });
    expect(calls).toBe(0);
  });

  test('keycloak-connect refuses an operators’ token without the realm role operator', async () => {
    const { send } = suite.first();
    const password = 'An-Operators-Password-1';
    const sub = await suite.realms.addOperator({ username: 'former', password });
    const { names, opsIssuer, admin } = suite.realms;
    const mappings = `/${names.operators}/users/${sub}/role-mappings/realm`;
    await admin('DELETE', mappings, await (await admin('GET', mappings)).json());
    const token = await signInOperator({ issuer: opsIssuer, username: 'former', password, send });
    const answer = await send(`${suite.first().baseUrl}/api/v1/ops/tenants`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(403);
    expect(calls).toBe(0);
  });

  test('keycloak-connect refuses a token that was issued for another audience', async () => {
    const { names, opsIssuer, admin } = suite.realms;
    const password = 'An-Operators-Password-3';
    await suite.realms.addOperator({ username: 'otto', password });
    const clients = (await (
      await admin('GET', `/${names.operators}/clients?clientId=nencho-ops-cli`)
    ).json()) as Named[];
    const mappers = `/${names.operators}/clients/${clients[0]?.id ?? ''}/protocol-mappers/models`;
    const audience = ((await (await admin('GET', mappers)).json()) as Named[]).find(({ name }) => name === 'audience');
    await admin('DELETE', `${mappers}/${audience?.id ?? ''}`);
    const { send, baseUrl } = suite.first();
    const signIn = { issuer: opsIssuer, username: 'otto', password, send };
    const statusWith = async (token: string): Promise<number> =>
      (await send(`${baseUrl}/api/v1/ops/tenants`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await statusWith(await signInOperator(signIn))).toBe(401);
    expect(calls).toBe(0);
    await admin('POST', mappers, audience);
    expect(await statusWith(await signInOperator(signIn))).toBe(200);
  });

  test('an operator comes in by Bearer token, and not into the tenants’ area', async () => {
    const { send, baseUrl } = suite.first();
    const password = 'An-Operators-Password-2';
    await suite.realms.addOperator({ username: 'olga', password });
    const token = await signInOperator({ issuer: suite.realms.opsIssuer, username: 'olga', password, send });
    const headers = { authorization: `Bearer ${token}` };
    expect((await send(`${baseUrl}/api/v1/ops/tenants`, { headers })).status).toBe(200);
    expect((await send(`${baseUrl}/api/v1/me`, { headers })).status).toBe(401);
    expect(calls).toBe(1);
  });

  test('a tenant’s session, a tenant’s token, a forged and an altered token do not open the operators’ area', async () => {
    const { send, baseUrl, signIns, connection } = suite.first();
    const session = await suite.first().signIn(person);
    expect((await session.fetch('/api/v1/ops/tenants')).status).toBe(401);
    const [row] = await connection
      .collection<{ _id: string }>('sign_ins')
      .find()
      .sort({ expiresAt: -1 })
      .limit(1)
      .toArray();
    const token = (await signIns.find(row?._id ?? ''))?.tokens.accessToken ?? '';
    expect(token).toMatch(/^eyJ/);
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(payload).toString('base64url')}.`;
    for (const bad of [token, unsigned, 'x.y.z', `${token}x`]) {
      const answer = await send(`${baseUrl}/api/v1/ops/tenants`, { headers: { authorization: `Bearer ${bad}` } });
      expect(answer.status).toBe(401);
    }
    expect(calls).toBe(0);
  });
});

describe('sign-out', () => {
  test('ends the session here and at Keycloak, without the ID token in an address', async () => {
    const { browser, page } = await atTheForm();
    await answerKeycloak(browser, page, answers);
    const { csrfToken } = (await (await browser.once('/api/v1/session')).json()) as { csrfToken: string };
    const headers = { origin: suite.first().baseUrl, 'x-nencho-csrf': csrfToken };
    const stolen = browser.jar.get('nencho.sid') ?? '';
    const answer = await browser.once('/api/v1/logout', { method: 'POST', headers });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ redirectTo: '/' });
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
    const { send, baseUrl } = suite.first();
    expect((await send(`${baseUrl}/api/v1/me`, { headers: { cookie: `nencho.sid=${stolen}` } })).status).toBe(401);
    // Keycloak's cookie is still in the browser; it must ask for the password again.
    const again = await signInAgain(browser);
    expect(await again.response.text()).toContain('name="password"');
  });

  test('needs the token like every write', async () => {
    const session = await suite.first().signIn(person);
    const answer = await session.fetch('/api/v1/logout', { method: 'POST', headers: { 'x-nencho-csrf': 'no' } });
    expect(answer.status).toBe(403);
    expect((await session.fetch('/api/v1/me')).status).toBe(200);
  });

  test('at Keycloak ends the session here by the back channel', async () => {
    const sub = await suite.realms.addTenantUser({ username: 'acme.back', password: person.password, tenantId });
    const session = await suite.first().signIn({ ...person, loginId: 'back' });
    expect((await session.fetch('/api/v1/me')).status).toBe(200);
    await suite.realms.admin('POST', `/${suite.realms.names.tenants}/users/${sub}/logout`);
    let status = 0;
    for (let tries = 0; tries < 100 && status !== 401; tries += 1) {
      status = (await session.fetch('/api/v1/me')).status;
    }
    expect(status).toBe(401);
    expect(await (await session.fetch('/api/v1/session')).json()).toEqual({ signedIn: false, keycloakReady: true });
  });

  test('forged logout tokens end nothing', async () => {
    const session = await suite.first().signIn(person);
    const { send, baseUrl, signIns, connection } = suite.first();
    const [row] = await connection
      .collection<{ _id: string; sid: string }>('sign_ins')
      .find()
      .sort({ expiresAt: -1 })
      .limit(1)
      .toArray();
    const idToken = (await signIns.find(row?._id ?? ''))?.tokens.idToken ?? '';
    expect(idToken).toMatch(/^eyJ/);
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({
      sid: row?.sid,
      jti: newId(),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt', ...decodeKeyId(idToken) })
      .setIssuer(suite.realms.tenantIssuer)
      .setAudience('nencho-gateway')
      .setIssuedAt()
      .sign(privateKey);
    const bodies = [
      `logout_token=${forged}`,

      'logout_token=a.b.c',
      `logout_token=${idToken}`,
      '',
      'logout_token[x]=1',
      '{"logout_token":"a.b.c"}',
    ];
    for (const body of bodies) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await send(`${baseUrl}/login/backchannel-logout`, { method: 'POST', headers, body })).status).toBe(400);
    }
    expect((await session.fetch('/api/v1/me')).status).toBe(200);
  });
});

test('the log of all this holds no address, query, token, name or id', async () => {
  const session = await suite.first().signIn(person);
  for (const path of [
    `/api/v1/declarations/${tenantId}`,
    '/t/acme/invitation',
    '/api/v1/employees?q=e0001',
    '/x/acme',
  ]) {
    await (await session.fetch(path)).text();
  }
  const log = suite.first().log.join('');
  expect(suite.first().log.length).toBeGreaterThan(5);
  for (const secret of ['eyJ', 'acme', 'e0001', tenantId, 'code=', 'state=', 'evil', 'Password', '?', 'token_']) {
    expect(log).not.toContain(secret);
  }
  expect(log).toContain('"method":"GET:/api/v1/declarations/:declarationId"');
});
