import { setTimeout as sleep } from 'node:timers/promises';
import { withoutTracing, type Logger } from '@nencho/telemetry';
import type { DeliveryStore } from '../application/ports.js';
import type { SendOutcome } from '../application/send-delivery.js';
import type { ClaimedDelivery } from '../domain/delivery.js';

export type SenderDeps = {
  readonly deliveries: Pick<DeliveryStore, 'claim'>;
  readonly send: (delivery: ClaimedDelivery) => Promise<SendOutcome>;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Mails under way at the same time. */
  readonly concurrency: number;
};

const POLL_MS = 300;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Sends what is due until stopped; any number of processes may. While a dependency is down one mail at a time tries the
 * way, with growing pauses, and with the first that gets through all go on: nobody has to do anything.
 */
export const startSender = ({ deliveries, send, logger, concurrency }: SenderDeps) => {
  const stopping = new AbortController();
  const pause = async (ms: number): Promise<void> => {
    await sleep(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
  };
  let failures = 0;
  let busy = false;

  const turn = async (first: boolean): Promise<void> => {
    // While there is nothing to do, or no way to do it, one looks and the others rest.
    if (!first && (!busy || failures > 0)) return pause(POLL_MS);
    if (failures > 0) {
      await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10)));
      if (stopping.signal.aborted) return;
    }
    const delivery = await withoutTracing(async () => deliveries.claim());
    busy = delivery !== undefined;
    if (delivery === undefined) {
      failures = 0;
      return pause(POLL_MS);
    }
    const outcome = await send(delivery);
    failures = outcome === 'paused' ? failures + 1 : 0;
    logger.info('delivery_handled', { state: outcome, eventType: delivery.kind, tenant: delivery.tenantId });
  };

  const worker = async (first: boolean): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        await turn(first);
      } catch (error) {
        logger.warn('sender_failed', { dependency: 'mongodb', err: error });
        await pause(1_000);
      }
    }
  };
  const running = Promise.all(Array.from({ length: concurrency }, async (_, index) => worker(index === 0)));
  return {
    /** Ends after the mails under way. */
    stop: async (): Promise<void> => {
      stopping.abort();
      await running;
    },
  };
};
