/** Wakes who waits in this process; a ring that nobody heard ends the next waiting at once. */
export type Bell = {
  readonly ring: () => void;
  /** Until it rings, `signal` fires or the time is up. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
};

export const createBell = (): Bell => {
  const waiting = new Set<() => void>();
  let isRung = false;
  return {
    ring: () => {
      isRung = true;
      for (const wake of waiting) wake();
    },
    wait: async (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', wake);
          waiting.delete(wake);
          isRung = false;
          resolve();
        };
        const timer = setTimeout(wake, ms);
        signal.addEventListener('abort', wake);
        waiting.add(wake);
        if (isRung || signal.aborted) wake();
      }),
  };
};
