import { withTransaction } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { ReceivedEvent } from './envelope.js';
import type { AnyHandler } from './handlers.js';
import { ofLivingTenants, requireLiving } from './tombstone-guard.js';
import { expiresInDays, inboxRows } from './message-rows.js';

const INBOX_DAYS = 30;

const inboxId = (group: string, { meta }: ReceivedEvent): string => `${group}/${meta.eventId}`;

/**
 * Applies events whose effect is not in the database yet, together with their inbox rows in one transaction: however
 * often a message comes, its effect is there once. Events of an erased tenant have none.
 */
export const applyOnce = async (
  connection: Connection,
  group: string,
  handler: AnyHandler,
  events: readonly ReceivedEvent[],
): Promise<void> => {
  const inbox = inboxRows(connection);
  const ids = events.map((event) => inboxId(group, event));
  const known = await inbox.find({ _id: { $in: ids } }).toArray();
  const done = new Set(known.map(({ _id }) => _id));
  const seen = new Set<string>();
  const fresh = events.filter((event) => {
    const id = inboxId(group, event);
    const first = !done.has(id) && !seen.has(id);
    seen.add(id);
    return first;
  });
  const living = await ofLivingTenants(connection, fresh);
  if (living.length === 0) return;
  const prepared = await handler.prepare(living);
  await withTransaction(connection, async (session) => {
    // Unique ids: whoever handles the same event at the same time conflicts here, and finds it known at the next try.
    const rows = living.map((event) => ({ _id: inboxId(group, event), expiresAt: expiresInDays(INBOX_DAYS) }));
    await inbox.insertMany(rows, { session });
    await requireLiving(connection, living, session);
    await handler.apply(prepared, living, session);
  });
};
