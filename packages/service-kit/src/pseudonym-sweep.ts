import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@nencho/kernel';
import { holdLease } from '@nencho/mongo';
import { destroyPseudonymKeys, type Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';

export type PseudonymSweepOptions = {
  readonly connection: Connection;
  /** The directory of the weekly keys, which all services share. */
  readonly directory: string;
  /** The real clock: log lines carry it. */
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly everyMs?: number;
};

const HOUR_MS = 3_600_000;

/**
 * Destroys the weekly keys of the log's pseudonyms in time, also when no service makes new ones. One process of the
 * service that runs it does so, under a lease.
 */
export const startPseudonymSweep = ({
  connection,
  directory,
  clock,
  logger,
  everyMs = HOUR_MS,
}: PseudonymSweepOptions): { readonly stop: () => Promise<void> } => {
  const stopping = new AbortController();
  const work = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const count = destroyPseudonymKeys(directory, clock);
      if (count > 0) logger.info('pseudonym_keys_destroyed', { count });
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const name = 'pseudonym-keys';
  const running = holdLease({ connection, name, ttlMs: 30_000, logger, work, signal: stopping.signal });
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
