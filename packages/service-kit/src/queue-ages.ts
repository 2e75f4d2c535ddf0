import { withoutTracing } from '@nencho/telemetry';
import { metrics } from '@opentelemetry/api';
import type { Connection } from 'mongoose';

const EVERY_MS = 15_000;

export type Queues = {
  /** How long the job that waits longest has waited for a worker. */
  readonly oldestJobMs: number;
  /** Messages that could not be handled and wait for a person. */
  readonly deadLetters: number;
};

type JobRow = { readonly _id: string; readonly dueAt: Date; readonly servedAt: Date };

/** What waits in this service's database. The outbox is measured by its relay. */
export const measureQueues = async (connection: Connection): Promise<Queues> => {
  const now = Date.now();
  const jobs = connection.collection<JobRow>('jobs');
  const [oldest] = await jobs
    .find({ open: true, dueAt: { $lte: new Date(now) } })
    .sort({ servedAt: 1 })
    .limit(1)
    .toArray();
  const since = oldest === undefined ? now : Math.max(oldest.servedAt.getTime(), oldest.dueAt.getTime());
  return {
    oldestJobMs: Math.max(0, now - since),
    deadLetters: await connection.collection('dead_letters').estimatedDocumentCount(),
  };
};

/** The metrics that say whether work gets done: no tenant, no id, only how long and how many. */
export const reportQueues = (connection: Connection): { readonly stop: () => void } => {
  const meter = metrics.getMeter('nencho-service');
  const oldestJob = meter.createGauge('nencho.jobs.oldest_age', { unit: 'ms' });
  const deadLetters = meter.createGauge('nencho.dead_letters');
  const measure = async (): Promise<void> => {
    const queues = await measureQueues(connection);
    oldestJob.record(queues.oldestJobMs);
    deadLetters.record(queues.deadLetters);
  };
  // Without the database there is nothing to measure, and its own waiting is logged elsewhere.
  const timer = setInterval(() => void withoutTracing(measure).catch(() => undefined), EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
};
