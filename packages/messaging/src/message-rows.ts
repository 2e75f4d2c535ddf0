import { ensureCollection, type Migration } from '@nencho/mongo';
import type { EventType, Topic } from '@nencho/contracts/events';
import type { Collection, Connection } from 'mongoose';

/** An event of this service that waits for the relay, or was published within the last 14 days. */
export type OutboxRow = {
  _id: string;
  topic: Topic;
  type: EventType;
  schemaVersion: number;
  tenantId: string;
  aggregateId: string;
  aggregateVersion: number;
  payload: Buffer;
  occurredAt: Date;
  /** The trace that wrote the row, to be continued by the relay. */
  traceHeaders: Record<string, string>;
  published: boolean;
  createdAt: Date;
  expiresAt?: Date;
};

/** `<group>/<event id>` of an event whose effect is in this database. */
export type InboxRow = { _id: string; expiresAt: Date };

/** Where a message lay in Kafka. */
export type Position = { topic: string; partition: number; offset: number };

/** An event that could not be handled; the position is its id, so a redelivery does not make a second one. */
export type DeadLetterRow = Position & {
  _id: string;
  group: string;
  reason: string;
  eventId?: string;
  type?: string;
  tenantId?: string;
  /** As it came: the aggregate of an event of ours. */
  key?: string;
  /** Who vouched for it; absent when nobody did: then `tenantId` is what the message says, believed by nobody. */
  producer?: string;
  /** What nobody vouched for, as it lay in Kafka, and what it says of who signed it: other keys may know better. */
  envelope?: Buffer;
  headers?: Record<string, string>;
  /** Of what was vouched for: the envelope under the tenant's `messages` key and that key under the tenant's root; absent when unreadable. */
  sealed?: Buffer;
  keyId?: string;
  wrappedKey?: Buffer;
  at: Date;
  /** Somebody asked for another try; the consumers of the group see to it. */
  redrive?: boolean;
  expiresAt: Date;
};

/** An event of an aggregate that may not be skipped and waits for its cause to be mended; all after it wait behind. */
export type ParkedRow = Position & {
  _id: string;
  group: string;
  tenantId: string;
  aggregateId: string;
  /** As it lay in Kafka: ids only, or sealed by its producer. */
  envelope: Buffer;
  headers: Record<string, string>;
  reason: string;
  attempts: number;
  nextTryAt: Date;
};

export const outboxRows = (connection: Connection): Collection<OutboxRow> => connection.collection<OutboxRow>('outbox');
export const inboxRows = (connection: Connection): Collection<InboxRow> => connection.collection<InboxRow>('inbox');
export const deadLetterRows = (connection: Connection): Collection<DeadLetterRow> =>
  connection.collection<DeadLetterRow>('dead_letters');
export const parkedRows = (connection: Connection): Collection<ParkedRow> =>
  connection.collection<ParkedRow>('parked_events');

/** Wall-clock time: the server's TTL monitor does not follow an injected clock. */
export const expiresInDays = (days: number): Date => new Date(Date.now() + days * 86_400_000);

const expiry = { key: { expiresAt: 1 }, expireAfterSeconds: 0 } as const;
const waiting = { partialFilterExpression: { published: false } } as const;

/** The collections of this package: every service that writes or reads events runs these. */
export const messagingMigrations: readonly Migration[] = [
  {
    id: 'messaging-0001-collections',
    up: async (connection) => {
      await ensureCollection(connection, 'outbox', [
        expiry,
        { key: { createdAt: 1 }, ...waiting },
        { key: { aggregateId: 1, aggregateVersion: 1, createdAt: 1 }, ...waiting },
      ]);
      await ensureCollection(connection, 'inbox', [expiry]);
      await ensureCollection(connection, 'dead_letters', [expiry, { key: { group: 1, at: 1 } }]);
      await ensureCollection(connection, 'parked_events', [{ key: { group: 1, aggregateId: 1, offset: 1 } }]);
    },
  },
  {
    id: 'messaging-0002-erasure',
    up: async (connection) => {
      // An erasure looks for one tenant's rows.
      for (const name of ['outbox', 'dead_letters', 'parked_events']) {
        await ensureCollection(connection, name, [{ key: { tenantId: 1 } }]);
      }
    },
  },
];
