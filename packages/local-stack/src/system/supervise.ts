import { setTimeout as delay } from 'node:timers/promises';
import { type ManagedProcess } from '../managed-process.js';
import { type Progress } from '../progress.js';
import { messageOf } from '../stack-error.js';

const delaysMs = [200, 1_000, 2_000, 5_000, 10_000, 30_000];
const steadyMs = 60_000;

export type SuperviseOptions = {
  readonly name: string;
  /** The first start; undefined when there is no process of ours to look after. */
  readonly first: Promise<ManagedProcess | undefined>;
  readonly restart: () => Promise<ManagedProcess | undefined>;
  readonly progress: Progress;
  readonly signal: AbortSignal;
};

/**
 * Starts the process again whenever it ends, at once the first time, then with growing pauses; a minute of life
 * forgives the past. Ends with `signal` or when the first start fails (whoever waits for `first` sees why).
 */
export const supervise = async ({ name, first, restart, progress, signal }: SuperviseOptions): Promise<void> => {
  let current = await first.catch(() => undefined);
  let failures = 0;
  while (current !== undefined && !signal.aborted) {
    const started = performance.now();
    const reason = await current.exited;
    current = undefined;
    failures = performance.now() - started > steadyMs ? 0 : failures;
    let detail = reason;
    while (current === undefined && !isAborted(signal)) {
      progress({ step: name, state: 'restarting', detail });
      await delay(delaysMs[Math.min(failures, delaysMs.length - 1)], undefined, { signal }).catch(() => undefined);
      failures += 1;
      if (!isAborted(signal)) {
        current = await restart().catch((error: unknown) => {
          detail = messageOf(error);
          return undefined;
        });
      }
    }
  }
};

/** A function, since the compiler takes a property that it has seen false for false ever after. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
