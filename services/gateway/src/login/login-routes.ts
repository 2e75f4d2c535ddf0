import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError, type Clock, isAppError } from '@nencho/kernel';
import { type Logger } from '@nencho/telemetry';
import { type Request, type RequestHandler, Router } from 'express';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { loginIdSchema, tenantCodeSchema } from '../http/fields.js';
import { sendMessagePage } from './message-page.js';
import { type OidcClient } from './oidc-client.js';
import { safeReturnTo } from './return-to.js';
import { type PendingLogin } from './session.js';
import { type SignInStore } from './sign-in-store.js';

type Deps = {
  readonly publicBaseUrl: string;
  readonly oidcClient: Pick<OidcClient, 'configuration'>;
  readonly signIns: Pick<SignInStore, 'add' | 'remove'>;
  readonly endKeycloakSession: (idToken: string) => Promise<string>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

const querySchema = z.object({
  tenantCode: tenantCodeSchema.optional().catch(undefined),
  loginId: loginIdSchema.optional().catch(undefined),
  returnTo: z.string().max(500).optional().catch(undefined),
});

const loginMinutes = 30;
const mostTabs = 5;

const regenerate = promisify((request: Request, done: (error?: unknown) => void) => {
  request.session.regenerate(done);
});

/** Saved before the redirect: a browser follows it as soon as it sees the headers. */
const save = promisify((request: Request, done: (error?: unknown) => void) => {
  request.session.save(done);
});

/** The newest few that have not run out. */
const stillOpen = (logins: Readonly<Record<string, PendingLogin>> | undefined, now: number) =>
  Object.entries(logins ?? {})
    .filter(([, login]) => now - login.startedAt < loginMinutes * 60_000)
    .sort(([, one], [, other]) => one.startedAt - other.startedAt)
    .slice(-(mostTabs - 1));

/** Remembers a new attempt in the session. @returns Keycloak's address for it */
const begin = async (
  { publicBaseUrl, clock }: Deps,
  request: Request,
  configuration: oidc.Configuration,
  wanted: Pick<PendingLogin, 'returnTo' | 'username'> & { readonly hint?: string },
): Promise<string> => {
  const { hint, ...expected } = wanted;
  const state = oidc.randomState();
  const login: PendingLogin = {
    ...expected,
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    startedAt: clock.now().getTime(),
  };
  const others = stillOpen(request.session.logins, login.startedAt);
  request.session.logins = Object.fromEntries([...others, [state, login]]);
  await save(request);
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: `${publicBaseUrl}/login/callback`,
    scope: 'openid',
    state,
    nonce: login.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(login.verifier),
    code_challenge_method: 'S256',
    ...(hint === undefined ? {} : { login_hint: hint }),
  });
  return url.href;
};

const start =
  (deps: Deps): RequestHandler =>
  async (request, response) => {
    const { tenantCode, loginId, returnTo } = querySchema.parse(request.query);
    const configuration = await deps.oidcClient.configuration().catch(() => undefined);
    if (configuration === undefined) {
      // Back to our own page, which says so and tries again by a person's hand: no loop.
      response.redirect(303, `${tenantCode === undefined ? '/' : `/t/${tenantCode}`}?signIn=starting`);
      return;
    }
    const username = tenantCode === undefined || loginId === undefined ? undefined : `${tenantCode}.${loginId}`;
    // A page of another site may suggest a name, but must not be able to end the session of somebody else.
    const isForeign = ['cross-site', 'same-site'].includes(request.get('sec-fetch-site') ?? '');
    const wanted = {
      returnTo: safeReturnTo(returnTo, deps.publicBaseUrl),
      ...(username === undefined ? {} : { hint: username }),
      ...(username === undefined || isForeign ? {} : { username }),
    };
    response.redirect(303, await begin(deps, request, configuration, wanted));
  };

/** What Keycloak answered to the code, complete and checked (state, nonce, PKCE, signature by openid-client). */
const exchange = async (deps: Deps, request: Request, state: string, login: PendingLogin) => {
  const answer = await oidc.authorizationCodeGrant(
    await deps.oidcClient.configuration(),
    new URL(request.originalUrl, deps.publicBaseUrl),
    { expectedState: state, expectedNonce: login.nonce, pkceCodeVerifier: login.verifier, idTokenExpected: true },
  );
  const claims = answer.claims();
  const sid = claims?.['sid'];
  const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = answer;
  if (claims === undefined || typeof sid !== 'string' || refreshToken === undefined || idToken === undefined) {
    throw new AppError('internal', 'incomplete token response');
  }
  const tokens = { accessToken, refreshToken, idToken };
  return { sub: claims.sub, sid, tokens, expiresIn: answer.expires_in ?? 60, username: claims['preferred_username'] };
};

/**
 * On a computer that several people use, Keycloak may still know somebody else and answer for them without a question.
 * That session ends, and the form is shown; whoever then signs in by password is meant.
 */
const askAgain = async (
  deps: Deps,
  request: Request,
  login: PendingLogin,
  idToken: string,
): Promise<string | undefined> => {
  const { username: hint = '', returnTo } = login;
  const isEnded = (await deps.endKeycloakSession(idToken)) === '/';
  return isEnded ? begin(deps, request, await deps.oidcClient.configuration(), { returnTo, hint }) : undefined;
};

const callback =
  (deps: Deps): RequestHandler =>
  async (request, response) => {
    const { state } = request.query;
    const logins = request.session.logins ?? {};
    const login = typeof state === 'string' && Object.hasOwn(logins, state) ? logins[state] : undefined;
    if (typeof state !== 'string' || login === undefined) {
      sendMessagePage(request, response, { status: 400, text: 'signInFailed' });
      return;
    }
    // One attempt each, whatever comes of it.
    request.session.logins = Object.fromEntries(Object.entries(logins).filter(([key]) => key !== state));
    const signedIn = await exchange(deps, request, state, login).catch((error: unknown) => {
      deps.logger.warn('sign_in_failed', { err: error });
      return isAppError(error) && error.code === 'unavailable' ? 'unavailable' : 'failed';
    });
    if (signedIn === 'unavailable' || signedIn === 'failed') {
      if (signedIn === 'unavailable') sendMessagePage(request, response, { status: 503, text: 'signInStarting' });
      else sendMessagePage(request, response, { status: 400, text: 'signInFailed' });
      return;
    }
    if (login.username !== undefined && signedIn.username !== login.username) {
      const address = await askAgain(deps, request, login, signedIn.tokens.idToken);
      if (address === undefined) sendMessagePage(request, response, { status: 503, text: 'signInStarting' });
      else response.redirect(303, address);
      return;
    }
    // A new id at the change of privilege: whoever knew the old one knows nothing.
    const before = request.session.signInId;
    await regenerate(request);
    if (before !== undefined) await deps.signIns.remove(before);
    request.session.signInId = await deps.signIns.add(signedIn);
    request.session.csrfToken = randomBytes(32).toString('base64url');
    await save(request);
    deps.logger.info('signed_in', { subject: signedIn.sub });
    response.redirect(303, login.returnTo);
  };

/** Sign-in by authorization code with PKCE, state and nonce. Both answers are for a browser that navigates. */
export const loginRoutes = (deps: Deps): Router => {
  const router = Router();
  router.get('/', start(deps));
  router.get('/callback', callback(deps));
  return router;
};
