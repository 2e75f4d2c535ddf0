import { repositoryRoot } from '@nencho/local-stack';
import type { SystemState } from '@nencho/local-stack/system';
import mongoose from 'mongoose';
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { openInbox } from '../season/inbox.js';
import { serviceTemporaryDirectory } from '../harness/system-under-test.js';
import type { Hit, Scanner } from './scanner.js';

/** A place where something that the system wrote can be read without a key. */
export type Sink = { readonly name: string; readonly sweep: (scanner: Scanner) => Promise<readonly Hit[]> };

const { BSON } = mongoose.mongo;

/** Numbers stored as such, in digits: four bytes alone would be met by chance inside ciphertext. */
const numbersOf = (value: unknown): readonly string[] => {
  if (typeof value === 'number' || typeof value === 'bigint') return [String(value)];
  if (value instanceof BSON.Long) return [value.toString()];
  if (Array.isArray(value)) return value.flatMap(numbersOf);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(numbersOf);
};

/** The replica set's own records of the last writes of sessions hold nothing that the oplog does not. */
const isReadable = (database: string, collection: string): boolean =>
  (database !== 'local' || collection === 'oplog.rs') && !collection.startsWith('system.');

/**
 * Every document of every database through the driver, since WiredTiger compresses its files; the log of all writes
 * (`local.oplog.rs`) among them, which still has what was deleted since.
 */
const databaseSink = ({ mongodbUri }: SystemState): Sink => ({
  name: 'mongodb',
  sweep: async (scanner) => {
    const connection = await mongoose.createConnection(mongodbUri).asPromise();
    const hits: Hit[] = [];
    try {
      const client = connection.getClient();
      const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
      for (const { name } of databases) {
        const collections = await client.db(name).listCollections({}, { nameOnly: true }).toArray();
        for (const { name: collection } of collections.filter((one) => isReadable(name, one.name))) {
          const place = `${name}.${collection}`;
          for await (const raw of client.db(name).collection(collection).find({}, { raw: true })) {
            const bytes = raw as unknown as Buffer;
            const numbers = numbersOf(BSON.deserialize(bytes, { promoteLongs: false, promoteValues: true }));
            hits.push(
              ...scanner.scan(place, bytes),
              ...scanner.scan(`${place} as a number`, Buffer.from(numbers.join(' '))),
            );
          }
        }
      }
    } finally {
      await connection.close();
    }
    return hits;
  },
});

const filesBelow = (directory: string, deep = true): readonly string[] =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: deep, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => join(parentPath, name))
    : [];

/** A file may go while it is looked at: a log is turned, a segment is closed. */
const isGone = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';

const sweepFile = async (scanner: Scanner, root: string, file: string): Promise<readonly Hit[]> => {
  try {
    if (statSync(file).size === 0) return [];
    return await scanner.scanStream(
      relative(root, file),
      createReadStream(file, { highWaterMark: 2 ** 22 }) as AsyncIterable<Buffer>,
    );
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
};

const fileSink = (name: string, root: string, files: () => readonly string[]): Sink => ({
  name,
  sweep: async (scanner) => {
    const hits: Hit[] = [];
    for (const file of files()) hits.push(...(await sweepFile(scanner, root, file)));
    return hits;
  },
});

/** Offsets and times only, and preallocated: a gigabyte of zeros. */
const isKafkaIndex = (file: string): boolean => /\.(?:index|timeindex|txnindex)$/.test(file);

/** What a process leaves when it dies or is asked for its memory. */
const isDump = (file: string): boolean =>
  /^core(?:\.\d+)?$|\.(?:heapsnapshot|heapprofile|cpuprofile|hprof)$|^(?:report|Heap)\.\d{8}\..*|^hs_err_pid\d+/.test(
    basename(file),
  );

const dumpSink = ({ dataDirectory }: SystemState): Sink =>
  fileSink('core and heap files', '/', () =>
    [
      ...filesBelow(repositoryRoot, false),
      ...readdirSync(join(repositoryRoot, 'services')).flatMap((service) =>
        filesBelow(join(repositoryRoot, 'services', service), false),
      ),
      ...filesBelow(dataDirectory),
      ...filesBelow('/tmp', false),
    ].filter(isDump),
  );

/** The receiver's bodies as they came over OTLP: traces, and metrics and logs if a service sent any. */
const telemetrySink = (name: string, url: string): Sink => ({
  name,
  sweep: async (scanner) => scanner.scan(name, Buffer.from(await (await fetch(`${url}/bodies`)).arrayBuffer())),
});

/** What a scraper of Prometheus reads from the probe ports. */
const metricsSink = ({ instances }: SystemState): Sink => ({
  name: 'metrics',
  sweep: async (scanner) => {
    const pages = await Promise.all(
      instances.map(async ({ name, probePort }) => {
        const response = await fetch(`http://127.0.0.1:${probePort}/metrics`);
        return scanner.scan(`metrics of ${name}`, Buffer.from(await response.arrayBuffer()));
      }),
    );
    return pages.flat();
  },
});

/** A mail may name its receiver's address on the envelope; in what is written there, not even that. */
const mailSink = ({ mail }: SystemState): Sink => ({
  name: 'mail',
  sweep: async (scanner) => {
    const mails = await openInbox(mail.webUrl, 0).all();
    return mails.flatMap(({ id, messageId, subject, text, html }) =>
      scanner.scan(`mail ${id}`, Buffer.from([messageId, subject, text, html].join('\n'))),
    );
  },
});

/** Directories of the data directory that are read by something better, or stand for the outside. */
const readOtherwise = ['mongod', 'mail'];

/** Every sink of a running system. Directories that others add to the data directory are swept without being named. */
export const sinksOf = (state: SystemState, tracesUrl?: string): readonly Sink[] => {
  const { dataDirectory } = state;
  const directories = readdirSync(dataDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !readOtherwise.includes(entry.name))
    .map(({ name }) => name);
  return [
    databaseSink(state),
    ...directories.map((name) =>
      fileSink(name, dataDirectory, () => filesBelow(join(dataDirectory, name)).filter((file) => !isKafkaIndex(file))),
    ),
    // Uncompressed remains, and its diagnostic data; what is compressed is read through the driver.
    fileSink('files of mongod', dataDirectory, () => filesBelow(join(dataDirectory, 'mongod'))),
    fileSink('temporary files', '/', () => filesBelow(serviceTemporaryDirectory(dataDirectory))),
    dumpSink(state),
    metricsSink(state),
    mailSink(state),
    ...(tracesUrl === undefined ? [] : [telemetrySink('traces', tracesUrl)]),
  ];
};

/** Looks into every sink. */
export const sweepSinks = async (sinks: readonly Sink[], scanner: Scanner): Promise<readonly Hit[]> => {
  const hits: Hit[] = [];
  for (const sink of sinks) hits.push(...(await sink.sweep(scanner)));
  return hits;
};
