import type { ServiceError } from '@grpc/grpc-js';
import { isTransportFailure } from './error-mapping.js';

const attempts = 4;
const firstPauseMs = 50;

const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });

/**
 * The only retries of the system: when the connection failed and nothing answered. A peer that answers `unavailable`
 * has done its own retries; doing them again at each hop would multiply. Mutating methods carry an idempotency key.
 */
export const retryTransportFailures = async <T>(
  attempt: () => Promise<T>,
  { deadline, signal }: { readonly deadline: number; readonly signal: AbortSignal | undefined },
): Promise<T> => {
  for (let left = attempts - 1, pauseMs = firstPauseMs; ; left -= 1, pauseMs *= 3) {
    try {
      return await attempt();
    } catch (error) {
      const isLast = left === 0 || signal?.aborted === true || Date.now() + pauseMs >= deadline;
      if (isLast || !isTransportFailure(error as ServiceError)) {
        throw error;
      }
      // Half fixed, half random, so that many callers do not come back at once.
      await pause(pauseMs / 2 + (Math.random() * pauseMs) / 2, signal);
    }
  }
};
