import type { Clock } from '@nencho/kernel';
import type { Logger } from '@nencho/telemetry';
import type { JobHandler } from './job.js';
import type { JobErrorSeal } from './job-chunk.js';

export type JobsDeps = {
  readonly kinds: Readonly<Record<string, JobHandler>>;
  readonly seal: JobErrorSeal;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** After this time without a sign of life another worker takes the job over; 15 s unless told. */
  readonly leaseMs?: number;
};
