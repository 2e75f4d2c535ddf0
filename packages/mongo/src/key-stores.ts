import type { Connection } from 'mongoose';
import { isDuplicateKey } from './database-error.js';

type WrappedKey = { readonly keyId: string; readonly wrapped: Uint8Array };

type ClassKeyRow = { _id: string; tenantId: string; keyClass: string; wrapped: Buffer; createdAt: Date };

/** The wrapped class keys of this service's database; structurally the `ClassKeyStore` of packages/crypto. */
export const classKeyStore = (connection: Connection) => {
  const rows = connection.collection<ClassKeyRow>('class_keys');
  const toKey = (row: ClassKeyRow | null): WrappedKey | undefined =>
    row === null ? undefined : { keyId: row._id, wrapped: row.wrapped };
  const find = async (tenantId: string, keyClass: string) => toKey(await rows.findOne({ tenantId, keyClass }));
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
