import { eventCatalogue, type EventPayload, type EventType } from '@nencho/contracts/events';
import { newId } from '@nencho/kernel';
import { injectTraceHeaders } from '@nencho/telemetry';
import type { ClientSession, Connection } from 'mongoose';
import { outboxRows } from './message-rows.js';

export type NewEvent<T extends EventType> = {
  readonly type: T;
  readonly tenantId: string;
  /** Also the key in Kafka: events of one aggregate keep their order. */
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly payload: EventPayload<T>;
  readonly occurredAt: Date;
  /** Only where the payload is bound to it; else a fresh one. */
  readonly eventId?: string;
};

export type OutboxWriter = {
  /** Adds an event to the transaction of the change that it tells of. */
  readonly append: <T extends EventType>(session: ClientSession, event: NewEvent<T>) => Promise<void>;
};

type Encoder<P> = { readonly encode: (payload: P) => { readonly finish: () => Uint8Array } };

const encodePayload = <T extends EventType>(type: T, payload: EventPayload<T>): Buffer => {
  // The catalogue pairs each type with its codec; the compiler cannot follow a pair through an index.
  const codec = eventCatalogue[type].codec as unknown as Encoder<EventPayload<T>>;
  return Buffer.from(codec.encode(payload).finish());
};

export const outboxWriter = (connection: Connection): OutboxWriter => ({
  append: async (session, { type, tenantId, aggregateId, aggregateVersion, payload, occurredAt, eventId }) => {
    const { topic, schemaVersion } = eventCatalogue[type];
    const row = {
      _id: eventId ?? newId(),
      topic,
      type,
      schemaVersion,
      tenantId,
      aggregateId,
      aggregateVersion,
      payload: encodePayload(type, payload),
      occurredAt,
      traceHeaders: injectTraceHeaders(),
      published: false,
      createdAt: new Date(),
    };
    await outboxRows(connection).insertOne(row, { session });
  },
});
