import type { EventPayload, EventType } from '@nencho/contracts/events';
import type { ClientSession } from 'mongoose';
import type { EventMeta, ReceivedEvent } from './envelope.js';

/** The effect of one event, in the transaction that also records it in the inbox. May run again; calls nobody. */
export type PlainHandler<T extends EventType> = (
  payload: EventPayload<T>,
  meta: EventMeta,
  session: ClientSession,
) => Promise<void>;

/** First asks peers outside of any transaction ("fetch the current state by id"), then applies what it got. */
export type PreparedHandler<T extends EventType, P = unknown> = {
  prepare(payload: EventPayload<T>, meta: EventMeta): Promise<P>;
  apply(prepared: P, meta: EventMeta, session: ClientSession): Promise<void>;
};

export type BatchItem<T extends EventType> = { readonly payload: EventPayload<T>; readonly meta: EventMeta };

/** Takes up to `batchSize` events of one aggregate that lie one after the other, in one transaction. */
export type BatchHandler<T extends EventType, P = unknown> = {
  readonly batchSize: number;
  prepareBatch(items: readonly BatchItem<T>[]): Promise<P>;
  applyBatch(prepared: P, items: readonly BatchItem<T>[], session: ClientSession): Promise<void>;
};

export type EventHandler<T extends EventType> = PlainHandler<T> | PreparedHandler<T> | BatchHandler<T>;

export type EventHandlers = { readonly [T in EventType]?: EventHandler<T> };

/** All handlers in one form. The type of the payload is lost here and was checked by the envelope's reader. */
export type AnyHandler = {
  readonly batchSize: number;
  readonly prepare: (events: readonly ReceivedEvent[]) => Promise<unknown>;
  readonly apply: (prepared: unknown, events: readonly ReceivedEvent[], session: ClientSession) => Promise<void>;
};

type Loose = {
  readonly plain: PlainHandler<EventType>;
  readonly prepared: PreparedHandler<EventType>;
  readonly batch: BatchHandler<EventType>;
};

const eachOf = async (
  events: readonly ReceivedEvent[],
  run: (event: ReceivedEvent) => Promise<void>,
): Promise<void> => {
  for (const event of events) await run(event);
};

export const handlerOf = (handlers: EventHandlers, type: EventType): AnyHandler | undefined => {
  const handler = handlers[type] as Loose[keyof Loose] | undefined;
  if (handler === undefined) return undefined;
  if (typeof handler === 'function') {
    return {
      batchSize: 1,
      prepare: async () => Promise.resolve(undefined),
      apply: async (_, events, session) => eachOf(events, async ({ payload, meta }) => handler(payload, meta, session)),
    };
  }
  if ('applyBatch' in handler) {
    return {
      batchSize: handler.batchSize,
      prepare: async (events) => handler.prepareBatch(events),
      apply: async (prepared, events, session) => handler.applyBatch(prepared, events, session),
    };
  }
  return {
    batchSize: 1,
    prepare: async ([event]) => (event === undefined ? undefined : handler.prepare(event.payload, event.meta)),
    apply: async (prepared, events, session) =>
      eachOf(events, async ({ meta }) => handler.apply(prepared, meta, session)),
  };
};
