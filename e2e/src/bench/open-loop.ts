import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from './interleaved.js';

export type LoadStep = {
  readonly ratePerSecond: number;
  readonly sent: number;
  readonly errors: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Answers per second, from the first arrival to the last answer. */
  readonly throughput: number;
};

/**
 * Sends `count` requests at a fixed rate, whether or not earlier ones were answered, and counts each one's time from
 * the moment at which it was due: a slow server cannot hide behind a client that waits for it.
 */
export const openLoop = async (
  ratePerSecond: number,
  count: number,
  request: (index: number) => Promise<void>,
): Promise<LoadStep> => {
  const started = performance.now();
  const times: number[] = [];
  let errors = 0;
  const one = async (index: number): Promise<void> => {
    const due = started + (index * 1_000) / ratePerSecond;
    await pause(Math.max(0, due - performance.now()));
    try {
      await request(index);
      times.push(performance.now() - due);
    } catch {
      errors += 1;
    }
  };
  await Promise.all(Array.from({ length: count }, async (_, index) => one(index)));
  const seconds = (performance.now() - started) / 1_000;
  const at = (share: number) => (times.length === 0 ? Number.NaN : Math.round(percentile(times, share)));
  return {
    ...{ ratePerSecond, sent: count, errors, p50: at(0.5), p95: at(0.95), p99: at(0.99) },
    throughput: Math.round((times.length / seconds) * 10) / 10,
  };
};
