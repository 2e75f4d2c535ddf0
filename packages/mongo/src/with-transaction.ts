import type { ClientSession, Connection } from 'mongoose';
import { fromDatabaseError } from './database-error.js';
import { transactionOptions } from './write-concern.js';

/**
 * Runs `work` in one transaction: snapshot reads, majority + journal commit. Transient errors are retried, so `work` may
 * run more than once: it must change nothing but what the session writes, and call nobody over the network.
 */
export const withTransaction = async <T>(
  connection: Connection,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> => {
  const session = await connection.startSession().catch((error: unknown) => {
    throw fromDatabaseError(error);
  });
  try {
    return await session.withTransaction(async () => work(session), transactionOptions);
  } catch (error) {
    throw fromDatabaseError(error);
  } finally {
    await session.endSession();
  }
};
