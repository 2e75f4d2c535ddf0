import type { SystemState } from '@nencho/local-stack/system';
import mongoose from 'mongoose';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What must be found nowhere: texts, and amounts of at least seven digits. */
export type Canaries = { readonly texts: readonly string[]; readonly amounts: readonly number[] };

/** Where something was found that should not be there. */
export type Hit = { readonly place: string; readonly canary: string };

const { BSON } = mongoose.mongo;

const little = (write: (buffer: Buffer) => unknown, size: number): Buffer => {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
};

/** An amount as the bytes that a database or a careless encoder would write. */
const wideForms = (amount: number): readonly Buffer[] => [
  little((buffer) => buffer.writeBigInt64LE(BigInt(amount)), 8),
  little((buffer) => buffer.writeBigInt64BE(BigInt(amount)), 8),
  little((buffer) => buffer.writeDoubleLE(amount), 8),
  Buffer.from(String(amount)),
];

const textForms = (text: string): readonly Buffer[] => [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];

const scan = (place: string, bytes: Buffer, canaries: Canaries): Hit[] => [
  ...canaries.texts
    .filter((text) => textForms(text).some((form) => bytes.includes(form)))
    .map((canary) => ({ place, canary })),
  ...canaries.amounts
    .filter((amount) => wideForms(amount).some((form) => bytes.includes(form)))
    .map((amount) => ({ place, canary: String(amount) })),
];

/** Numbers stored as such, int32 among them: four bytes alone would be met by chance inside ciphertext. */
const scanNumbers = (place: string, value: unknown, amounts: ReadonlySet<number>): Hit[] => {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return amounts.has(Number(value)) ? [{ place, canary: String(value) }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item) => scanNumbers(place, item, amounts));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || '_bsontype' in value) return [];
  return Object.entries(value).flatMap(([key, child]) => scanNumbers(`${place}.${key}`, child, amounts));
};

const skippedDatabases = new Set(['admin', 'config']);

/** Of the replica set's own database only the log of all writes is of interest, and may be read. */
const isSwept = (database: string, collection: string): boolean => database !== 'local' || collection === 'oplog.rs';

/** Every document of every database, the oplog among them, as raw BSON. */
const sweepDatabases = async (mongodbUri: string, canaries: Canaries): Promise<readonly Hit[]> => {
  const connection = await mongoose.createConnection(mongodbUri).asPromise();
  const amounts = new Set(canaries.amounts);
  const hits: Hit[] = [];
  try {
    const client = connection.getClient();
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases.filter((database) => !skippedDatabases.has(database.name))) {
      const database = client.db(name);
      const collections = await database.listCollections({}, { nameOnly: true }).toArray();
      for (const { name: collection } of collections.filter((one) => isSwept(name, one.name))) {
        const place = `${name}.${collection}`;
        for await (const raw of database.collection(collection).find({}, { raw: true })) {
          const bytes = raw as unknown as Buffer;
          hits.push(...scan(place, bytes, canaries), ...scanNumbers(place, BSON.deserialize(bytes), amounts));
        }
      }
    }
  } finally {
    await connection.close();
  }
  return hits;
};

/** Files that the other servers and the services wrote: Kafka's log, Keycloak's database, all logs. */
const sweepFiles = ({ dataDirectory }: SystemState, canaries: Canaries): readonly Hit[] =>
  readdirSync(dataDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => /\/(kafka|keycloak|logs)\//.test(file) && !/index$/.test(file)) // Kafka's indexes are zeros
    .flatMap((file) => scan(file.slice(dataDirectory.length + 1), readFileSync(file), canaries));

/** Looks for canaries in everything that the system wrote, but for the mail catcher, which stands for the outside. */
export const sweep = async (state: SystemState, canaries: Canaries): Promise<readonly Hit[]> => {
  const hits = [...(await sweepDatabases(state.mongodbUri, canaries)), ...sweepFiles(state, canaries)];
  return [...new Map(hits.map((hit) => [`${hit.place} ${hit.canary}`, hit])).values()];
};
