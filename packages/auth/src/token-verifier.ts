import { systemClock, tenantId, unauthenticated, unavailable, type Clock, type TenantId } from '@nencho/kernel';
import { createRemoteJWKSet, customFetch, decodeJwt, errors, jwtVerify, type FetchImplementation } from 'jose';
import type { JWTPayload } from 'jose';

/** `issuer` is the public address in the tokens; `jwksUrl` the inner one where the keys are fetched. */
export type RealmKeys = { readonly issuer: string; readonly jwksUrl: string };

type CommonClaims = {
  readonly sub: string;
  readonly amr: readonly string[];
  /** Seconds since 1970 of the sign-in itself. */
  readonly authTime?: number;
  readonly expiresAt: Date;
};

export type VerifiedToken =
  | (CommonClaims & { readonly realm: 'tenant'; readonly tenantId: TenantId })
  | (CommonClaims & { readonly realm: 'ops' });

export type TokenVerifier = (token: string) => Promise<VerifiedToken>;

/** Realm role that a token must carry. */
const realmRoles = { tenant: 'tenant-user', ops: 'operator' } as const;
const clockToleranceSeconds = 30;

const issuerOf = (token: string): unknown => {
  try {
    return decodeJwt(token).iss;
  } catch {
    throw unauthenticated('token_malformed');
  }
};

/** jose tells a key server that is down by a timeout, a bare fetch error or a generic error; the rest is about the token. */
const toTokenError = (error: unknown): Error => {
  if (error instanceof errors.JWTExpired) {
    return unauthenticated('token_expired');
  }
  const isAboutToken =
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC';
  return isAboutToken ? unauthenticated('token_invalid') : unavailable('keycloak', error);
};

const stringsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

const rolesOf = (payload: JWTPayload): readonly string[] => {
  const access = payload['realm_access'];
  return typeof access === 'object' && access !== null && 'roles' in access ? stringsOf(access.roles) : [];
};

const toVerified = (realm: 'tenant' | 'ops', payload: JWTPayload): VerifiedToken => {
  const { sub, exp } = payload;
  // An ID or refresh token is signed by the same key; only an access token says who calls.
  if (payload['typ'] !== 'Bearer' || sub === undefined || sub === '' || exp === undefined) {
    throw unauthenticated('token_kind');
  }
  if (!rolesOf(payload).includes(realmRoles[realm])) {
    throw unauthenticated('token_role');
  }
  const authTime = payload['auth_time'];
  const common = {
    sub,
    amr: stringsOf(payload['amr']),
    ...(typeof authTime === 'number' ? { authTime } : {}),
    expiresAt: new Date(exp * 1_000),
  };
  if (realm === 'ops') {
    return { ...common, realm };
  }
  const tenant = payload['tenant'];
  if (typeof tenant !== 'string' || tenant === '') {
    throw unauthenticated('token_tenant');
  }
  return { ...common, realm, tenantId: tenantId(tenant) };
};

/**
 * Verifies access tokens of both realms: signature (RS256 only) by the realm's published keys, issuer, audience,
 * times with 30 s of tolerance, kind, realm role. Throws `unauthenticated`, or `unavailable` when the keys cannot be
 * fetched. The clock is the real one: Keycloak does not follow a shifted clock.
 */
export const createTokenVerifier = ({
  tenantRealm,
  opsRealm,
  audience,
  clock = systemClock,
  fetch,
}: {
  readonly tenantRealm: RealmKeys;
  readonly opsRealm: RealmKeys;
  readonly audience: string;
  readonly clock?: Clock;
  readonly fetch?: FetchImplementation;
}): TokenVerifier => {
  const realm = (name: 'tenant' | 'ops', { issuer, jwksUrl }: RealmKeys) => ({
    name,
    issuer,
    keys: createRemoteJWKSet(new URL(jwksUrl), {
      timeoutDuration: 3_000,
      ...(fetch === undefined ? {} : { [customFetch]: fetch }),
    }),
  });
  const realms = [realm('tenant', tenantRealm), realm('ops', opsRealm)];

  return async (token) => {
    const issuer = issuerOf(token);
    const found = realms.find((candidate) => candidate.issuer === issuer);
    if (found === undefined) {
      throw unauthenticated('token_issuer');
    }
    const { payload } = await jwtVerify(token, found.keys, {
      algorithms: ['RS256'],
      issuer: found.issuer,
      audience,
      clockTolerance: clockToleranceSeconds,
      requiredClaims: ['sub', 'exp', 'iat'],
      currentDate: clock.now(),
    }).catch((error: unknown) => {
      throw toTokenError(error);
    });
    return toVerified(found.name, payload);
  };
};
