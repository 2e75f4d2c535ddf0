import { setTimeout as delay } from 'node:timers/promises';
import { StackError } from './stack-error.js';

export type WaitOptions = {
  readonly what: string;
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Throws when waiting on makes no sense, e.g. because the process has ended. */
  readonly giveUp?: () => void;
};

/** Asks `probe` again and again until it says true. An exception of the probe counts as "not yet". */
export const waitUntil = async (
  probe: () => Promise<boolean>,
  { what, timeoutMs, intervalMs = 100, signal, giveUp }: WaitOptions,
): Promise<void> => {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    giveUp?.();
    try {
      if (await probe()) {
        return;
      }
    } catch (error) {
      lastError = error;
    }
    await delay(intervalMs);
  }
  throw new StackError(`${what} was not ready within ${Math.round(timeoutMs / 1000)} s`, { cause: lastError });
};
