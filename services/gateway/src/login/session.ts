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
  /** Sealed: who said to be signing in; nobody else's session at Keycloak may answer in their place. */
  readonly sealedName?: string;
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

/** Whose sessions: people of tenants, or operators. They share neither cookie, key nor collection. */
export type Door = 'tenant' | 'operator';

const doors = {
  tenant: { collection: 'sessions', purpose: 'nencho/cookie-signature/1', idleMs: 30 * 60_000 },
  operator: { collection: 'operator_sessions', purpose: 'nencho/operator-cookie-signature/1', idleMs: 15 * 60_000 },
} as const satisfies Readonly<Record<Door, unknown>>;

const cookieNames = {
  tenant: { secure: '__Host-nencho', loopback: 'nencho.sid' },
  operator: { secure: '__Host-nencho-ops', loopback: 'nencho-ops.sid' },
} as const;

export type CookieRule = { readonly name: string; readonly secure: boolean };

/** `__Host-` needs https; a loopback origin over http gets a plain name. */
export const cookieRule = (door: Door, isLoopback: boolean): CookieRule =>
  isLoopback ? { name: cookieNames[door].loopback, secure: false } : { name: cookieNames[door].secure, secure: true };

type Options = {
  readonly connection: Connection;
  /** Content of the session key file; the cookie's signing key is derived from it. */
  readonly key: Uint8Array;
  readonly door: Door;
  readonly isLoopback: boolean;
};

const signingSecret = (key: Uint8Array, purpose: string): string =>
  Buffer.from(hkdfSync('sha256', key, '', purpose, 32)).toString('base64url');

/**
 * The web session: anonymous data and a reference to the sign-in, no token. Ids are stored as hashes, so that a dump of
 * the database opens no session.
 */
export const createSession = ({ connection, key, door, isLoopback }: Options): RequestHandler => {
  const { collection, purpose, idleMs } = doors[door];
  const cookie = cookieRule(door, isLoopback);
  const store = MongoStore.create({
    client: connection.getClient(),
    dbName: connection.name,
    collectionName: collection,
    ttl: idleMs / 1_000,
    touchAfter: 60,
    stringify: false,
    autoRemove: 'disabled', // its index is a migration, made before the first request
    transformId: (id) => createHash('sha256').update(id).digest('base64url'),
  });
  return session({
    name: cookie.name,
    secret: signingSecret(key, purpose),
    resave: false,
    saveUninitialized: false,
    rolling: true,
    // Never 'destroy': a session that could not be read, since the database was away, would be removed when it is back.
    unset: 'keep',
    store,
    cookie: { httpOnly: true, sameSite: 'lax', secure: cookie.secure, path: '/', maxAge: idleMs },
  });
};
