import { type SystemSealer } from '@nencho/crypto';
import { type Clock, newId } from '@nencho/kernel';
import { type ClientSession, type Connection } from 'mongoose';
import { tenantClaim } from './tenant-claim.js';
import { type Door } from './session.js';

/** Tokens of one sign-in; stored sealed only. */
export type Tokens = { readonly accessToken: string; readonly refreshToken: string; readonly idToken: string };

/**
 * `sid` (Keycloak's session) and `sub` stay outside the sealed part: back-channel logout and `UserDisabled` find rows
 * by them. `lease` is held while one instance refreshes, so that a rotated refresh token is never used twice.
 */
export type SignInRow = {
  readonly _id: string;
  readonly sid: string;
  readonly sub: string;
  /** Empty for an operator. */
  readonly tenantId: string;
  readonly sealed: Buffer;
  /** From this moment on the access token is renewed before it is used. */
  readonly refreshAt: Date;
  readonly expiresAt: Date;
  readonly lease?: { readonly owner: string; readonly until: Date };
};

export type SignIn = { readonly tokens: Tokens; readonly refreshAt: Date };

export const signInCollections = { tenant: 'sign_ins', operator: 'operator_sign_ins' } as const satisfies Readonly<
  Record<Door, string>
>;

const hourMs = 60 * 60 * 1_000;
/** However busy a session is, it ends after this; Keycloak's own limits may end it earlier. */
const longestSignInMs = { tenant: 10 * hourMs, operator: 8 * hourMs } as const;

type Deps = {
  readonly connection: Connection;
  readonly sealer: SystemSealer;
  readonly clock: Clock;
  readonly door: Door;
};

/** Refreshed when a quarter of its life is left, at most 30 s ahead: also fits tokens that live for 60 s. */
export const refreshTime = (now: Date, expiresInSeconds: number): Date => {
  const lifeMs = expiresInSeconds * 1_000;
  return new Date(now.getTime() + lifeMs - Math.min(30_000, lifeMs / 4));
};

export const createSignInStore = ({ connection, sealer, clock, door }: Deps) => {
  const rows = connection.collection<SignInRow>(signInCollections[door]);
  const seal = (id: string, tokens: Tokens): Buffer =>
    sealer.seal('gateway.session/1', id, Buffer.from(JSON.stringify(tokens)));
  const open = (id: string, sealed: Uint8Array): Tokens =>
    JSON.parse(sealer.open('gateway.session/1', id, sealed).toString('utf8')) as Tokens;
  const options = { promoteBuffers: true } as const;

  return {
    /** Who is expected to sign in, as it may lie in a web session; `state` names the attempt. */
    sealName: (state: string, username: string): string =>
      sealer.seal('gateway.session/1', state, Buffer.from(username)).toString('base64'),
    openName: (state: string, sealed: string): string =>
      sealer.open('gateway.session/1', state, Buffer.from(sealed, 'base64')).toString('utf8'),
    add: async (signIn: { sid: string; sub: string; tokens: Tokens; expiresIn: number }): Promise<string> => {
      const id = newId();
      const now = clock.now();
      await rows.insertOne({
        _id: id,
        sid: signIn.sid,
        sub: signIn.sub,
        tenantId: tenantClaim(signIn.tokens.accessToken),
        sealed: seal(id, signIn.tokens),
        refreshAt: refreshTime(now, signIn.expiresIn),
        expiresAt: new Date(now.getTime() + longestSignInMs[door]),
      });
      return id;
    },
    find: async (id: string): Promise<SignIn | undefined> => {
      const row = await rows.findOne({ _id: id, expiresAt: { $gt: clock.now() } }, options);
      return row === null ? undefined : { tokens: open(id, row.sealed), refreshAt: row.refreshAt };
    },
    exists: async (id: string): Promise<boolean> =>
      (await rows.countDocuments({ _id: id, expiresAt: { $gt: clock.now() } }, { limit: 1 })) === 1,
    /** The tokens as they are at the moment of claiming, for the one who may refresh them; undefined: somebody else is at it. */
    claim: async (id: string, owner: string, leaseMs: number): Promise<SignIn | undefined> => {
      const row = await rows.findOneAndUpdate(
        { _id: id, $or: [{ lease: { $exists: false } }, { $expr: { $lte: ['$lease.until', '$$NOW'] } }] },
        [{ $set: { lease: { owner, until: { $add: ['$$NOW', leaseMs] } } } }],
        { ...options, returnDocument: 'after' },
      );
      return row === null ? undefined : { tokens: open(id, row.sealed), refreshAt: row.refreshAt };
    },
    release: async (id: string, owner: string): Promise<void> => {
      await rows.updateOne({ _id: id, 'lease.owner': owner }, { $unset: { lease: 1 } });
    },
    renew: async (id: string, owner: string, tokens: Tokens, expiresIn: number): Promise<void> => {
      await rows.updateOne(
        { _id: id, 'lease.owner': owner },
        { $set: { sealed: seal(id, tokens), refreshAt: refreshTime(clock.now(), expiresIn) }, $unset: { lease: 1 } },
      );
    },
    /** Ends it here; answers the tokens once, so that Keycloak's session can be ended too. */
    remove: async (id: string): Promise<Tokens | undefined> => {
      const row = await rows.findOneAndDelete({ _id: id }, options);
      return row === null ? undefined : open(id, row.sealed);
    },
    removeBySid: async (sid: string): Promise<number> => (await rows.deleteMany({ sid })).deletedCount,
    removeBySub: async (sub: string, session?: ClientSession): Promise<number> =>
      (await rows.deleteMany({ sub }, session === undefined ? {} : { session })).deletedCount,
  };
};

export type SignInStore = ReturnType<typeof createSignInStore>;
