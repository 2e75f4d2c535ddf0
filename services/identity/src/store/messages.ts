import type { AuditWriter, OutboxWriter } from '@nencho/messaging';
import type { Audit, Events } from '../application/ports.js';
import { toMongo } from './session.js';

/** Events and audit entries go through the outbox, in the transaction of the change. */
export const outboxEvents = (outbox: OutboxWriter): Events => ({
  append: async (session, event) => outbox.append(toMongo(session), event),
});

export const auditTrail = (writer: AuditWriter): Audit => ({
  append: async (session, record) => writer.append(toMongo(session), record),
});
