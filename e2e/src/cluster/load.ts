import { setTimeout as pause } from 'node:timers/promises';

export type LoadResult = {
  readonly requests: number;
  /** What each failed one met: a status, or the code of the connection's error. */
  readonly failures: readonly string[];
};

export type Load = { readonly stop: () => Promise<LoadResult> };

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
};

/**
 * Asks without end, each asker one request after the other; nothing is asked twice, so that no failure hides. Four
 * askers stay below what the gateway takes for a flood.
 */
export const startLoad = (askers: readonly (() => Promise<Response>)[], pauseMs = 120): Load => {
  let requests = 0;
  let stopped = false;
  const failures: string[] = [];
  const askOne = async (ask: () => Promise<Response>): Promise<void> => {
    while (!stopped) {
      requests += 1;
      try {
        const response = await ask();
        await response.arrayBuffer();
        if (!response.ok) failures.push(String(response.status));
      } catch (error) {
        failures.push(codeOf(error));
      }
      await pause(pauseMs);
    }
  };
  const all = Promise.all(askers.map(askOne));
  return {
    stop: async () => {
      stopped = true;
      await all;
      return { requests, failures };
    },
  };
};
