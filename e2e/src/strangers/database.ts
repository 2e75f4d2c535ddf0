import mongoose from 'mongoose';
import { createHash } from 'node:crypto';

type Row = { _id: string } & Record<string, unknown>;
type Client = ReturnType<mongoose.Connection['getClient']>;

const { Binary, BSON } = mongoose.mongo;

/** Opened straight, past the services: what somebody with a database account could do. */
export const openDatabase = async (mongodbUri: string) => {
  const connection = await mongoose.createConnection(mongodbUri).asPromise();
  return { client: connection.getClient(), close: async () => connection.close() };
};

/** What moves without an event: leases, sign-ins, counters of requests, and probes. */
const moving = [
  'leases',
  'sessions',
  'operator_sessions',
  'sign_ins',
  'rate_limits',
  'connection_checks',
  'idempotency',
];

const collectionsOf = async (
  client: Client,
): Promise<readonly { readonly database: string; readonly name: string }[]> => {
  const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
  const found = await Promise.all(
    databases
      .filter(({ name }) => name.startsWith('nencho_'))
      .map(async ({ name: database }) =>
        (await client.db(database).listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => ({
          database,
          name,
        })),
      ),
  );
  return found.flat().filter(({ name }) => !moving.includes(name));
};

/** One hash a collection, over all documents that fit; two equal maps are two equal states. */
export const stateHash = async (
  client: Client,
  filter: Record<string, unknown> = {},
  without: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> => {
  const hashes: Record<string, string> = {};
  for (const { database, name } of await collectionsOf(client)) {
    if (without.includes(name)) continue;
    const hash = createHash('sha256');
    for await (const raw of client.db(database).collection(name).find(filter, { raw: true }).sort({ _id: 1 }))
      hash.update(raw as unknown as Buffer);
    hashes[`${database}.${name}`] = hash.digest('hex');
  }
  return hashes;
};

export type SealedField = {
  readonly database: string;
  readonly collection: string;
  readonly id: string;
  readonly field: string;
  readonly value: Buffer;
};

/** Keys are wrapped, not sealed; outboxes and the audit chain have tests of their own. */
const notSealedHere = [
  'class_keys',
  'tenant_roots',
  'tenants',
  'outbox',
  'dead_letters',
  'parked_events',
  'audit_links',
  'jobs',
  'job_errors',
];

const bytesOf = (value: unknown): Buffer | undefined =>
  value instanceof Binary ? Buffer.from(value.buffer) : undefined;

/** Everything of a tenant that is sealed: format, key id, iv and tag take 45 bytes before the first of the content. */
export const sealedFields = async (client: Client, tenantId: string): Promise<readonly SealedField[]> => {
  const fields: SealedField[] = [];
  for (const { database, name: collection } of await collectionsOf(client)) {
    if (notSealedHere.includes(collection)) continue;
    const rows = await client
      .db(database)
      .collection<Row>(collection)
      .find({ tenantId }, { promoteBuffers: false })
      .sort({ _id: 1 })
      .toArray();
    for (const { _id: id, ...row } of rows) {
      for (const [field, value] of Object.entries(row)) {
        const bytes = bytesOf(value);
        if (bytes !== undefined && bytes.length > 45 && bytes[0] === 1)
          fields.push({ database, collection, id, field, value: bytes });
      }
    }
  }
  return fields;
};

export const placeOf = ({ database, collection, field }: SealedField): string => `${database}.${collection}.${field}`;

/** Puts other bytes where a sealed field is. */
export const overwrite = async (
  client: Client,
  { database, collection, id, field }: SealedField,
  value: Buffer,
): Promise<void> => {
  await client
    .db(database)
    .collection<Row>(collection)
    .updateOne({ _id: id }, { $set: { [field]: new BSON.Binary(value) } });
};
