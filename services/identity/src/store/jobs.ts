import type { JobHandler, Jobs } from '@nencho/mongo';
import type { ChunkWork, JobEnded, StartJob } from '../application/ports.js';
import { fromMongo, toMongo } from './session.js';

export const startJob =
  (jobs: Pick<Jobs, 'start'>): StartJob =>
  async (session, job) =>
    jobs.start(toMongo(session), job);

export const jobEnded =
  (jobs: Pick<Jobs, 'get'>): JobEnded =>
  async (tenantId, jobId) =>
    (await jobs.get(tenantId, jobId)).finishedAt !== undefined;

export const jobHandler = <P>({ prepare, chunk }: ChunkWork<P>): JobHandler<P> => ({
  prepare,
  chunk: async (job, cursor, session, prepared) => chunk(job, cursor, fromMongo(session), prepared),
});
