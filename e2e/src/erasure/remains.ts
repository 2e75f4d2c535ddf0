import { copyInventory } from '@nencho/mongo';
import { createHash } from 'node:crypto';

import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

const services = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'] as const;

type Row = { readonly service: string; readonly collection: string; readonly bytes: Buffer };

/** Every document of every service, as it lies there. */
const eachRow = async (mongodbUri: string, visit: (row: Row) => void): Promise<void> => {
  const connection = await mongoose.createConnection(mongodbUri).asPromise();
  try {
    for (const service of services) {
      const database = connection.getClient().db(`nencho_${service}`);
      for (const { name } of await database.listCollections({ type: 'collection' }).toArray()) {
        for await (const raw of database.collection(name).find({}, { raw: true })) {
          visit({ service, collection: name, bytes: Buffer.from(raw as unknown as Uint8Array) });
        }
      }
    }
  } finally {
    await connection.close();
  }
};

/** `<service>.<collection>` of every document in which one of the texts stands, with their number. */
export const whereIs = async (mongodbUri: string, texts: readonly string[]): Promise<Record<string, number>> => {
  const found: Record<string, number> = {};
  await eachRow(mongodbUri, ({ service, collection, bytes }) => {
    if (!texts.some((text) => bytes.includes(text))) return;
    const place = `${service}.${collection}`;
    found[place] = (found[place] ?? 0) + 1;
  });
  return found;
};

/** Collections that lie in a database, by service: what the copy inventory is held against. */
export const collectionsIn = async (mongodbUri: string): Promise<Record<string, readonly string[]>> => {
  const connection = await mongoose.createConnection(mongodbUri).asPromise();
  try {
    const entries = services.map(async (service) => {
      const listed = await connection.getClient().db(`nencho_${service}`).listCollections().toArray();
      return [service, listed.map(({ name }) => name).sort()] as const;
    });
    return Object.fromEntries(await Promise.all(entries));
  } finally {
    await connection.close();
  }
};

/** What goes by the wall clock, whoever's it is: windows of rate limits, and sessions that are renewed. */
const volatile = new Set(['rate_limits', 'idempotency', 'sign_ins', 'outbox']);

/** Fields that change because days pass: the first administrator's letter runs out. */
const withoutTime = (bytes: Buffer): Buffer => {
  const row = BSON.deserialize(bytes, { promoteBuffers: true });
  delete row['letter'];
  return Buffer.from(BSON.serialize(row));
};

/** A hash for each document that belongs to the tenant, by its id; the place leads. */
export const imprint = async (mongodbUri: string, tenantId: string): Promise<ReadonlyMap<string, string>> => {
  const hashes = new Map<string, string>();
  await eachRow(mongodbUri, ({ service, collection, bytes }) => {
    if (volatile.has(collection) || !bytes.includes(tenantId)) return;
    const { _id } = BSON.deserialize(bytes) as { readonly _id: unknown };
    const hash = createHash('sha256').update(withoutTime(bytes)).digest('hex');
    hashes.set(`${service}.${collection}/${String(_id)}`, hash);
  });
  return hashes;
};

/** Collections in which rows of tenants lie although the inventory says that nothing there is a tenant's. */
export const undeclaredRows = async (mongodbUri: string, tenantIds: readonly string[]): Promise<readonly string[]> => {
  const found = await whereIs(mongodbUri, tenantIds);
  return Object.keys(found).filter((place) => {
    const [service = '', name] = place.split('.');
    const entry = copyInventory.find((one) => one.name === name && (one.owner === 'every' || one.owner === service));
    return entry === undefined || (entry.erase === 'none' && entry.tenantField === undefined);
  });
};
