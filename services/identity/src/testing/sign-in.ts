import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { answerKeycloak, createBrowser, testServers } from '@nencho/testing';
import type { Realms } from './harness.js';

type Person = { readonly username: string; readonly password: string; readonly newPassword?: string };

/** The public address is served by the gateway, which is not running here: asks Keycloak itself. */
const send = async (url: string, init: RequestInit): Promise<Response> => {
  const { publicUrl, url: inner } = testServers().keycloak;
  return fetch(url.replace(publicUrl, inner), init);
};

export type Tokens = { readonly access_token: string; readonly id_token: string; readonly refresh_token: string };

const tokens = async (issuer: string, body: Record<string, string>): Promise<Tokens> => {
  const answer = await send(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams(body),
  });
  if (!answer.ok) throw new Error(`the token endpoint answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Tokens;
};

export const issuerOf = (realm: string): string => `${testServers().keycloak.publicUrl}/realms/${realm}`;

/** Signs in by the code flow as the gateway's client, filling Keycloak's own form. Any other page than those throws. */
export const signIn = async ({ input }: Realms, person: Person): Promise<Tokens> => {
  const issuer = issuerOf(input.names.tenants);
  const redirectUri = `${input.publicBaseUrl}/login/callback`;
  const browser = createBrowser({ baseUrl: issuer, send });
  const verifier = randomBytes(32).toString('base64url');
  const client = { client_id: input.gateway.clientId, redirect_uri: redirectUri };
  const query = new URLSearchParams({
    ...client,
    ...{ response_type: 'code', scope: 'openid', state: randomUUID(), login_hint: person.username },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const isBack = (url: string): boolean => url.startsWith(redirectUri);
  const first = await browser.open(`${issuer}/protocol/openid-connect/auth?${query.toString()}`, {}, isBack);
  const last = await answerKeycloak(browser, first, person, isBack);
  const code = new URL(last.url).searchParams.get('code');
  if (code === null) throw new Error('no code');
  const secret = input.gateway.secret;
  return tokens(issuer, {
    ...client,
    ...{ grant_type: 'authorization_code', code, code_verifier: verifier, client_secret: secret },
  });
};

export const refresh = async ({ input }: Realms, refreshToken: string): Promise<Tokens> =>
  tokens(issuerOf(input.names.tenants), {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: input.gateway.clientId,
    client_secret: input.gateway.secret,
  });

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
