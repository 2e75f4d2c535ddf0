import { AppError, unavailable } from '@nencho/kernel';

export type KeycloakHttpOptions = {
  /** Inner base address with its path, for example http://127.0.0.1:8080/auth. */
  readonly adminUrl: string;
  /** Realm of the client that authenticates. */
  readonly realm: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs?: number;
};

export type KeycloakAnswer = { readonly status: number; readonly body: unknown; readonly location: string | undefined };

export type KeycloakHttp = {
  /** A call of the admin REST API; `path` begins behind `/admin/realms`. Unreachable, 429 and 5xx are `unavailable`. */
  readonly call: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<KeycloakAnswer>;
  /** What the server says about itself. */
  readonly serverInfo: () => Promise<KeycloakAnswer>;
};

const parsed = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && name in body ? (body as Record<string, unknown>)[name] : undefined;

/** Time before its end at which a token is no longer used. */
const TOKEN_MARGIN_MS = 10_000;

/** Admin REST API by client credentials. Neither bodies nor tokens get into errors. */
export const keycloakHttp = (options: KeycloakHttpOptions): KeycloakHttp => {
  const { adminUrl, realm, clientId, clientSecret, timeoutMs = 10_000 } = options;
  let token: { readonly value: string; readonly goodUntil: number } | undefined;

  const send = async (url: string, init: RequestInit): Promise<Response> => {
    const answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch(
      (error: unknown) => {
        throw unavailable('keycloak', error);
      },
    );
    if (answer.status === 429 || answer.status >= 500) {
      await answer.body?.cancel();
      throw unavailable('keycloak');
    }
    return answer;
  };

  const signIn = async (): Promise<string> => {
    const answer = await send(`${adminUrl}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      }),
    });
    const body = parsed(await answer.text());
    const [value, seconds] = [field(body, 'access_token'), field(body, 'expires_in')];
    if (!answer.ok || typeof value !== 'string') {
      // The realm or its client does not exist yet, or the secret is another one: set-up is not finished.
      throw unavailable('keycloak', new Error(`sign-in of the service account answered ${answer.status}`));
    }
    const life = (typeof seconds === 'number' ? seconds : 60) * 1_000;
    token = { value, goodUntil: performance.now() + life - TOKEN_MARGIN_MS };
    return value;
  };

  const attempt = async (method: string, path: string, body: unknown): Promise<Response> => {
    const bearer = token !== undefined && performance.now() < token.goodUntil ? token.value : await signIn();
    return send(`${adminUrl}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };

  const ask = async (method: string, path: string, body?: unknown): Promise<KeycloakAnswer> => {
    let answer = await attempt(method, path, body);
    if (answer.status === 401) {
      // Keycloak was restarted with other keys, or the session was ended: a fresh token decides.
      await answer.body?.cancel();
      token = undefined;
      answer = await attempt(method, path, body);
    }
    return {
      status: answer.status,
      body: parsed(await answer.text()),
      location: answer.headers.get('location') ?? undefined,
    };
  };

  return {
    call: async (method, path, body) => ask(method, `/realms${path}`, body),
    serverInfo: async () => ask('GET', '/serverinfo'),
  };
};

/** For answers that only a mistake of ours or of the set-up explains. */
export const unexpectedAnswer = (act: string, { status, body }: KeycloakAnswer): AppError => {
  const word = field(body, 'errorMessage') ?? field(body, 'error');
  const cause = new Error(`keycloak answered ${status}${typeof word === 'string' ? ` (${word.slice(0, 120)})` : ''}`);
  return new AppError('internal', `keycloak refused to ${act}`, { cause });
};

export const isOk = ({ status }: KeycloakAnswer): boolean => status >= 200 && status < 300;
