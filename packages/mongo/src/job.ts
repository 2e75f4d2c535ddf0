import type { AppErrorCode, Violation } from '@nencho/kernel';
import type { ClientSession } from 'mongoose';

export type JobState = 'queued' | 'running' | 'succeeded' | 'finished_with_errors' | 'cancelled' | 'stopped';

/** Who began the work: what `on_behalf_of` needs when a chunk calls another service. */
export type JobStarter = { readonly sub: string; readonly grantsVersion: number };

/** Ids and settings in clear; anything personal lies sealed in the service's own collections. */
export type JobParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type Job = {
  readonly id: string;
  readonly kind: string;
  readonly tenantId: string;
  readonly startedBy: JobStarter;
  readonly state: JobState;
  /** Where the next chunk begins; undefined before the first. */
  readonly cursor?: string;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly params: JobParams;
  readonly cancelRequested: boolean;
  readonly createdAt: Date;
  readonly finishedAt?: Date;
  /** Why the whole job stopped. */
  readonly stopCode?: string;
};

/** What went wrong with one item; `item` is an id or "row 12". Stored sealed. */
export type JobItemError = {
  readonly item: string;
  readonly code: AppErrorCode;
  readonly violations: readonly Violation[];
};

export type ChunkResult = {
  /** Where the next chunk begins; undefined when this was the last one. */
  readonly cursor?: string;
  /** Items done well; together with `errors` at most `maxChunkItems`. */
  readonly done: number;
  readonly errors: readonly JobItemError[];
  /** Corrects the total when it was not known at the start. */
  readonly total?: number;
};

/** Largest number of people whose data one transaction changes. */
export const maxChunkItems = 50;

/** The work of one kind of job. `P` is what `prepare` hands to `chunk`; without `prepare` it is undefined. */
export type JobHandler<P = unknown> = {
  /** Asks before every chunk whether the person who started the job still may; throws `forbidden` to stop it. */
  authorise?(job: Job): Promise<void>;
  /** Calls to peers and warming of keys: runs before the chunk's transaction, and is not repeated with it. */
  prepare?(job: Job, cursor: string | undefined): Promise<P>;
  /** Runs in the transaction that also saves the cursor; may run again after a transient error, with the same values. */
  chunk(job: Job, cursor: string | undefined, session: ClientSession, prepared: P): Promise<ChunkResult>;
};
