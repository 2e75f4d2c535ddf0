import { newId } from '@nencho/kernel';
import { withoutTracing } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import type { Bell } from './bell.js';
import type { JobHandler } from './job.js';
import { workOnJob } from './job-chunk.js';
import { jobRows, type JobRow } from './job-rows.js';
import type { JobsDeps } from './jobs-deps.js';
import { acquireLease, type Lease } from './lease.js';

const DEFAULT_LEASE_MS = 15_000;
const POLL_MS = 300;
const CANDIDATES = 10;
/** Then the job that waits longest is next, so that a big one does not block small ones. */
const TURN_MS = 1_000;

type Claim = { readonly row: JobRow; readonly lease: Lease };

/** Marks the job as this worker's; from now on whoever had it before cannot save a chunk. */
const take = async (connection: Connection, _id: string): Promise<JobRow | null> =>
  jobRows(connection).findOneAndUpdate(
    { _id, open: true, $expr: { $lte: ['$dueAt', '$$NOW'] } },
    [{ $set: { holder: newId(), servedAt: '$$NOW', state: 'running' } }],
    { returnDocument: 'after' },
  );

/**
 * Takes the open job that waited longest and that nobody works on. Who works on it is a lease of its own: renewing it in
 * the job's document would collide with the chunk's transaction, which writes that document.
 */
const claim = async (connection: Connection, kinds: readonly string[], leaseMs: number): Promise<Claim | undefined> => {
  const candidates = await jobRows(connection)
    .find({ open: true, kind: { $in: [...kinds] }, $expr: { $lte: ['$dueAt', '$$NOW'] } }, { projection: { _id: 1 } })
    .sort({ servedAt: 1 })
    .limit(CANDIDATES)
    .toArray();
  for (const { _id } of candidates) {
    const lease = await acquireLease(connection, `job/${_id}`, leaseMs);
    if (lease === undefined) continue;
    const row = await take(connection, _id);
    if (row !== null) return { row, lease };
    await lease.release();
  }
  return undefined;
};

/** Extends the lease while a slow chunk runs; a worker that dies stops doing so. */
const keepHolding = (lease: Lease, leaseMs: number): NodeJS.Timeout =>
  setInterval(() => void withoutTracing(lease.renew).catch(() => undefined), leaseMs / 4);

const runChunk = async (connection: Connection, deps: JobsDeps, row: JobRow, handler: JobHandler): Promise<void> => {
  const named = { jobId: row._id, jobKind: row.kind, tenant: row.tenantId };
  const started = performance.now();
  await workOnJob({ connection, ...deps }, row, handler, (error) => {
    const { code, errorId } = error;
    deps.logger.warn('job_chunk_failed', {
      ...named,
      attempt: row.attempts + 1,
      code,
      errorId,
      err: error.cause ?? error,
    });
  });
  const durationMs = Math.round(performance.now() - started);
  deps.logger.info('job_chunk_finished', { ...named, durationMs });
};

/** Chunks of one job, if there is work, until it ends, fails or has had its share of time. */
const turn = async (connection: Connection, deps: JobsDeps, stopping: AbortSignal): Promise<boolean> => {
  const leaseMs = deps.leaseMs ?? DEFAULT_LEASE_MS;
  const claimed = await withoutTracing(async () => claim(connection, Object.keys(deps.kinds), leaseMs));
  const handler = claimed === undefined ? undefined : deps.kinds[claimed.row.kind];
  if (claimed === undefined || handler === undefined) return false;
  const { lease } = claimed;
  const holding = keepHolding(lease, leaseMs);
  const until = performance.now() + TURN_MS;
  try {
    let row: JobRow | null = claimed.row;
    while (row !== null) {
      await runChunk(connection, deps, row, handler);
      if (stopping.aborted || performance.now() > until) break;
      const { _id, holder = '' }: JobRow = row;
      row = await withoutTracing(async () => jobRows(connection).findOne({ _id, holder, open: true }));
    }
  } finally {
    clearInterval(holding);
    // Should this fail, the lease runs out by itself.
    await withoutTracing(lease.release).catch(() => undefined);
  }
  return true;
};

/** One job at a time; `stop` waits for the chunk at hand. */
export const startJobWorker = (
  connection: Connection,
  deps: JobsDeps,
  bell: Pick<Bell, 'wait'>,
): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const worked = await turn(connection, deps, stopping.signal).catch((error: unknown) => {
        deps.logger.warn('job_worker_failed', { dependency: 'mongodb', err: error });
        return false;
      });
      if (!worked) await bell.wait(POLL_MS, stopping.signal);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
