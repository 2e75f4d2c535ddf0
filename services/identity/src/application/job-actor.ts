import type { UserActor } from '@nencho/auth';
import { forbidden, isAppError } from '@nencho/kernel';
import type { Job } from './ports.js';

/** The person who started a job, as they stand now; `forbidden`, which ends the job, when they are gone or disabled. */
export type JobActor = (job: Job) => Promise<UserActor>;

export const jobActor =
  (resolve: JobActor): JobActor =>
  async (job) => {
    try {
      return await resolve(job);
    } catch (error) {
      throw isAppError(error) && error.code === 'unauthenticated' ? forbidden('job') : error;
    }
  };
