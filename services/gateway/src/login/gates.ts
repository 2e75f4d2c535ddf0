import { unauthenticated } from '@nencho/kernel';
import { type Request, type RequestHandler } from 'express';
import { refuseForeignReads, refuseForeignWrites } from '../http/cross-site.js';
import { type Gates } from '../http/mount-routes.js';
import { createGrantGuard } from './grant-guard.js';
import { type OidcClient } from './oidc-client.js';

type Options = {
  readonly publicBaseUrl: string;
  readonly tenantIssuer: string;
  readonly opsIssuer: string;
  readonly keycloakInternalUrl: string;
  readonly audience: string;
  readonly oidcClient: OidcClient;
  /** A usable access token of a sign-in. */
  readonly accessToken: (signInId: string) => Promise<string>;
};

const bearerOf = async (request: Request): Promise<string> => {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined) throw unauthenticated('bearer_token_missing');
  request.grantedToken = token;
  return Promise.resolve(token);
};

/** The tenant area takes the session's token, the operator's area a Bearer token; neither takes the other's. */
export const createGates = (options: Options): Gates => {
  const { publicBaseUrl, oidcClient, keycloakInternalUrl, audience } = options;
  const origin = new URL(publicBaseUrl).origin;
  const sessionToken = async (request: Request): Promise<string> => {
    // Before sign-in works at all, say so to everybody instead of asking them to sign in.
    await oidcClient.configuration();
    const { signInId } = request.session;
    if (signInId === undefined) throw unauthenticated('not_signed_in');
    const token = await options.accessToken(signInId);
    request.grantedToken = token;
    return token;
  };
  const shared = { keycloakInternalUrl, audience, isKeycloakUp: oidcClient.isReady };
  const tenant = createGrantGuard({
    ...shared,
    issuer: options.tenantIssuer,
    role: 'tenant-user',
    tokenOf: sessionToken,
  });
  const operator = createGrantGuard({ ...shared, issuer: options.opsIssuer, role: 'operator', tokenOf: bearerOf });
  const ownWrites = (withToken: boolean): RequestHandler => refuseForeignWrites(origin, { withToken });
  return {
    public: { read: [refuseForeignReads], write: [ownWrites(false)] },
    session: { read: [refuseForeignReads], write: [ownWrites(true)] },
    tenant: { read: [refuseForeignReads, ...tenant], write: [ownWrites(true), ...tenant] },
    operator: { read: operator, write: operator },
  };
};
