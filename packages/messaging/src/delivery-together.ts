import { toAppError } from '@nencho/kernel';
import { fromDatabaseError } from '@nencho/mongo';
import { deliverAggregate, toRuns, type DeliveryDeps, type Run } from './delivery.js';
import { applyOnce, type Task } from './effect.js';
import { handlerOf, type AnyHandler } from './handlers.js';
import type { IncomingEvent } from './incoming.js';
import { parkedAmong } from './parking.js';
import { asConsumerSpan } from './tracing.js';

const CONCURRENT_AGGREGATES = 4;

/** Why several have no effect, and whose fault that is, where it is a handler's. */
type Failure = { readonly error: Error; readonly of: Run | undefined };

const asError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error('not an error', { cause: thrown });

/** A run with its handler, the effect a part of the event's own trace; what fails is told to `onFailure`. */
const taskOf = ({ handlers }: DeliveryDeps, run: Run, onFailure: () => void): Task | undefined => {
  const [{ raw, event }] = run;
  const handler = handlerOf(handlers, event.meta.type);
  if (handler === undefined) return undefined;
  const watched = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      onFailure();
      throw error;
    }
  };
  const traced: AnyHandler = {
    ...handler,
    prepare: async (events) => watched(async () => handler.prepare(events)),
    apply: async (prepared, events, session) =>
      asConsumerSpan(raw.headers, `handle ${event.meta.type}`, async () =>
        watched(async () => handler.apply(prepared, events, session)),
      ),
  };
  return { handler: traced, events: run.map((incoming) => incoming.event) };
};

/** One try of the first runs of several aggregates, in one transaction. */
const tryTogether = async (deps: DeliveryDeps, runs: readonly Run[]): Promise<Failure | undefined> => {
  const culprits: Run[] = [];
  const tasks = runs.flatMap((run) => taskOf(deps, run, () => culprits.push(run)) ?? []);
  try {
    await applyOnce(deps.connection, deps.group, tasks);
    return undefined;
  } catch (error) {
    return { error: asError(error), of: culprits.at(-1) };
  }
};

/** Those that may be tried together: what is of a parked aggregate waits behind it. */
const unparked = async (deps: DeliveryDeps, queues: readonly Run[][]): Promise<readonly Run[][]> => {
  if (!deps.neverSkip) return queues;
  const idOf = ([run]: readonly Run[]): string => run?.[0].event.meta.aggregateId ?? '';
  const parked = await parkedAmong(deps, queues.map(idOf));
  return queues.filter((queue) => !parked.has(idOf(queue)));
};

/**
 * Delivers the events of some aggregates, those of each in their order. The first ones of all have their effects in one
 * transaction, then the second ones, and so on: most of the price of an event is its transaction. From the first failure
 * on each aggregate goes by itself, so that one bad event costs the others nothing but time.
 */
export const deliverTogether = async (
  deps: DeliveryDeps,
  aggregates: readonly (readonly IncomingEvent[])[],
  signal: AbortSignal,
): Promise<void> => {
  const queues = aggregates.map((events) => toRuns(deps, events));
  // Should the answer not come, each aggregate waits for its own below.
  let together = await unparked(deps, queues).catch(() => []);
  let failure: Failure | undefined;
  while (together.length > 1) {
    const first = together.flatMap(([run]) => (run === undefined ? [] : [run]));
    failure = await tryTogether(deps, first);
    if (failure !== undefined) break;
    for (const queue of together) queue.shift();
    together = together.filter((queue) => queue.length > 0);
  }
  if (failure !== undefined) {
    const { code, errorId, cause } = toAppError(fromDatabaseError(failure.error));
    deps.logger.warn('events_failed_together', { count: together.length, code, errorId, err: cause });
  }
  const waiting = queues.filter((queue) => queue.length > 0);
  const work = async (): Promise<void> => {
    for (let queue = waiting.shift(); queue !== undefined; queue = waiting.shift()) {
      const tried = failure !== undefined && failure.of === queue[0] ? failure.error : undefined;
      await deliverAggregate(deps, queue.flat(), signal, tried);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT_AGGREGATES }, work));
};
