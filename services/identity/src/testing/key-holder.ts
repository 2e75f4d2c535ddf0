import type { Producer } from '@nencho/contracts/events';
import { createSealer, localKeyProvider, type Sealer, type SealPlace } from '@nencho/crypto';
import { newId, systemClock } from '@nencho/kernel';
import {
  createKafka,
  eventSigner,
  eventVerifier,
  keyRotationHandlers,
  messagingMigrations,
  startConsumer,
  startRelay,
  type EventHandlers,
} from '@nencho/messaging';
import {
  classKeyStore,
  connectMongo,
  copyInventory,
  mongoMigrations,
  runMigrations,
  tenantRootStore,
} from '@nencho/mongo';
import { testDatabase, testServers } from '@nencho/testing';
import type { Connection } from 'mongoose';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

type Root = { readonly kekName: string; readonly kekVersion: string; readonly wrappedRoot: Uint8Array };

/** A service as far as keys go: its database, its copies of keys, relay and consumer; and somebody who writes. */
export type KeyHolder = {
  readonly connection: Connection;
  readonly sealer: () => Sealer;
  /** Seals one value after the other until told to stop. */
  readonly write: (place: Omit<SealPlace, 'documentId'>) => { readonly stop: () => Promise<number> };
  /** Opens everything that was written, as a process that has just been started. @returns how many */
  readonly readAll: () => Promise<number>;
  /** Ids of the class keys that sealed what was written. */
  readonly keysUsed: () => ReadonlySet<string>;
  readonly stop: () => Promise<void>;
};

type Options = {
  readonly service: Producer;
  readonly topicPrefix: string;
  readonly roots: (tenantId: string) => Promise<Root>;
  /** identity brings its own. */
  readonly connection?: Connection;
  readonly handlers?: EventHandlers;
};

const connect = async (service: string): Promise<Connection> => {
  const database = testDatabase(`keys_${service}`);
  const connection = await connectMongo({
    ...{ uri: testServers().mongodbUri, database, appName: `test-${service}` },
    inventory: copyInventory,
  });
  await runMigrations(connection, [...mongoMigrations, ...messagingMigrations]);
  return connection;
};

type Written = { readonly place: SealPlace; readonly value: number; readonly sealed: Buffer };

export const startKeyHolder = async (options: Options): Promise<KeyHolder> => {
  const { service, topicPrefix, roots, handlers = {} } = options;
  const connection = options.connection ?? (await connect(service));
  const { keys, kafka: access, caFile } = testServers();
  const provider = localKeyProvider({ directory: keys.localKeyDirectory, environment: 'test' });
  const store = tenantRootStore(connection, roots);
  const rows: Written[] = [];
  const sealer = () =>
    createSealer({
      provider,
      roots: service === 'identity' ? roots : store,
      ...{ classKeys: classKeyStore(connection), clock: systemClock },
    });
  const living = sealer();
  const kafka = createKafka({ ...access, caFile: access.caFile ?? caFile, clientId: service, logger: silent });
  const shared = { connection, kafka, topicPrefix, logger: silent };
  const relay = startRelay({ ...shared, signer: eventSigner(service, keys.systemKeyDirectory) });
  const consumer = startConsumer({
    ...shared,
    ...{ group: `${topicPrefix}${service}`, neverSkip: true, deadLetterName: 'notification.dead_letter/1' },
    ...{ sealer: living, verifier: eventVerifier(keys.verificationKeyDirectory) },
    handlers: { ...handlers, ...keyRotationHandlers({ connection, service, clock: systemClock, sealer: living }) },
  });
  return {
    connection,
    sealer,
    write: (place) => {
      const stopping = new AbortController();
      const working = (async () => {
        let value = 0;
        while (!stopping.signal.aborted) {
          value += 1;
          const documentId = newId();
          const whole = { ...place, documentId };
          const sealed = await living.sealJson(whole, value);
          rows.push({ place: whole, value, sealed });
          if (value % 10 === 0) living.dropTenant(place.tenantId); // sees the newest key, as after the cache's time
        }
        return value;
      })();
      return {
        stop: async () => {
          stopping.abort();
          return working;
        },
      };
    },
    readAll: async () => {
      const reader = sealer();
      for (const { place, value, sealed } of rows) {
        const opened = await reader.openJson(place, sealed);
        if (opened !== value) throw new Error('another value was opened');
      }
      return rows.length;
    },
    keysUsed: () => new Set(rows.map(({ sealed }) => sealed.subarray(1, 17).toString('hex'))),
    stop: async () => {
      await Promise.all([relay.stop(), consumer.stop()]);
      if (options.connection === undefined) {
        await connection.dropDatabase();
        await connection.close();
      }
    },
  };
};
