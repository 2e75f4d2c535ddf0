import { eventCatalogue, type EventPayload, type EventType } from '@nencho/contracts/events';
import { EventEnvelope } from '@nencho/contracts/events/v1/envelope';
import { formatInstant, isId } from '@nencho/kernel';
import type { OutboxRow } from './message-rows.js';

export type EventMeta = {
  readonly eventId: string;
  readonly type: EventType;
  readonly tenantId: string;
  readonly aggregateId: string;
  /** Older than what is known: the message is late, and its effect is in the state already. */
  readonly aggregateVersion: number;
  readonly occurredAt: Date;
};

export type ReceivedEvent = { readonly meta: EventMeta; readonly payload: EventPayload<EventType> };

/** Why a message can never be handled by this version. */
export type RefusalReason =
  | 'undecodable'
  | 'malformed'
  | 'unsigned'
  | 'forged'
  | 'wrong_producer'
  | 'wrong_key'
  | 'wrong_topic'
  | 'unknown_type'
  | 'unknown_version';

export type Refusal = {
  readonly reason: RefusalReason;
  readonly eventId?: string;
  readonly type?: string;
  readonly tenantId?: string;
};

export const encodeEnvelope = (row: OutboxRow): Buffer =>
  Buffer.from(
    EventEnvelope.encode({
      eventId: row._id,
      type: row.type,
      schemaVersion: row.schemaVersion,
      tenantId: row.tenantId,
      aggregateId: row.aggregateId,
      aggregateVersion: row.aggregateVersion,
      occurredAt: formatInstant(row.occurredAt),
      payload: row.payload,
    }).finish(),
  );

const isEventType = (type: string): type is EventType => Object.hasOwn(eventCatalogue, type);

const attempt = <T>(decode: () => T): T | undefined => {
  try {
    return decode();
  } catch {
    return undefined;
  }
};

/** Whose a message says it is, whoever says so; undefined when it names nobody. */
export const claimedTenant = (value: Buffer): string | undefined => {
  const tenantId = attempt(() => EventEnvelope.decode(value))?.tenantId;
  return tenantId !== undefined && isId(tenantId) ? tenantId : undefined;
};

type Message = { readonly key: Buffer | null; readonly value: Buffer | null };

/** What of a readable envelope does not fit; undefined when all does. */
const misfit = (topic: string, { key }: Message, envelope: EventEnvelope): RefusalReason | undefined => {
  const { eventId, tenantId, aggregateId, aggregateVersion, occurredAt, type } = envelope;
  const wellFormed = isId(eventId) && isId(tenantId) && aggregateId !== '' && aggregateVersion >= 0;
  if (!wellFormed || Number.isNaN(Date.parse(occurredAt))) return 'malformed';
  if (key?.toString('utf8') !== aggregateId) return 'wrong_key';
  if (!isEventType(type)) return 'unknown_type';
  if (eventCatalogue[type].topic !== topic) return 'wrong_topic';
  return envelope.schemaVersion === eventCatalogue[type].schemaVersion ? undefined : 'unknown_version';
};

/** Whether this service may say this: publish the type, and where a payload names a service, answer for itself only. */
const maySay = (producer: string, type: EventType, payload: EventPayload<EventType>): boolean => {
  const allowed: readonly string[] = eventCatalogue[type].producers;
  return allowed.includes(producer) && (!('service' in payload) || payload.service === producer);
};

/**
 * Reads a message of `topic` (without prefix) that `producer` vouches for. A message that was moved to another topic or
 * key is refused; so is what this producer may not say, and of that nothing is believed, not even whose tenant's it is.
 */
export const readEnvelope = (topic: string, message: Message, producer: string): ReceivedEvent | Refusal => {
  const { value } = message;
  const envelope = value === null ? undefined : attempt(() => EventEnvelope.decode(value));
  if (envelope === undefined) return { reason: 'undecodable' };
  const { eventId, type, tenantId, aggregateId, aggregateVersion } = envelope;
  const named = { ...(isId(eventId) ? { eventId } : {}), ...(isId(tenantId) ? { tenantId } : {}) };
  const reason = misfit(topic, message, envelope);
  if (reason !== undefined) return { reason, ...named, ...(isEventType(type) ? { type } : {}) };
  if (!isEventType(type)) return { reason: 'unknown_type', ...named };
  const { codec } = eventCatalogue[type];
  const payload = attempt(() => codec.decode(envelope.payload));
  if (payload === undefined) return { reason: 'undecodable', ...named, type };
  if (!maySay(producer, type, payload)) return { reason: 'wrong_producer' };
  const occurredAt = new Date(envelope.occurredAt);
  return { payload, meta: { eventId, type, tenantId, aggregateId, aggregateVersion, occurredAt } };
};
