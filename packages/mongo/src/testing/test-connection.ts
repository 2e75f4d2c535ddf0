import { testDatabase, testServers } from '@nencho/local-stack/testing';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { connectMongo, copyInventory, mongoMigrations, runMigrations, type CopyEntry } from '../index.js';

export const silent: Pick<Logger, 'info' | 'warn' | 'error'> = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The copy inventory with the suites' own collections. */
export const suiteInventory: readonly CopyEntry[] = [
  ...copyInventory,
  ...['effects', 'raced', 'docs'].map((name): CopyEntry => ({
    ...{ owner: 'every', name, dataClasses: ['technical'], retention: 'the suite' },
    ...{ erase: 'none', reason: 'of the suites' },
  })),
];

/** A database of its own on the real server, with the collections of this package. */
export const testConnection = async (name: string): Promise<Connection> => {
  const connection = await connectMongo({
    uri: testServers().mongodbUri,
    database: testDatabase(name),
    appName: 'mongo-tests',
    inventory: suiteInventory,
  });
  await runMigrations(connection, mongoMigrations);
  return connection;
};

export const dropAndClose = async (connection: Connection): Promise<void> => {
  await connection.dropDatabase();
  await connection.close();
};
