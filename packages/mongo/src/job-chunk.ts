import { AppError, toAppError, type Clock } from '@nencho/kernel';
import type { ClientSession, Connection } from 'mongoose';
import { maxChunkItems, type ChunkResult, type Job, type JobHandler, type JobItemError } from './job.js';
import { expiryOfJob, jobErrorRows, jobRows, toJob, type JobRow } from './job-rows.js';
import { withTransaction } from './with-transaction.js';

/** Seals and opens the errors of items, which may quote rows of a file; `id` is the document's. */
export type JobErrorSeal = {
  readonly seal: (tenantId: string, id: string, value: unknown) => Promise<Buffer>;
  readonly open: (tenantId: string, id: string, blob: Uint8Array) => Promise<unknown>;
};

export type ChunkDeps = {
  readonly connection: Connection;
  readonly seal: JobErrorSeal;
  readonly clock: Clock;
};

const TRIES = 5;
const LONGEST_WAIT_MS = 60_000;

const end = (state: JobRow['state'], clock: Clock) => ({
  state,
  open: false,
  finishedAt: clock.now(),
  expiresAt: expiryOfJob(),
});

/** Ends the job as a whole, if this worker still holds it. */
export const stopJob = async ({ connection, clock }: ChunkDeps, row: JobRow, code: string): Promise<void> => {
  await jobRows(connection).updateOne(
    { _id: row._id, holder: row.holder ?? '' },
    { $set: { ...end('stopped', clock), stopCode: code }, $unset: { holder: '' } },
  );
};

export const cancelJob = async ({ connection, clock }: ChunkDeps, row: JobRow): Promise<void> => {
  await jobRows(connection).updateOne(
    { _id: row._id, holder: row.holder ?? '' },
    { $set: end('cancelled', clock), $unset: { holder: '' } },
  );
};

const saveErrors = async (
  { connection, seal }: ChunkDeps,
  job: Job,
  errors: readonly JobItemError[],
  session: ClientSession,
): Promise<void> => {
  if (errors.length === 0) return;
  const rows = await Promise.all(
    errors.map(async (error, index) => {
      const seq = job.failed + index + 1;
      const _id = `${job.id}/${seq}`;
      const sealed = await seal.seal(job.tenantId, _id, error);
      return { _id, jobId: job.id, tenantId: job.tenantId, seq, sealed, expiresAt: expiryOfJob() };
    }),
  );
  await jobErrorRows(connection).insertMany(rows, { session });
};

const saveProgress = async (
  { connection, clock }: ChunkDeps,
  row: JobRow,
  result: ChunkResult,
  session: ClientSession,
): Promise<void> => {
  const failed = row.failed + result.errors.length;
  const ended = result.cursor === undefined;
  const set = {
    attempts: 0,
    ...(result.total === undefined ? {} : { total: result.total }),
    ...(result.cursor === undefined ? {} : { cursor: result.cursor }),
    ...(ended ? end(failed > 0 ? 'finished_with_errors' : 'succeeded', clock) : {}),
  };
  const { matchedCount } = await jobRows(connection).updateOne(
    { _id: row._id, holder: row.holder ?? '' },
    { $set: set, $inc: { done: result.done, failed: result.errors.length } },
    { session },
  );
  // Whoever lost its lease must not commit what another worker is doing, too.
  if (matchedCount !== 1) throw new AppError('version_conflict', 'another worker has taken this job');
};

/** One chunk: the handler's changes, the errors and the cursor are saved together or not at all. */
const applyChunk = async (deps: ChunkDeps, row: JobRow, handler: JobHandler): Promise<void> => {
  const job = toJob(row);
  await handler.authorise?.(job);
  const prepared = await handler.prepare?.(job, job.cursor);
  // Opens the tenant's keys now: inside the transaction sealing must not wait for the key vault.
  await deps.seal.seal(job.tenantId, `${job.id}/0`, null);
  await withTransaction(deps.connection, async (session) => {
    const result = await handler.chunk(job, job.cursor, session, prepared);
    if (result.done + result.errors.length > maxChunkItems) {
      throw new AppError('internal', `a chunk of ${row.kind} has more than ${maxChunkItems} items`);
    }
    await saveErrors(deps, job, result.errors, session);
    await saveProgress(deps, row, result, session);
  });
};

/** Lets the job wait; what is down comes back by itself, a bug does not and stops the job after five tries. */
const retryLater = async (deps: ChunkDeps, row: JobRow, error: AppError): Promise<void> => {
  const attempts = row.attempts + 1;
  const passing = error.code === 'unavailable' || error.code === 'timeout' || error.code === 'limit_exceeded';
  if (error.code === 'forbidden' || (!passing && attempts >= TRIES)) return stopJob(deps, row, error.code);
  const wait = Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(attempts, 10));
  await jobRows(deps.connection).updateOne({ _id: row._id, holder: row.holder ?? '' }, [
    { $set: { attempts, dueAt: { $add: ['$$NOW', wait] } } },
    { $unset: 'holder' },
  ]);
};

/** Works on one chunk of a job that this worker holds. Throws nothing but what the database throws. */
export const workOnJob = async (
  deps: ChunkDeps,
  row: JobRow,
  handler: JobHandler,
  report: (error: AppError) => void,
): Promise<void> => {
  if (row.cancelRequested) return cancelJob(deps, row);
  try {
    await applyChunk(deps, row, handler);
  } catch (thrown) {
    const error = toAppError(thrown);
    report(error);
    await retryLater(deps, row, error);
  }
};
