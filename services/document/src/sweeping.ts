import { setTimeout as sleep } from 'node:timers/promises';
import { holdLease } from '@nencho/mongo';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';

type Options = {
  readonly connection: Connection;
  readonly logger: Pick<Logger, 'warn'>;
  readonly everyMs: number;
  readonly sweep: () => Promise<void>;
};

/** Sweeps again and again, in one instance at a time. */
export const startSweeping = ({ connection, logger, everyMs, sweep }: Options): { stop(): Promise<void> } => {
  const stopping = new AbortController();
  const work = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await sweep();
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const done = holdLease({
    ...{ connection, name: 'attachment-sweep', ttlMs: 60_000, logger, work, signal: stopping.signal },
  });
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
};
