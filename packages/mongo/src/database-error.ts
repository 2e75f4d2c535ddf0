import { isAppError, unavailable } from '@nencho/kernel';

const property = (error: unknown, key: string): unknown =>
  typeof error === 'object' && error !== null && key in error ? (error as Record<string, unknown>)[key] : undefined;

const unreachableNames: ReadonlySet<unknown> = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoTopologyClosedError',
  'MongoWriteConcernError',
  'MongoOperationTimeoutError',
  'DisconnectedError',
]);
/** Stepping down, shutting down, no primary: the server is there but cannot answer now. */
const passingCodes: ReadonlySet<unknown> = new Set([91, 189, 262, 11600, 11602, 10107, 13435, 13436, 50]);

/** The driver lets a broken connection's own error through where it was waiting to write: of the system, or Node's own. */
const brokenConnection: ReadonlySet<unknown> = new Set(['EPIPE', 'ECONNRESET']);

const isUnreachable = (error: unknown): boolean => {
  const code = property(error, 'code');
  if (unreachableNames.has(property(error, 'name')) || passingCodes.has(code) || brokenConnection.has(code))
    return true;
  const hasLabel = property(error, 'hasErrorLabel');
  return (
    typeof hasLabel === 'function' &&
    ['TransientTransactionError', 'RetryableWriteError'].some((label) => hasLabel.call(error, label) === true)
  );
};

/** What a caller may try again becomes `unavailable`; every other error stays what it is. */
export const fromDatabaseError = (error: unknown): unknown =>
  !isAppError(error) && isUnreachable(error) ? unavailable('mongodb', error) : error;

/** A unique index refused the write. */
export const isDuplicateKey = (error: unknown): boolean => property(error, 'code') === 11000;
