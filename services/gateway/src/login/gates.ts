import { unauthenticated } from '@nencho/kernel';
import { type Request, type RequestHandler } from 'express';
import { refuseForeignReads, refuseForeignWrites } from '../http/cross-site.js';
import { type Gates } from '../http/mount-routes.js';
import { type OpenDoor } from './doors.js';
import { createGrantGuard } from './grant-guard.js';

type DoorParts = Pick<OpenDoor, 'oidcClient' | 'accessToken'>;

type Options = {
  readonly publicBaseUrl: string;
  readonly tenantIssuer: string;
  readonly opsIssuer: string;
  readonly keycloakInternalUrl: string;
  readonly audience: string;
  readonly tenantDoor: DoorParts;
  readonly operatorDoor: DoorParts;
};

const bearerOf = (request: Request): string => {
  const token = /^Bearer ([A-Za-z0-9._~+/=-]+)$/.exec(request.get('authorization') ?? '')?.[1];
  if (token === undefined) throw unauthenticated('bearer_token_missing');
  return token;
};

/** No browser sends this header by itself, so what comes with it is forged by nobody's page. */
const isBearer = (request: Request): boolean => request.get('authorization') !== undefined;

const ofCookies =
  (check: RequestHandler): RequestHandler =>
  (request, response, next) => {
    if (isBearer(request)) next();
    else check(request, response, next);
  };

const sessionToken =
  ({ oidcClient, accessToken }: DoorParts) =>
  async (request: Request): Promise<string> => {
    // Before sign-in works at all, say so to everybody instead of asking them to sign in.
    await oidcClient.configuration();
    const { signInId } = request.session;
    if (signInId === undefined) throw unauthenticated('not_signed_in');
    return accessToken(signInId);
  };

/**
 * The tenant area takes the token of a tenant's session; the operator's area that of an operator's session, or a Bearer
 * token of the operators' command. Neither takes the other's.
 */
export const createGates = (options: Options): Gates => {
  const { publicBaseUrl, keycloakInternalUrl, audience, tenantDoor, operatorDoor } = options;
  const origin = new URL(publicBaseUrl).origin;
  const operatorToken = sessionToken(operatorDoor);
  const shared = { keycloakInternalUrl, audience };
  const tenant = createGrantGuard({
    ...shared,
    issuer: options.tenantIssuer,
    role: 'tenant-user',
    isKeycloakUp: tenantDoor.oidcClient.isReady,
    tokenOf: sessionToken(tenantDoor),
  });
  const operator = createGrantGuard({
    ...shared,
    issuer: options.opsIssuer,
    role: 'operator',
    isKeycloakUp: operatorDoor.oidcClient.isReady,
    tokenOf: async (request) => (isBearer(request) ? bearerOf(request) : operatorToken(request)),
  });
  const ownWrites = (withToken: boolean): RequestHandler => refuseForeignWrites(origin, { withToken });
  return {
    public: { read: [refuseForeignReads], write: [ownWrites(false)] },
    session: { read: [refuseForeignReads], write: [ownWrites(true)] },
    tenant: { read: [refuseForeignReads, ...tenant], write: [ownWrites(true), ...tenant] },
    operator: {
      read: [ofCookies(refuseForeignReads), ...operator],
      write: [ofCookies(ownWrites(true)), ...operator],
    },
  };
};
