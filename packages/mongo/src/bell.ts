import { setTimeout as sleep } from 'node:timers/promises';

/** Wakes who waits in this process; who was busy meanwhile does not wait the next time. */
export type Bell = {
  readonly ring: () => void;
  /** Until it rings, `signal` fires or the time is up. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

export const createBell = (): Bell => {
  let rung = new AbortController();
  return {
    ring: () => rung.abort(),
    wait: async (ms, signal) => {
      await sleep(ms, undefined, { signal: AbortSignal.any([signal, rung.signal]) }).catch(() => undefined);
      if (rung.signal.aborted) rung = new AbortController();
    },
  };
};
