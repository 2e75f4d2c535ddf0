import type { Collection, Connection } from 'mongoose';
import type { Job, JobState } from './job.js';

export type JobRow = {
  _id: string;
  kind: string;
  tenantId: string;
  startedBy: { sub: string; grantsVersion: number };
  state: JobState;
  /** True until the job has ended: what the workers' index selects by. */
  open: boolean;
  cursor?: string;
  done: number;
  failed: number;
  total: number;
  params: Job['params'];
  cancelRequested: boolean;
  createdAt: Date;
  finishedAt?: Date;
  stopCode?: string;
  /** Who took it last; a worker that lost it cannot save its chunk. */
  holder?: string;
  /** Not before this time, by the database's clock: after a failure the job waits. */
  dueAt: Date;
  /** When a worker last took it: the job that waited longest is next, so a big one does not block small ones. */
  servedAt: Date;
  /** Failures of the present chunk in a row. */
  attempts: number;
  expiresAt?: Date;
};

export type JobErrorRow = {
  _id: string;
  jobId: string;
  tenantId: string;
  seq: number;
  sealed: Buffer;
  expiresAt: Date;
};

export const jobRows = (connection: Connection): Collection<JobRow> => connection.collection<JobRow>('jobs');
export const jobErrorRows = (connection: Connection): Collection<JobErrorRow> =>
  connection.collection<JobErrorRow>('job_errors');

/** Ended jobs and their errors are kept for 90 days. */
export const expiryOfJob = (): Date => new Date(Date.now() + 90 * 86_400_000);

export const toJob = (row: JobRow): Job => ({
  id: row._id,
  kind: row.kind,
  tenantId: row.tenantId,
  startedBy: row.startedBy,
  state: row.state,
  done: row.done,
  failed: row.failed,
  total: row.total,
  params: row.params,
  cancelRequested: row.cancelRequested,
  createdAt: row.createdAt,
  ...(row.cursor === undefined ? {} : { cursor: row.cursor }),
  ...(row.finishedAt === undefined ? {} : { finishedAt: row.finishedAt }),
  ...(row.stopCode === undefined ? {} : { stopCode: row.stopCode }),
});
