import type { IHeaders, KafkaMessage } from 'kafkajs';
import { deliverTogether } from './delivery-together.js';
import { refuse, type DeliveryDeps } from './delivery.js';
import type { IncomingEvent, RawMessage } from './incoming.js';
import { readSigned } from './event-signature.js';
import { handlerOf } from './handlers.js';

/** Aggregates whose effects share a transaction. */
const TOGETHER = 50;

const textHeaders = (headers: IHeaders | undefined): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value === 'string' || Buffer.isBuffer(value)) texts[name] = value.toString('utf8');
  }
  return texts;
};

export const toRaw = (topic: string, partition: number, message: KafkaMessage): RawMessage => ({
  topic,
  partition,
  offset: Number(message.offset),
  key: message.key,
  value: message.value,
  headers: textHeaders(message.headers),
});

/**
 * Handles some messages of one partition: those of one aggregate in their order, several aggregates side by side. When it
 * returns, each message has had its effect, lies among the dead letters or is parked.
 */
export const takeTurn = async (
  deps: DeliveryDeps,
  messages: readonly RawMessage[],
  signal: AbortSignal,
): Promise<void> => {
  const byAggregate = new Map<string, IncomingEvent[]>();
  for (const raw of messages) {
    const event = readSigned(deps.verifier, raw);
    if ('reason' in event) {
      await refuse(deps, raw, event, signal);
    } else if (handlerOf(deps.handlers, event.meta.type) !== undefined) {
      const { aggregateId } = event.meta;
      byAggregate.set(aggregateId, [...(byAggregate.get(aggregateId) ?? []), { raw, event }]);
    }
  }
  const aggregates = [...byAggregate.values()];
  while (aggregates.length > 0) await deliverTogether(deps, aggregates.splice(0, TOGETHER), signal);
};
