import { setTimeout as sleep } from 'node:timers/promises';
import { withoutTracing, type Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { acquireLease, type Lease } from './lease.js';

export type HoldLeaseOptions = {
  readonly connection: Connection;
  readonly name: string;
  readonly ttlMs: number;
  readonly logger: Pick<Logger, 'warn'>;
  /** Works until its signal fires, which happens when the lease is lost or `signal` fires. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
};

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};

const keepRenewing = async (lease: Lease, ttlMs: number, lost: AbortController): Promise<void> => {
  let heldUntil = performance.now() + ttlMs;
  for (;;) {
    await pause(ttlMs / 3, lost.signal);
    if (lost.signal.aborted) return;
    const asked = performance.now();
    const renewed = await withoutTracing(lease.renew).catch(() => undefined);
    if (renewed === true) heldUntil = asked + ttlMs;
    // An unreachable server proves nothing, but after the time is up somebody else may hold the lease.
    if (renewed === false || performance.now() >= heldUntil) lost.abort();
  }
};

/** One turn with the lease: works until done, lost or told to stop. */
const useLease = async (lease: Lease, { ttlMs, work, signal }: HoldLeaseOptions): Promise<void> => {
  const lost = new AbortController();
  const stop = () => lost.abort();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const renewing = keepRenewing(lease, ttlMs, lost);
  try {
    await work(lost.signal);
  } finally {
    signal.removeEventListener('abort', stop);
    lost.abort();
    await renewing;
    await lease.release().catch(() => undefined);
  }
};

/** Does `work` in whichever process holds the lease, for ever: after a failure or a loss it tries again. */
export const holdLease = async (options: HoldLeaseOptions): Promise<void> => {
  const { connection, name, ttlMs, logger, signal } = options;
  while (!signal.aborted) {
    try {
      const lease = await withoutTracing(async () => acquireLease(connection, name, ttlMs));
      if (lease !== undefined) await useLease(lease, options);
    } catch (error) {
      logger.warn('leased_work_failed', { state: name, err: error });
    }
    await pause(Math.min(1_000, ttlMs / 4), signal);
  }
};
