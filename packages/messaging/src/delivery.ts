import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError, type AppError } from '@nencho/kernel';
import { fromDatabaseError } from '@nencho/mongo';
import type { Logger } from '@nencho/telemetry';
import { metrics } from '@opentelemetry/api';
import { putAside, type DeadLetterDeps } from './dead-letters.js';
import { applyOnce } from './effect.js';
import type { Refusal } from './envelope.js';
import type { EventVerifier } from './event-signature.js';
import { handlerOf, type AnyHandler, type EventHandlers } from './handlers.js';
import type { IncomingEvent, RawMessage } from './incoming.js';
import type { Position } from './message-rows.js';
import { park, parkedAmong } from './parking.js';
import { asConsumerSpan } from './tracing.js';

export type DeliveryDeps = DeadLetterDeps & {
  readonly handlers: EventHandlers;
  readonly verifier: EventVerifier;
  /** For what must never be lost (mail, audit): what fails waits with all that follows of its aggregate. */
  readonly neverSkip: boolean;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
};

/** One that is not a handler's failure means that somebody tried something, or that versions do not fit. */
const refused = metrics.getMeter('nencho-messaging').createCounter('nencho.events.refused');

const TRIES = 5;
const LONGEST_WAIT_MS = 10_000;

const isPassing = ({ code }: AppError): boolean => code === 'unavailable' || code === 'timeout';

/** Waits, but not beyond the end of this process' turn on the partition. */
const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal });
};

/**
 * Runs `work` until it is done or has failed five times for a reason that waiting does not mend; then answers with the
 * error. A dependency that is down is waited for as long as it takes. Throws only when `signal` fires.
 */
const persist = async (
  { logger }: Pick<DeliveryDeps, 'logger'>,
  { topic, partition, offset }: Position,
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<AppError | undefined> => {
  let tries = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return undefined;
    } catch (thrown) {
      const error = toAppError(fromDatabaseError(thrown));
      const { code, errorId } = error;
      logger.warn('event_failed', { topic, partition, offset, attempt, code, errorId, err: error.cause ?? error });
      if (!isPassing(error)) tries += 1;
      if (tries >= TRIES) return error;
      await pause(Math.min(LONGEST_WAIT_MS, 100 * 2 ** Math.min(attempt, 10)), signal);
    }
  }
};

/** Puts a message aside; this itself waits for a database or key vault that is down. */
export const refuse = async (
  deps: DeliveryDeps,
  raw: RawMessage,
  refusal: Omit<Refusal, 'reason'> & { readonly reason: string },
  signal: AbortSignal,
): Promise<void> => {
  const { topic, partition, offset } = raw;
  const failure = await persist(deps, raw, signal, async () => putAside(deps, { ...raw, ...refusal }));
  if (failure !== undefined) throw failure;
  const named = refusal.type === undefined ? {} : { eventType: refusal.type };
  refused.add(1, { reason: refusal.reason, topic });
  deps.logger.error('dead_letter', { topic, partition, offset, code: refusal.reason, ...named });
};

/** `work`, or `failure` at its first run: a try that is behind us. */
const afterTry = (failure: Error | undefined, work: () => Promise<void>): (() => Promise<void>) => {
  let behind = failure;
  return async () => {
    const thrown = behind;
    behind = undefined;
    if (thrown !== undefined) throw thrown;
    await work();
  };
};

/** Neighbours of one type and one aggregate that their handler takes together. */
export type Run = [IncomingEvent, ...IncomingEvent[]];

const apply = async (
  deps: DeliveryDeps,
  handler: AnyHandler,
  run: Run,
  signal: AbortSignal,
  failure: Error | undefined,
): Promise<AppError | undefined> => {
  const [first] = run;
  const events = run.map(({ event }) => event);
  const work = async () =>
    asConsumerSpan(first.raw.headers, `handle ${first.event.meta.type}`, async () =>
      applyOnce(deps.connection, deps.group, [{ handler, events }]),
    );
  return persist(deps, first.raw, signal, afterTry(failure, work));
};

export const toRuns = (deps: DeliveryDeps, events: readonly IncomingEvent[]): Run[] => {
  const runs: Run[] = [];
  for (const incoming of events) {
    const { type } = incoming.event.meta;
    const last = runs.at(-1);
    const size = handlerOf(deps.handlers, type)?.batchSize ?? 1;
    if (last?.[0].event.meta.type === type && last.length < size) last.push(incoming);
    else runs.push([incoming]);
  }
  return runs;
};

/** Delivers the events of one aggregate in their order. `failure`: how a try of the first of them ended already. */
export const deliverAggregate = async (
  deps: DeliveryDeps,
  events: readonly IncomingEvent[],
  signal: AbortSignal,
  failure?: Error,
): Promise<void> => {
  const queue = toRuns(deps, events);
  let tried = failure;
  for (let run = queue.shift(); run !== undefined; run = queue.shift()) {
    const [first] = run;
    const handler = handlerOf(deps.handlers, first.event.meta.type);
    if (handler === undefined) continue;
    if (deps.neverSkip && (await parkBehind(deps, [run, ...queue].flat(), signal))) return;
    const error = await apply(deps, handler, run, signal, tried);
    tried = undefined;
    if (error === undefined) continue;
    if (run.length > 1) {
      queue.unshift(...run.map((incoming): Run => [incoming])); // one bad event must not take its neighbours along
    } else if (deps.neverSkip) {
      await parkAll(deps, [run, ...queue].flat(), error.code, signal);
      return;
    } else {
      const { eventId, type, tenantId } = first.event.meta;
      await refuse(deps, first.raw, { reason: error.code, eventId, type, tenantId }, signal);
    }
  }
};

const parkAll = async (deps: DeliveryDeps, events: readonly IncomingEvent[], reason: string, signal: AbortSignal) => {
  const [first] = events;
  if (first === undefined) return;
  const failure = await persist(deps, first.raw, signal, async () => park(deps, events, reason));
  if (failure !== undefined) throw failure;
  const { topic, partition, offset } = first.raw;
  deps.logger.error('aggregate_parked', { topic, partition, offset, code: reason, count: events.length });
};

/** Parks events whose aggregate waits already; false when it does not. */
const parkBehind = async (deps: DeliveryDeps, events: readonly IncomingEvent[], signal: AbortSignal) => {
  const [first] = events;
  if (first === undefined) return false;
  const answer = { parked: false };
  const failure = await persist(deps, first.raw, signal, async () => {
    answer.parked = (await parkedAmong(deps, [first.event.meta.aggregateId])).size > 0;
  });
  if (failure !== undefined) throw failure;
  if (answer.parked) await parkAll(deps, events, 'behind', signal);
  return answer.parked;
};
