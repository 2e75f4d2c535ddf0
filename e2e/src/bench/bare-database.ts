import { connectMongo, copyInventory, withTransaction, type CopyEntry } from '@nencho/mongo';
import type { SystemState } from '@nencho/local-stack/system';
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';

export type BareDatabase = {
  /** One versioned write with a second document, in a transaction, acknowledged by the journal. */
  readonly versionedWrite: (id: number) => Promise<void>;
  /** Writes `count` documents of `bytes` each, in transactions of 50. */
  readonly bulkWrite: (count: number, bytes: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Row = { readonly _id: string; readonly version: number; readonly content: Buffer };

const rowsOf = (connection: Connection, name: string) => connection.collection<Row>(name);
const CHUNK = 50;

/** A collection of the measuring alone: in a database of its own, dropped at the end. */
export const benchCollection = (name: string): CopyEntry => ({
  ...{ owner: 'every', name, dataClasses: ['technical'], retention: 'the run' },
  ...{ erase: 'none', reason: 'of the benchmarks' },
});

/** The driver's own durable writes on the same server, in a database of their own: what nobody can be faster than. */
export const openBareDatabase = async ({ mongodbUri }: SystemState): Promise<BareDatabase> => {
  const connection = await connectMongo({
    ...{ uri: mongodbUri, database: 'nencho_bench', appName: 'bench' },
    inventory: [...copyInventory, benchCollection('rows'), benchCollection('seconds')],
  });
  await connection.dropDatabase();
  const [rows, seconds] = [rowsOf(connection, 'rows'), rowsOf(connection, 'seconds')];
  const content = randomBytes(4_096);
  let serial = 0;
  const next = (): string => {
    serial += 1;
    return String(serial);
  };
  // A transaction must not be the one that creates a collection.
  await rows.insertMany(Array.from({ length: 500 }, (_, id) => ({ _id: `row-${id}`, version: 0, content })));
  await seconds.insertOne({ _id: 'first', version: 0, content });
  return {
    versionedWrite: async (id) => {
      await withTransaction(connection, async (session) => {
        await rows.updateOne({ _id: `row-${id % 500}` }, { $inc: { version: 1 }, $set: { content } }, { session });
        await seconds.insertOne({ _id: next(), version: 0, content: content.subarray(0, 512) }, { session });
      });
    },
    bulkWrite: async (count, bytes) => {
      const document = randomBytes(bytes);
      for (let done = 0; done < count; done += CHUNK) {
        const chunk = Array.from({ length: Math.min(CHUNK, count - done) }, () => ({
          ...{ _id: next(), version: 0, content: document },
        }));
        await withTransaction(connection, async (session) => {
          await seconds.insertMany(chunk, { session });
        });
      }
    },
    close: async () => {
      await connection.dropDatabase();
      await connection.close();
    },
  };
};
