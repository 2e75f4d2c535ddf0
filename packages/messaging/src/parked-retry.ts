import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '@nencho/kernel';
import { fromDatabaseError, holdLease } from '@nencho/mongo';
import { withoutTracing } from '@nencho/telemetry';
import type { DeliveryDeps } from './delivery.js';
import { applyOnce } from './effect.js';
import { readEnvelope } from './envelope.js';
import { producerOf } from './event-signature.js';
import { handlerOf } from './handlers.js';
import type { ParkedRow } from './message-rows.js';
import { dueHeads, postpone, unpark } from './parking.js';
import { asConsumerSpan } from './tracing.js';

const LEASE_MS = 10_000;
const POLL_MS = 500;

/** One try of one parked event; its effect and its leaving are both safe to repeat. */
const retry = async (deps: DeliveryDeps, row: ParkedRow): Promise<boolean> => {
  const { topic, partition, offset, aggregateId, envelope, headers } = row;
  const event = readEnvelope(topic, { key: Buffer.from(aggregateId, 'utf8'), value: envelope }, producerOf(headers));
  const handler = 'reason' in event ? undefined : handlerOf(deps.handlers, event.meta.type);
  try {
    if ('reason' in event || handler === undefined) throw new Error('this version has no handler for a parked event');
    await asConsumerSpan(headers, `handle ${event.meta.type}`, async () =>
      applyOnce(deps.connection, deps.group, [{ handler, events: [event] }]),
    );
    await unpark(deps, row);
    deps.logger.info('parked_event_handled', { topic, partition, offset, attempt: row.attempts + 1 });
    return true;
  } catch (thrown) {
    const { code, cause } = toAppError(fromDatabaseError(thrown));
    deps.logger.warn('parked_event_failed', { topic, partition, offset, attempt: row.attempts + 1, code, err: cause });
    await postpone(deps, row, code);
    return false;
  }
};

/** Tries the parked aggregates again, with growing waits and for ever, in one process at a time. */
export const retryParked = async (deps: DeliveryDeps, signal: AbortSignal): Promise<void> =>
  holdLease({
    connection: deps.connection,
    name: `parked/${deps.group}`,
    ttlMs: LEASE_MS,
    logger: deps.logger,
    signal,
    work: async (held) => {
      const over = (): boolean => held.aborted;
      while (!over()) {
        const heads = await withoutTracing(async () => dueHeads(deps));
        let handled = 0;
        for (const row of heads) {
          if (over()) return;
          if (await retry(deps, row)) handled += 1;
        }
        if (handled === 0) await sleep(POLL_MS, undefined, { signal: held }).catch(() => undefined);
      }
    },
  });
