import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createBrowser, type Send } from './browser.js';
import { answerKeycloak } from './keycloak-forms.js';

type Person = { readonly password: string; readonly newPassword?: string | undefined };

export type TenantUserSignIn = Person & {
  /** Public origin of the system. */
  readonly baseUrl: string;
  readonly tenantCode: string;
  readonly loginId: string;
  readonly send?: Send;
};

export type SessionRequest = Omit<RequestInit, 'headers'> & {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; another body goes as it is. */
  readonly json?: unknown;
};

/** A signed-in person's requests: with cookies, and for mutations also origin, CSRF token and Idempotency-Key. */
export type TestSession = {
  readonly fetch: (path: string, request?: SessionRequest) => Promise<Response>;
  readonly csrfToken: string;
  /** Value of a cookie of the browser. */
  readonly cookie: (name: string) => string | undefined;
  readonly signOut: () => Promise<void>;
};

type SessionState = { readonly signedIn: boolean; readonly csrfToken?: string };

/** Signs a user of a tenant in through the gateway and Keycloak's form; also answers a forced change of password. */
export const signInTenantUser = async ({
  baseUrl,
  tenantCode,
  loginId,
  password,
  newPassword,
  send,
}: TenantUserSignIn): Promise<TestSession> => {
  const origin = new URL(baseUrl).origin;
  const browser = createBrowser({ baseUrl, ...(send === undefined ? {} : { send }) });
  const begun = await browser.once('/api/v1/sign-in', {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ tenantCode, loginId }),
  });
  const { redirectTo } = (await begun.json()) as { readonly redirectTo?: string };
  if (redirectTo === undefined) throw new Error(`sign-in could not begin, status ${begun.status}`);
  const first = await browser.open(redirectTo, { headers: { accept: 'text/html' } });
  const answers = { username: `${tenantCode}.${loginId}`, password, newPassword };
  const last = await answerKeycloak(browser, first, answers);
  await last.response.body?.cancel();
  const state = (await (await browser.once('/api/v1/session')).json()) as SessionState;
  if (!state.signedIn || state.csrfToken === undefined) {
    throw new Error(`sign-in ended without a session, status ${last.response.status}`);
  }
  const { csrfToken } = state;
  const request: TestSession['fetch'] = async (path, { headers = {}, json, ...init } = {}) => {
    const isMutation = !['GET', 'HEAD'].includes((init.method ?? 'GET').toUpperCase());
    const forMutation = { origin, 'x-nencho-csrf': csrfToken, 'idempotency-key': randomUUID() };
    return browser.once(path, {
      ...init,
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      headers: {
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(isMutation ? forMutation : {}),
        ...headers,
      },
    });
  };
  return {
    fetch: request,
    csrfToken,
    cookie: browser.jar.get,
    signOut: async () => {
      const answer = await request('/api/v1/logout', { method: 'POST' });
      if (!answer.ok) throw new Error(`sign-out answered ${answer.status}`);
      await answer.body?.cancel();
    },
  };
};

export type OperatorSignIn = Person & {
  /** Where the operators' realm is: `<public origin>/auth/realms/nencho-ops`. */
  readonly issuer: string;
  readonly username: string;
  readonly send?: Send;
};

const clientId = 'nencho-ops-cli';
// Nobody listens there: the code is read off the redirect.
const redirectUri = 'http://127.0.0.1:52999/callback';

/** Signs an operator in by authorization code with PKCE, as `npm run ops -- --browser` does. @returns the access token */
export const signInOperator = async (options: OperatorSignIn): Promise<string> => {
  const { issuer, username, password, newPassword, send = fetch } = options;
  const browser = createBrowser({ baseUrl: issuer, send });
  const verifier = randomBytes(32).toString('base64url');
  const state = randomUUID();
  const query = new URLSearchParams({
    ...{ client_id: clientId, response_type: 'code', scope: 'openid', redirect_uri: redirectUri, state },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const isBack = (url: string): boolean => url.startsWith(redirectUri);
  const endpoints = `${issuer}/protocol/openid-connect`;
  const first = await browser.open(`${endpoints}/auth?${query.toString()}`, {}, isBack);
  const last = isBack(first.url)
    ? first
    : await answerKeycloak(browser, first, { username, password, newPassword }, isBack);
  const answer = new URL(last.url).searchParams;
  const code = answer.get('code');
  if (code === null || answer.get('state') !== state) throw new Error('Keycloak answered without a code');
  const response = await send(`${endpoints}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', client_id: clientId, redirect_uri: redirectUri, code },
      code_verifier: verifier,
    }),
  });
  const tokens = (await response.json()) as { readonly access_token?: string };
  if (tokens.access_token === undefined) throw new Error(`the token endpoint answered ${response.status}`);
  return tokens.access_token;
};
