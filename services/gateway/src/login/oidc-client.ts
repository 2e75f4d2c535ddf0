import { type Clock, unavailable } from '@nencho/kernel';
import * as oidc from 'openid-client';
import { keycloakBaseOf } from './issuer.js';

export type OidcOptions = {
  readonly issuer: string;
  /** Base address of Keycloak as the gateway reaches it; browsers see the issuer's. */
  readonly keycloakInternalUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
};

export type OidcClient = {
  /** @throws AppError `unavailable` until Keycloak has answered once; found by itself afterwards. */
  readonly configuration: () => Promise<oidc.Configuration>;
  /** Whether a person could sign in at this moment. Asks Keycloak at most once in a while. */
  readonly isReady: () => Promise<boolean>;
};

const requestSeconds = 5;
const firstPauseMs = 250;
const longestPauseMs = 5_000;
const probeMs = { ready: 10_000, notReady: 1_000, timeout: 1_500 } as const;

/** Keycloak publishes browser addresses; our own calls take the inner way. */
const innerFetch = ({ issuer, keycloakInternalUrl }: Pick<OidcOptions, 'issuer' | 'keycloakInternalUrl'>) => {
  const publicBase = keycloakBaseOf(issuer);
  return async (url: string, options: oidc.CustomFetchOptions): Promise<Response> => {
    const target = url.startsWith(`${publicBase}/`) ? keycloakInternalUrl + url.slice(publicBase.length) : url;
    return fetch(target, { ...options, body: options.body ?? null });
  };
};

const discover = async (options: OidcOptions): Promise<oidc.Configuration> => {
  const directFetch = innerFetch(options);
  // Keycloak may publish the inner way for calls from behind (hostname-backchannel-dynamic), and that may be plain.
  const isPlain = [options.issuer, options.keycloakInternalUrl].some((url) => new URL(url).protocol === 'http:');
  const configuration = await oidc.discovery(
    new URL(options.issuer),
    options.clientId,
    undefined,
    oidc.ClientSecretBasic(options.clientSecret),
    {
      timeout: requestSeconds,
      [oidc.customFetch]: directFetch,
      // Deprecated so that it stands out. The configuration refuses http for any public origin but loopback.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      execute: isPlain ? [oidc.allowInsecureRequests] : [],
    },
  );
  configuration[oidc.customFetch] = directFetch;
  configuration.timeout = requestSeconds;
  return configuration;
};

/** Discovery on first use and again after each failure, with a growing pause between attempts. */
const lazyConfiguration = (options: OidcOptions): OidcClient['configuration'] => {
  let current: Promise<oidc.Configuration> | undefined;
  let failures = 0;
  let retryAt = 0;
  return async () => {
    if (current !== undefined) return current;
    if (options.clock.now().getTime() < retryAt) throw unavailable('keycloak');
    current = discover(options).then(
      (configuration) => {
        failures = 0;
        return configuration;
      },
      (error: unknown) => {
        current = undefined;
        retryAt = options.clock.now().getTime() + Math.min(firstPauseMs * 2 ** failures, longestPauseMs);
        failures += 1;
        throw unavailable('keycloak', error);
      },
    );
    return current;
  };
};

const probe = (options: OidcOptions): (() => Promise<boolean>) => {
  const address = `${options.issuer}/.well-known/openid-configuration`;
  const directFetch = innerFetch(options);
  let known: { readonly answer: Promise<boolean>; until: number } | undefined;
  return async () => {
    const now = options.clock.now().getTime();
    if (known !== undefined && now < known.until) return known.answer;
    const signal = AbortSignal.timeout(probeMs.timeout);
    const answer = directFetch(address, {
      method: 'GET',
      headers: {},
      body: undefined,
      redirect: 'manual',
      signal,
    }).then(
      async (response) => {
        await response.body?.cancel();
        return response.ok;
      },
      () => false,
    );
    const asked = { answer, until: now + probeMs.timeout };
    known = asked;
    const isUp = await answer;
    asked.until = now + (isUp ? probeMs.ready : probeMs.notReady);
    return isUp;
  };
};

export const createOidcClient = (options: OidcOptions): OidcClient => {
  const configuration = lazyConfiguration(options);
  const isUp = probe(options);
  const isReady = async () => {
    if (!(await isUp())) return false;
    return configuration().then(
      () => true,
      () => false,
    );
  };
  return { configuration, isReady };
};
