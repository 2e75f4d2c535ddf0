import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@nencho/kernel';
import type { Logger } from '@nencho/telemetry';
import { createConnection, type Connection } from 'mongoose';
import { copyInventory, guardCollections, type CopyEntry } from './copy-inventory.js';
import { assertDurableOnTheWire, connectOptions } from './write-concern.js';

export type MongoConfig = {
  readonly uri: string;
  readonly database: string;
  /** Shows in the server's log and in `currentOp`. */
  readonly appName: string;
  /** The collections that may be opened; every declared one when nothing is said. */
  readonly inventory?: readonly CopyEntry[];
  readonly logger?: Pick<Logger, 'info' | 'warn'>;
  /** Ends the waiting for an unreachable server. */
  readonly signal?: AbortSignal;
};

const misconfigured = (rule: string, cause?: unknown): AppError =>
  new AppError('validation_failed', 'the database connection is configured wrongly', {
    violations: [{ path: 'MONGODB_URI', rule }],
    cause,
  });

const AUTHENTICATION_FAILED = 18;

/** Errors that waiting does not mend. */
const asMisconfiguration = (error: unknown): AppError | undefined => {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'MongoParseError' || error.name === 'MongoInvalidArgumentError') {
    return misconfigured('connection_string', error);
  }
  return 'code' in error && error.code === AUTHENTICATION_FAILED ? misconfigured('credentials', error) : undefined;
};

/** Transactions and majority need a replica set; a standalone would lose what it acknowledged. */
const assertReplicaSet = async (connection: Connection): Promise<void> => {
  const hello = await connection.getClient().db('admin').command({ hello: 1 });
  if (typeof hello['setName'] !== 'string' && hello['msg'] !== 'isdbgrid') throw misconfigured('replica_set_required');
};

const connectOnce = async ({ uri, database, appName, inventory = copyInventory }: MongoConfig): Promise<Connection> => {
  const options = connectOptions(database, appName);
  const connection = createConnection(uri, options);
  // Without a listener a later loss of the server would end the process; the driver reconnects by itself.
  connection.on('error', () => undefined);
  try {
    await connection.asPromise();
    await assertReplicaSet(connection);
    await assertDurableOnTheWire(uri, options);
    guardCollections(connection, inventory);
    return connection;
  } catch (error) {
    await connection.destroy();
    throw error;
  }
};

const LONGEST_WAIT_MS = 10_000;

/**
 * Connects with majority, journal and snapshot, seen on the wire. Waits for an unreachable server for ever; throws
 * `validation_failed` for what only another configuration can mend: a standalone, a wrong string, wrong credentials.
 */
export const connectMongo = async (config: MongoConfig): Promise<Connection> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const connection = await connectOnce(config);
      config.logger?.info('mongodb_connected', { attempt });
      return connection;
    } catch (error) {
      const wrong = error instanceof AppError ? error : asMisconfiguration(error);
      if (wrong !== undefined) throw wrong;
      config.logger?.warn('mongodb_unreachable', { dependency: 'mongodb', attempt, err: error });
      const wait = Math.min(LONGEST_WAIT_MS, 200 * 2 ** Math.min(attempt, 8));
      await sleep(wait, undefined, { ...(config.signal === undefined ? {} : { signal: config.signal }) });
    }
  }
};
