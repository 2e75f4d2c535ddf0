import { withoutTracing, type Logger } from '@nencho/telemetry';
import { metrics } from '@opentelemetry/api';
import type { Connection } from 'mongoose';
import { outboxRows } from './message-rows.js';

const EVERY_MS = 15_000;
const WORTH_A_WARNING_MS = 60_000;

const ageOfOldest = async (connection: Connection): Promise<number> => {
  const [oldest] = await outboxRows(connection).find({ published: false }).sort({ createdAt: 1 }).limit(1).toArray();
  return oldest === undefined ? 0 : Math.max(0, Date.now() - oldest.createdAt.getTime());
};

/** The metric that says whether events leave: age of the oldest row that waits. Long waits are also logged. */
export const reportOutboxAge = (
  connection: Connection,
  logger: Pick<Logger, 'warn'>,
): { readonly stop: () => void } => {
  const gauge = metrics.getMeter('nencho-messaging').createGauge('nencho.outbox.oldest_age', { unit: 'ms' });
  const measure = async (): Promise<void> => {
    const age = await ageOfOldest(connection);
    gauge.record(age);
    if (age > WORTH_A_WARNING_MS) logger.warn('outbox_lags', { durationMs: age });
  };
  // Without the database there is nothing to measure, and its own waiting is logged elsewhere.
  const timer = setInterval(() => void withoutTracing(measure).catch(() => undefined), EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
};
