import { AppError } from '@nencho/kernel';
import { createConnection, type ConnectOptions } from 'mongoose';

/** Every connection of every service: nothing acknowledged may be lost, nothing may be read that could be rolled back. */
export const durableOptions = {
  /* eslint-disable @typescript-eslint/no-deprecated -- `writeConcern` loses against a `w` in the connection string */
  w: 'majority',
  journal: true,
  wtimeoutMS: 10_000,
  /* eslint-enable @typescript-eslint/no-deprecated */
  readConcernLevel: 'majority',
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  autoIndex: false,
  autoCreate: false,
  bufferCommands: false,
  promoteBuffers: true,
} as const satisfies ConnectOptions;

/** `durableOptions` win over whatever the connection string says; `assertDurableOnTheWire` proves it. */
export const connectOptions = (database: string, appName: string): ConnectOptions => ({
  ...durableOptions,
  dbName: database,
  appName,
});

type Command = Readonly<Record<string, unknown>>;

const isDurable = (writeConcern: unknown): boolean =>
  typeof writeConcern === 'object' &&
  writeConcern !== null &&
  'w' in writeConcern &&
  writeConcern.w === 'majority' &&
  'j' in writeConcern &&
  writeConcern.j === true;

const hasLevel = (readConcern: unknown, level: string): boolean =>
  typeof readConcern === 'object' && readConcern !== null && 'level' in readConcern && readConcern.level === level;

/** Names of the promises that a command seen on the wire does not keep. */
const brokenPromises = (commands: readonly Command[]): string[] => {
  const commits = commands.filter((command) => 'commitTransaction' in command);
  const plain = commands.filter((command) => 'update' in command && command['txnNumber'] !== undefined);
  const single = plain.filter((command) => command['autocommit'] === undefined);
  const first = plain.filter((command) => command['startTransaction'] === true);
  return [
    ...(commits.length > 0 && commits.every((c) => isDurable(c['writeConcern'])) ? [] : ['commit_majority_journal']),
    ...(single.length > 0 && single.every((c) => isDurable(c['writeConcern'])) ? [] : ['write_majority_journal']),
    ...(first.length > 0 && first.every((c) => hasLevel(c['readConcern'], 'snapshot')) ? [] : ['transaction_snapshot']),
  ];
};

/**
 * Writes once alone and once in a transaction over a connection of its own and looks at the commands that left, since
 * options can be right and still not arrive.
 */
export const assertDurableOnTheWire = async (uri: string, options: ConnectOptions): Promise<void> => {
  const connection = await createConnection(uri, { ...options, maxPoolSize: 2, monitorCommands: true }).asPromise();
  try {
    const commands: Command[] = [];
    connection.getClient().on('commandStarted', (event) => commands.push(event.command as Command));
    const checks = connection.collection<{ _id: string; at: Date }>('connection_checks');
    const write = { $currentDate: { at: true } } as const;
    await checks.updateOne({ _id: 'write' }, write, { upsert: true });
    await connection.getClient().withSession(async (session) =>
      session.withTransaction(async () => {
        await checks.updateOne({ _id: 'transaction' }, write, { upsert: true, session });
      }, transactionOptions),
    );
    const broken = brokenPromises(commands);
    if (broken.length > 0) {
      throw new AppError('validation_failed', 'the database connection does not keep its promises on the wire', {
        violations: broken.map((rule) => ({ path: 'MONGODB_URI', rule })),
      });
    }
  } finally {
    await connection.close();
  }
};

export const transactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
  readPreference: 'primary',
} as const;
