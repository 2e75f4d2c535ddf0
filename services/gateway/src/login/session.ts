import { createHash, hkdfSync } from 'node:crypto';
import MongoStore from 'connect-mongo';
import { type RequestHandler } from 'express';
import session from 'express-session';
import { type Connection } from 'mongoose';

/** A sign-in on its way: what the callback has to match. */
export type PendingLogin = {
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  readonly startedAt: number;
  /** Who said to be signing in; nobody else's session at Keycloak may answer in their place. */
  readonly username?: string;
};

declare module 'express-session' {
  interface SessionData {
    /** By `state`; a few at a time, for several tabs. */
    logins?: Record<string, PendingLogin>;
    /** Row of the sign-in, where the sealed tokens are. */
    signInId?: string;
    csrfToken?: string;
  }
}

const idleMs = 30 * 60 * 1_000;

export type CookieRule = { readonly name: '__Host-nencho' | 'nencho.sid'; readonly secure: boolean };

type Options = {
  readonly connection: Connection;
  /** Content of the session key file; the cookie's signing key is derived from it. */
  readonly key: Uint8Array;
  readonly cookie: CookieRule;
};

const signingSecret = (key: Uint8Array): string =>
  Buffer.from(hkdfSync('sha256', key, '', 'nencho/cookie-signature/1', 32)).toString('base64url');

/**
 * The web session: anonymous data and a reference to the sign-in, no token. Ids are stored as hashes, so that a dump of
 * the database opens no session.
 */
export const createSession = ({ connection, key, cookie }: Options): RequestHandler => {
  const store = MongoStore.create({
    client: connection.getClient(),
    dbName: connection.name,
    collectionName: 'sessions',
    ttl: idleMs / 1_000,
    touchAfter: 60,
    stringify: false,
    transformId: (id) => createHash('sha256').update(id).digest('base64url'),
  });
  return session({
    name: cookie.name,
    secret: signingSecret(key),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    unset: 'destroy',
    store,
    cookie: { httpOnly: true, sameSite: 'lax', secure: cookie.secure, path: '/', maxAge: idleMs },
  });
};
