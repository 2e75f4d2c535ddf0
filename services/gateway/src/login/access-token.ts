import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, newId, unauthenticated, unavailable } from '@nencho/kernel';
import * as oidc from 'openid-client';
import { type OidcClient } from './oidc-client.js';
import { type SignInStore, type Tokens } from './sign-in-store.js';

/** Longer than the longest answer of Keycloak that is waited for, so that a lease never runs out under its holder. */
const leaseMs = 20_000;
const pollMs = 40;
const longestWaitMs = 8_000;

type Deps = {
  readonly signIns: Pick<SignInStore, 'find' | 'claim' | 'release' | 'renew' | 'remove'>;
  readonly oidcClient: Pick<OidcClient, 'configuration'>;
  readonly clock: Clock;
};

const isRefused = (error: unknown): boolean =>
  error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant';

const refreshed = (before: Tokens, answer: oidc.TokenEndpointResponse): Tokens => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token ?? before.refreshToken,
  idToken: answer.id_token ?? before.idToken,
});

/**
 * A usable access token of a sign-in. Any number of requests and instances may ask at once: whoever claims the lease
 * refreshes, the others wait for its result. @throws AppError `unauthenticated` when the sign-in has ended.
 */
export const currentAccessToken = ({ signIns, oidcClient, clock }: Deps) => {
  const refreshOnce = async (id: string): Promise<string | undefined> => {
    const owner = newId();
    const claimed = await signIns.claim(id, owner, leaseMs);
    if (claimed === undefined) return undefined;
    try {
      // Somebody may have finished between our look and our claim; then there is nothing to do.
      if (clock.now() < claimed.refreshAt) return claimed.tokens.accessToken;
      const configuration = await oidcClient.configuration();
      const answer = await oidc.refreshTokenGrant(configuration, claimed.tokens.refreshToken);
      const tokens = refreshed(claimed.tokens, answer);
      await signIns.renew(id, owner, tokens, answer.expires_in ?? 60);
      return tokens.accessToken;
    } catch (error) {
      if (!isRefused(error)) throw unavailable('keycloak', error);
      await signIns.remove(id);
      throw unauthenticated('session_ended');
    } finally {
      await signIns.release(id, owner);
    }
  };

  return async (id: string): Promise<string> => {
    const giveUpAt = clock.now().getTime() + longestWaitMs;
    for (;;) {
      const known = await signIns.find(id);
      if (known === undefined) throw unauthenticated('session_ended');
      if (clock.now() < known.refreshAt) return known.tokens.accessToken;
      const token = await refreshOnce(id);
      if (token !== undefined) return token;
      if (clock.now().getTime() > giveUpAt) throw unavailable('keycloak');
      await pause(pollMs);
    }
  };
};
