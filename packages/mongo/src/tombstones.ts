import type { ClientSession, Connection } from 'mongoose';

type TombstoneRow = { _id: string; at: Date };

export type Tombstones = {
  /** Marks the tenant as erased, for ever. May be repeated. */
  readonly put: (tenantId: string) => Promise<void>;
  readonly has: (tenantId: string, session?: ClientSession) => Promise<boolean>;
  /** Those of `tenantIds` that are erased. */
  readonly among: (tenantIds: readonly string[], session?: ClientSession) => Promise<ReadonlySet<string>>;
  readonly all: () => Promise<ReadonlySet<string>>;
};

const within = (session: ClientSession | undefined) => (session === undefined ? {} : { session });

/** 消去済みの契約: the tenants that this service has erased or is erasing. Whatever comes for one of them later is dropped. */
export const tombstones = (connection: Connection): Tombstones => {
  const rows = connection.collection<TombstoneRow>('tenant_tombstones');
  const among: Tombstones['among'] = async (tenantIds, session) => {
    const found = await rows.find({ _id: { $in: [...tenantIds] } }, within(session)).toArray();
    return new Set(found.map(({ _id }) => _id));
  };
  return {
    put: async (tenantId) => {
      await rows.updateOne({ _id: tenantId }, { $setOnInsert: { at: new Date() } }, { upsert: true });
    },
    has: async (tenantId, session) => (await among([tenantId], session)).size === 1,
    among,
    all: async () => new Set((await rows.find().toArray()).map(({ _id }) => _id)),
  };
};
