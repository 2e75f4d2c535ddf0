import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { AppError, type Clock, isAppError, unavailable } from '@nencho/kernel';
import { type Logger } from '@nencho/telemetry';
import { type Request, type RequestHandler, Router } from 'express';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { sendMessagePage } from './message-page.js';
import { type OidcClient } from './oidc-client.js';
import { safeReturnTo } from './return-to.js';
import { type PendingLogin } from './session.js';
import { type SignInStore } from './sign-in-store.js';

/** Where a door stands: its own addresses, and the page that one comes from and goes to. */
export type DoorPlace = { readonly loginPath: '/login' | '/login/ops'; readonly home: '/' | '/ops' };

type Deps = {
  readonly place: DoorPlace;
  readonly publicBaseUrl: string;
  readonly oidcClient: Pick<OidcClient, 'configuration'>;
  readonly signIns: Pick<SignInStore, 'add' | 'remove' | 'sealName' | 'openName'>;
  readonly endKeycloakSession: (idToken: string) => Promise<string>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

const querySchema = z.object({
  returnTo: z.string().max(500).optional().catch(undefined),
  /** Asks for the password in any case. */
  again: z
    .literal('true')
    .transform(() => true)
    .catch(false),
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

/**
 * Remembers a new attempt in the session. What is asked for, and who is expected, goes to Keycloak directly (RFC 9126):
 * the address that the browser follows, and every log on its way, knows a reference only.
 * @returns that address
 */
const begin = async (
  { publicBaseUrl, signIns, clock, place }: Deps,
  request: Request,
  configuration: oidc.Configuration,
  wanted: Pick<PendingLogin, 'returnTo'> & {
    /** Nobody else may answer. */
    readonly username?: string;
    /** Name in the form, to begin with. */
    readonly hint?: string;
    /** Asks for the password even of somebody who has just given it. */
    readonly again?: boolean;
  },
): Promise<string> => {
  const { returnTo, username, hint = username, again = false } = wanted;
  const state = oidc.randomState();
  const login: PendingLogin = {
    returnTo,
    ...(username === undefined ? {} : { sealedName: signIns.sealName(state, username) }),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    startedAt: clock.now().getTime(),
  };
  const others = stillOpen(request.session.logins, login.startedAt);
  request.session.logins = Object.fromEntries([...others, [state, login]]);
  await save(request);
  const pushed = oidc.buildAuthorizationUrlWithPAR(configuration, {
    redirect_uri: `${publicBaseUrl}${place.loginPath}/callback`,
    scope: 'openid',
    state,
    nonce: login.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(login.verifier),
    code_challenge_method: 'S256',
    ...(hint === undefined ? {} : { login_hint: hint }),
    ...(again ? { prompt: 'login' } : {}),
  });
  const url = await pushed.catch((error: unknown) => {
    throw unavailable('keycloak', error);
  });
  return url.href;
};

export type SignInWish = { readonly username: string; readonly returnTo: string | undefined; readonly again: boolean };

/** A person said who they are: the attempt is for them and nobody else. @throws AppError `unavailable` */
const beginFor =
  (deps: Deps) =>
  async (request: Request, { username, returnTo, again }: SignInWish) =>
    begin(deps, request, await deps.oidcClient.configuration(), {
      returnTo: safeReturnTo(returnTo, deps.publicBaseUrl, deps.place.home),
      ...{ username, again },
    });

const start =
  (deps: Deps): RequestHandler =>
  async (request, response) => {
    const { home } = deps.place;
    const { returnTo, again } = querySchema.parse(request.query);
    const wanted = { returnTo: safeReturnTo(returnTo, deps.publicBaseUrl, deps.place.home), again };
    const address = await deps.oidcClient
      .configuration()
      .then(async (configuration) => begin(deps, request, configuration, wanted))
      .catch((error: unknown) => {
        if (isAppError(error) && error.code === 'unavailable') return undefined;
        throw error;
      });
    // A page of ours that says so, and tries again by a person's hand: no loop.
    if (address === undefined) sendMessagePage(request, response, { status: 503, text: 'signInStarting', home });
    else response.redirect(303, address);
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
  { returnTo, hint, idToken }: { readonly returnTo: string; readonly hint: string; readonly idToken: string },
): Promise<string | undefined> => {
  const isEnded = (await deps.endKeycloakSession(idToken)) === deps.place.home;
  return isEnded ? begin(deps, request, await deps.oidcClient.configuration(), { returnTo, hint }) : undefined;
};

const callback =
  (deps: Deps): RequestHandler =>
  async (request, response) => {
    const { home } = deps.place;
    const { state } = request.query;
    const logins = request.session.logins ?? {};
    const login = typeof state === 'string' && Object.hasOwn(logins, state) ? logins[state] : undefined;
    if (typeof state !== 'string' || login === undefined) {
      sendMessagePage(request, response, { status: 400, text: 'signInFailed', home });
      return;
    }
    // One attempt each, whatever comes of it.
    request.session.logins = Object.fromEntries(Object.entries(logins).filter(([key]) => key !== state));
    const signedIn = await exchange(deps, request, state, login).catch((error: unknown) => {
      deps.logger.warn('sign_in_failed', { err: error });
      return isAppError(error) && error.code === 'unavailable' ? 'unavailable' : 'failed';
    });
    if (signedIn === 'unavailable' || signedIn === 'failed') {
      if (signedIn === 'unavailable') sendMessagePage(request, response, { status: 503, text: 'signInStarting', home });
      else sendMessagePage(request, response, { status: 400, text: 'signInFailed', home });
      return;
    }
    const { returnTo, sealedName } = login;
    const expected = sealedName === undefined ? undefined : deps.signIns.openName(state, sealedName);
    if (expected !== undefined && signedIn.username !== expected) {
      const { idToken } = signedIn.tokens;
      const address = await askAgain(deps, request, { returnTo, hint: expected, idToken });
      if (address === undefined) sendMessagePage(request, response, { status: 503, text: 'signInStarting', home });
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
    response.redirect(303, returnTo);
  };

/** Sign-in by authorization code with PKCE, state and nonce. The router's answers are for a browser that navigates. */
export const loginRoutes = (deps: Deps) => {
  const router = Router();
  router.get('/', start(deps));
  router.get('/callback', callback(deps));
  return { router, beginFor: beginFor(deps) };
};

export type BeginSignIn = ReturnType<typeof loginRoutes>['beginFor'];
