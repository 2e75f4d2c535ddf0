import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@nencho/kernel';
import { withoutTracing } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { workOnJob } from './job-chunk.js';
import { jobRows, type JobRow } from './job-rows.js';
import type { JobsDeps } from './jobs.js';

const DEFAULT_LEASE_MS = 15_000;
const POLL_MS = 300;

/** Takes the open job that waited longest and that nobody holds, by the server's clock. */
const claim = async (
  connection: Connection,
  kinds: readonly string[],
  leaseMs: number,
): Promise<JobRow | undefined> => {
  const row = await jobRows(connection).findOneAndUpdate(
    { open: true, kind: { $in: [...kinds] }, $expr: { $lte: ['$heldUntil', '$$NOW'] } },
    [
      {
        $set: {
          holder: newId(),
          heldUntil: { $add: ['$$NOW', leaseMs] },
          servedAt: '$$NOW',
          state: 'running',
        },
      },
    ],
    { sort: { servedAt: 1 }, returnDocument: 'after' },
  );
  return row ?? undefined;
};

/** Extends the hold while a slow chunk runs; a worker that dies stops doing so. */
const keepHolding = (connection: Connection, { _id, holder }: JobRow, leaseMs: number): NodeJS.Timeout =>
  setInterval(() => {
    const held = { _id, holder: holder ?? '' };
    void withoutTracing(async () =>
      jobRows(connection).updateOne(held, [{ $set: { heldUntil: { $add: ['$$NOW', leaseMs] } } }]),
    ).catch(() => undefined);
  }, leaseMs / 4);

/** One chunk of one job, if there is work. */
const turn = async (connection: Connection, deps: JobsDeps): Promise<boolean> => {
  const leaseMs = deps.leaseMs ?? DEFAULT_LEASE_MS;
  const row = await withoutTracing(async () => claim(connection, Object.keys(deps.kinds), leaseMs));
  const handler = row === undefined ? undefined : deps.kinds[row.kind];
  if (row === undefined || handler === undefined) return false;
  const holding = keepHolding(connection, row, leaseMs);
  const started = performance.now();
  try {
    await workOnJob({ connection, ...deps }, row, handler, (error) => {
      const { code, errorId } = error;
      deps.logger.warn('job_chunk_failed', {
        jobId: row._id,
        jobKind: row.kind,
        tenant: row.tenantId,
        attempt: row.attempts + 1,
        code,
        errorId,
        err: error.cause ?? error,
      });
    });
    const durationMs = Math.round(performance.now() - started);
    deps.logger.info('job_chunk_finished', { jobId: row._id, jobKind: row.kind, tenant: row.tenantId, durationMs });
  } finally {
    clearInterval(holding);
  }
  return true;
};

/** One chunk at a time; `stop` waits for the chunk at hand. */
export const startJobWorker = (connection: Connection, deps: JobsDeps): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const worked = await turn(connection, deps).catch((error: unknown) => {
        deps.logger.warn('job_worker_failed', { dependency: 'mongodb', err: error });
        return false;
      });
      if (!worked) await sleep(POLL_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
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
