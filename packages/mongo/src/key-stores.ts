import type { ClientSession, Connection } from 'mongoose';
import { isDuplicateKey } from './database-error.js';

type WrappedKey = { readonly keyId: string; readonly wrapped: Uint8Array };

type ClassKeyRow = {
  _id: string;
  tenantId: string;
  keyClass: string;
  /** Absent in the first key of a class; the highest one seals, all open what they sealed. */
  generation?: number;
  wrapped: Buffer;
  createdAt: Date;
};

/** The wrapped class keys of this service's database; structurally the `ClassKeyStore` of packages/crypto. */
export const classKeyStore = (connection: Connection) => {
  const rows = connection.collection<ClassKeyRow>('class_keys');
  const toKey = (row: ClassKeyRow | null): WrappedKey | undefined =>
    row === null ? undefined : { keyId: row._id, wrapped: row.wrapped };
  const find = async (tenantId: string, keyClass: string) =>
    toKey(await rows.findOne({ tenantId, keyClass }, { sort: { generation: -1 } }));
  return {
    find,
    findById: async (tenantId: string, keyId: string) => toKey(await rows.findOne({ _id: keyId, tenantId })),
    insertIfAbsent: async (tenantId: string, keyClass: string, key: WrappedKey): Promise<WrappedKey> => {
      try {
        const wrapped = Buffer.from(key.wrapped);
        await rows.insertOne({ _id: key.keyId, tenantId, keyClass, wrapped, createdAt: new Date() });
        return key;
      } catch (error) {
        const winner = isDuplicateKey(error) ? await find(tenantId, keyClass) : undefined;
        if (winner === undefined) throw error;
        return winner;
      }
    },
  };
};

export type ClassKeyGeneration = { readonly keyClass: string; readonly generation: number };

/** What a rotation does to this service's copies of the keys. */
export const keyRotationStore = (connection: Connection) => {
  const rows = connection.collection<ClassKeyRow>('class_keys');
  return {
    /** The newest generation of each class of the tenant. */
    newest: async (tenantId: string): Promise<readonly ClassKeyGeneration[]> => {
      const found = rows.aggregate<{ _id: string; generation: number | null }>([
        { $match: { tenantId } },
        { $group: { _id: '$keyClass', generation: { $max: '$generation' } } },
      ]);
      return (await found.toArray()).map(({ _id, generation }) => ({ keyClass: _id, generation: generation ?? 0 }));
    },
    /** Refused by the index when another process has rotated meanwhile. */
    add: async (
      session: ClientSession,
      tenantId: string,
      { keyClass, generation }: ClassKeyGeneration,
      { keyId, wrapped }: WrappedKey,
    ): Promise<void> => {
      const row = { tenantId, keyClass, generation, wrapped: Buffer.from(wrapped), createdAt: new Date() };
      await rows.insertOne({ _id: keyId, ...row }, { session });
    },
    /** Where there is no copy yet the present root will be asked for. */
    replaceRoot: async (
      session: ClientSession,
      tenantId: string,
      { kekName, kekVersion, wrappedRoot }: WrappedRoot,
    ): Promise<void> => {
      const root = { kekName, kekVersion, wrappedRoot: Buffer.from(wrappedRoot) };
      await connection
        .collection<TenantRootRow>('tenant_roots')
        .updateOne({ _id: tenantId }, { $set: root }, { session });
    },
  };
};

type WrappedRoot = { readonly kekName: string; readonly kekVersion: string; readonly wrappedRoot: Uint8Array };
type TenantRootRow = { _id: string; kekName: string; kekVersion: string; wrappedRoot: Buffer };

/** Keeps this service's copy of each tenant's wrapped root; asks `fetch` (identity) only for a tenant not seen before. */
export const tenantRootStore = (connection: Connection, fetch: (tenantId: string) => Promise<WrappedRoot>) => {
  const rows = connection.collection<TenantRootRow>('tenant_roots');
  return async (tenantId: string): Promise<WrappedRoot> => {
    const known = await rows.findOne({ _id: tenantId });
    if (known !== null) {
      return { kekName: known.kekName, kekVersion: known.kekVersion, wrappedRoot: known.wrappedRoot };
    }
    const { kekName, kekVersion, wrappedRoot } = await fetch(tenantId);
    const row = { kekName, kekVersion, wrappedRoot: Buffer.from(wrappedRoot) };
    await rows.updateOne({ _id: tenantId }, { $setOnInsert: row }, { upsert: true });
    return { kekName, kekVersion, wrappedRoot };
  };
};
