import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError, type Clock } from '@nencho/kernel';
import { holdLease } from '@nencho/mongo';
import { withoutTracing, type Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import type { ErasureStore } from '../application/erasure-ports.js';

type Deps = {
  readonly connection: Connection;
  readonly erasures: Pick<ErasureStore, 'due' | 'byId' | 'postpone'>;
  readonly advance: (id: string) => Promise<boolean>;
  readonly watch: () => Promise<void>;
  /** Before any step of this turn, and again every few minutes: the database may be restored under it. */
  readonly reconcile: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
};

const leaseMs = 15_000;
const pollMs = 500;
const watchMs = 60_000;
const reconcileMs = 300_000;
const atOnce = 50;
/** A step that failed is tried again after this; the one of another tenant does not wait for it. */
const afterFailureMs = 10_000;

const workOff = async ({ erasures, advance, clock, logger }: Deps, signal: AbortSignal): Promise<void> => {
  for (const id of await erasures.due(clock.now(), atOnce)) {
    try {
      while (!signal.aborted && (await advance(id))) {
        // until it waits for something
      }
    } catch (thrown) {
      const { code, errorId, cause } = toAppError(thrown);
      logger.warn('erasure_step_failed', { code, errorId, err: cause ?? thrown });
      const erasure = await erasures.byId(id);
      if (erasure !== undefined && code !== 'version_conflict') {
        await erasures.postpone(erasure, new Date(clock.now().getTime() + afterFailureMs));
      }
    }
  }
};

/**
 * Drives erasures in whichever process holds the lease. All state is in the database: a process that is killed is
 * followed by another one that goes on with the step at hand.
 */
export const startErasureLoop = (deps: Deps): { readonly stop: () => Promise<void> } => {
  const { connection, logger } = deps;
  const stopping = new AbortController();
  const work = async (signal: AbortSignal): Promise<void> => {
    await withoutTracing(deps.reconcile);
    let [watchedAt, reconciledAt] = [-Infinity, performance.now()];
    while (!signal.aborted) {
      if (performance.now() >= reconciledAt + reconcileMs) {
        reconciledAt = performance.now();
        await withoutTracing(deps.reconcile);
      }
      if (performance.now() >= watchedAt + watchMs) {
        await withoutTracing(deps.watch);
        watchedAt = performance.now();
      }
      await withoutTracing(async () => workOff(deps, signal));
      await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const { signal } = stopping;
  const running = holdLease({ connection, name: 'erasures', ttlMs: leaseMs, logger, work, signal });
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
