import { testDatabase, testServers } from '@nencho/local-stack/testing';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { connectMongo, mongoMigrations, runMigrations } from '../index.js';

export const silent: Pick<Logger, 'info' | 'warn' | 'error'> = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A database of its own on the real server, with the collections of this package. */
export const testConnection = async (name: string): Promise<Connection> => {
  const connection = await connectMongo({
    uri: testServers().mongodbUri,
    database: testDatabase(name),
    appName: 'mongo-tests',
  });
  await runMigrations(connection, mongoMigrations);
  return connection;
};

export const dropAndClose = async (connection: Connection): Promise<void> => {
  await connection.dropDatabase();
  await connection.close();
};
