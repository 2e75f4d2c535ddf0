import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createBrowser } from './browser.js';
import { answerKeycloak } from './keycloak-forms.js';

export type TokenClient = {
  /** Public origin of the system. */
  readonly baseUrl: string;
  /** Where services reach Keycloak: the gateway lets no browser to the token endpoint of confidential clients. */
  readonly keycloakUrl: string;
  readonly realm: 'nencho' | 'nencho-ops';
  readonly clientId: string;
  /** None for a public client. */
  readonly clientSecret?: string;
  readonly redirectUri: string;
};

type Tokens = { readonly access_token: string; readonly id_token: string; readonly refresh_token: string };

/** What a person's browser and the gateway would hold between them; for calls to the services without the gateway. */
export type TokenSource = {
  /** Good for at least 20 s. */
  readonly accessToken: () => Promise<string>;
  /** Signed by the same key, for another audience, and no access token. */
  readonly idToken: string;
};

const remainingMs = (token: string): number => {
  const [, payload = ''] = token.split('.');
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { readonly exp: number };
  return exp * 1_000 - Date.now();
};

/** Signs in by authorization code with PKCE on Keycloak's own form, and keeps the access token fresh. */
export const signInForTokens = async (
  { baseUrl, keycloakUrl, realm, clientId, clientSecret, redirectUri }: TokenClient,
  person: { readonly username: string; readonly password: string },
): Promise<TokenSource> => {
  const endpoints = `realms/${realm}/protocol/openid-connect`;
  const client = { client_id: clientId, ...(clientSecret === undefined ? {} : { client_secret: clientSecret }) };
  const request = async (form: Readonly<Record<string, string>>): Promise<Tokens> => {
    const response = await fetch(`${keycloakUrl}/${endpoints}/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...client, ...form }),
    });
    if (!response.ok) throw new Error(`the token endpoint answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Tokens;
  };
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    ...{ client_id: clientId, response_type: 'code', scope: 'openid', redirect_uri: redirectUri, state: randomUUID() },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = createBrowser({ baseUrl });
  const isBack = (url: string): boolean => url.startsWith(redirectUri);
  const first = await browser.open(`${baseUrl}/auth/${endpoints}/auth?${query.toString()}`, {}, isBack);
  const last = isBack(first.url) ? first : await answerKeycloak(browser, first, person, isBack);
  const code = new URL(last.url).searchParams.get('code');
  if (code === null) throw new Error('Keycloak answered without a code');
  let tokens = await request({
    ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
    code_verifier: verifier,
  });
  const { id_token: idToken } = tokens;
  return {
    idToken,
    accessToken: async () => {
      if (remainingMs(tokens.access_token) < 20_000) {
        tokens = await request({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token });
      }
      return tokens.access_token;
    },
  };
};
