import { validationFailed } from '@nencho/kernel';
import { type RequestHandler, urlencoded } from 'express';
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { type SignInStore } from './sign-in-store.js';

type Options = {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUrl: string;
  readonly signIns: Pick<SignInStore, 'removeBySid'>;
};

const event = 'http://schemas.openid.net/event/backchannel-logout';

/** OpenID Connect Back-Channel Logout 1.0, 2.4: the event, a session, and no nonce, which would make it an ID token. */
const logoutClaims = z.looseObject({
  sid: z.string().min(1),
  jti: z.string().min(1),
  events: z.looseObject({ [event]: z.looseObject({}) }),
  nonce: z.undefined().optional(),
});

const refused = () => validationFailed([{ path: 'logout_token', rule: 'invalid_logout_token' }]);

const verifiedSid = async (token: unknown, keys: JWTVerifyGetKey, { issuer, clientId }: Options): Promise<string> => {
  if (typeof token !== 'string') throw refused();
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: clientId,
    algorithms: ['RS256'],
    typ: 'logout+jwt',
    maxTokenAge: '2m',
    clockTolerance: 30,
  }).catch(() => {
    throw refused();
  });
  const claims = logoutClaims.safeParse(payload);
  if (!claims.success) throw refused();
  return claims.data.sid;
};

/** Keycloak tells us that a session ended: whoever still holds its cookie is signed out. A repeat finds nothing to do. */
export const backChannelLogout = (options: Options): RequestHandler[] => {
  const keys = createRemoteJWKSet(new URL(options.jwksUrl), { timeoutDuration: 3_000 });
  return [
    urlencoded({ extended: false, limit: '16kb', inflate: false }),
    async (request, response) => {
      const body = z.looseObject({ logout_token: z.string() }).safeParse(request.body);
      const sid = await verifiedSid(body.data?.logout_token, keys, options);
      await options.signIns.removeBySid(sid);
      response.set('cache-control', 'no-store').status(200).end();
    },
  ];
};
