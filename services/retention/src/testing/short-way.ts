import { setTimeout as pause } from 'node:timers/promises';
import { eventCatalogue, type EventType } from '@nencho/contracts/events';
import type { EventHandlers, EventMeta } from '@nencho/messaging';
import { withTransaction } from '@nencho/mongo';
import type { ClientSession, Connection } from 'mongoose';

type Row = {
  _id: string;
  type: EventType;
  tenantId: string;
  aggregateId: string;
  aggregateVersion: number;
  payload: Uint8Array;
  occurredAt: Date;
  published: boolean;
};

type Item = { readonly payload: unknown; readonly meta: EventMeta };
type AnyHandler =
  | ((payload: unknown, meta: EventMeta, session: ClientSession) => Promise<void>)
  | {
      readonly prepare: (payload: unknown, meta: EventMeta) => Promise<unknown>;
      readonly apply: (prepared: unknown, meta: EventMeta, session: ClientSession) => Promise<void>;
    }
  | {
      readonly prepareBatch: (items: readonly Item[]) => Promise<unknown>;
      readonly applyBatch: (prepared: unknown, items: readonly Item[], session: ClientSession) => Promise<void>;
    };

const deliver = async (to: Connection, handler: AnyHandler, { payload, meta }: Item): Promise<void> => {
  if (typeof handler === 'function') {
    await withTransaction(to, async (session) => handler(payload, meta, session));
  } else if ('prepare' in handler) {
    const prepared = await handler.prepare(payload, meta);
    await withTransaction(to, async (session) => handler.apply(prepared, meta, session));
  } else {
    const prepared = await handler.prepareBatch([{ payload, meta }]);
    await withTransaction(to, async (session) => handler.applyBatch(prepared, [{ payload, meta }], session));
  }
};

export type Reader = { readonly connection: Connection; readonly handlers: EventHandlers };

/** Brings what lies in the outboxes to whoever handles it, without a broker: for tests that are not about the broker. */
export const startShortWay = (outboxes: readonly Connection[], readers: readonly Reader[]) => {
  const stopping = new AbortController();
  const bring = async (outbox: Connection): Promise<void> => {
    const rows = outbox.collection<Row>('outbox');
    for (const row of await rows.find({ published: false }).sort({ createdAt: 1, _id: 1 }).toArray()) {
      const { _id: eventId, type, tenantId, aggregateId, aggregateVersion, occurredAt } = row;
      const meta = { eventId, type, tenantId, aggregateId, aggregateVersion, occurredAt };
      const payload: unknown = eventCatalogue[type].codec.decode(row.payload);
      for (const { connection, handlers } of readers) {
        const handler = handlers[type] as AnyHandler | undefined;
        if (handler !== undefined) await deliver(connection, handler, { payload, meta });
      }
      await rows.updateOne({ _id: eventId }, { $set: { published: true } });
    }
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      for (const outbox of outboxes) await bring(outbox);
      await pause(20);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
