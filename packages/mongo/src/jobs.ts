import { newId, notFound, validationFailed } from '@nencho/kernel';
import type { ClientSession, Connection } from 'mongoose';
import { createBell } from './bell.js';
import type { Job, JobItemError, JobParams, JobStarter } from './job.js';
import { jobErrorRows, jobRows, toJob } from './job-rows.js';
import { startJobWorker } from './job-worker.js';
import type { JobsDeps } from './jobs-deps.js';

export type NewJob = {
  readonly kind: string;
  readonly tenantId: string;
  readonly startedBy: JobStarter;
  readonly total: number;
  readonly params: JobParams;
};

export type Jobs = {
  /** Queues a job in the transaction of the request that asks for it; answers with its id. */
  readonly start: (session: ClientSession, job: NewJob) => Promise<string>;
  /** Throws `not_found` for another tenant's. */
  readonly get: (tenantId: string, id: string) => Promise<Job>;
  readonly listErrors: (
    tenantId: string,
    id: string,
    cursor: string,
  ) => Promise<{ readonly items: readonly JobItemError[]; readonly nextCursor: string }>;
  /** Asks the job to end after its present chunk; does nothing to a job that has ended. */
  readonly cancel: (session: ClientSession, tenantId: string, id: string) => Promise<Job>;
  /** Works on jobs of this service until stopped; any number of processes may. */
  readonly startWorker: () => { readonly stop: () => Promise<void> };
};

const ERROR_PAGE = 100;

/** Its jobs were authorised before: a position among the errors of one job is no secret and needs no signature. */
const readErrorCursor = (cursor: string): number => {
  if (!/^\d{0,9}$/.test(cursor)) throw validationFailed([{ path: 'errorCursor', rule: 'invalid_cursor' }]);
  return Number(cursor);
};

/** Long work in chunks of at most 50 people, one transaction each, that survives the death of any process. */
export const createJobs = (connection: Connection, deps: JobsDeps): Jobs => {
  const find = async (tenantId: string, id: string, session?: ClientSession): Promise<Job> => {
    const row = await jobRows(connection).findOne({ _id: id, tenantId }, session === undefined ? {} : { session });
    if (row === null) throw notFound('job');
    return toJob(row);
  };
  const bell = createBell();
  return {
    start: async (session, { kind, tenantId, startedBy, total, params }) => {
      if (!Object.hasOwn(deps.kinds, kind)) throw new RangeError(`no handler for jobs of kind ${kind}`);
      const _id = newId();
      const now = deps.clock.now();
      const progress = { state: 'queued', open: true, done: 0, failed: 0, total, attempts: 0 } as const;
      const times = { createdAt: now, dueAt: new Date(0), servedAt: new Date() };
      const { sub, grantsVersion } = startedBy;
      const row = { _id, kind, tenantId, startedBy: { sub, grantsVersion }, params, cancelRequested: false };
      await jobRows(connection).insertOne({ ...row, ...progress, ...times }, { session });
      // Ended, not committed: the worker looks for itself. That of another process finds the job at its next look.
      session.once('ended', bell.ring);
      return _id;
    },
    get: async (tenantId, id) => find(tenantId, id),
    listErrors: async (tenantId, id, cursor) => {
      const after = readErrorCursor(cursor);
      const rows = await jobErrorRows(connection)
        .find({ jobId: id, tenantId, seq: { $gt: after } })
        .sort({ seq: 1 })
        .limit(ERROR_PAGE)
        .toArray();
      const opened = rows.map(async ({ _id, sealed }) => deps.seal.open(tenantId, _id, sealed));
      const last = rows.length === ERROR_PAGE ? rows.at(-1) : undefined;
      return {
        items: (await Promise.all(opened)) as JobItemError[],
        nextCursor: last === undefined ? '' : String(last.seq),
      };
    },
    cancel: async (session, tenantId, id) => {
      const open = { _id: id, tenantId, open: true };
      await jobRows(connection).updateOne(open, { $set: { cancelRequested: true } }, { session });
      return find(tenantId, id, session);
    },
    startWorker: () => startJobWorker(connection, deps, bell),
  };
};
