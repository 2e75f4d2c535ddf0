import { withTransaction } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { ReceivedEvent } from './envelope.js';
import type { AnyHandler } from './handlers.js';
import { ofLivingTenants, requireLiving } from './tombstone-guard.js';
import { expiresInDays, inboxRows } from './message-rows.js';

const INBOX_DAYS = 30;

const inboxId = (group: string, { meta }: ReceivedEvent): string => `${group}/${meta.eventId}`;

/** Neighbouring events of one aggregate, and the handler of their type. */
export type Task = { readonly handler: AnyHandler; readonly events: readonly ReceivedEvent[] };

/** What of `tasks` has no effect yet and is of living tenants, each event once. */
const openOf = async (connection: Connection, group: string, tasks: readonly Task[]): Promise<readonly Task[]> => {
  const events = tasks.flatMap((task) => task.events);
  const byId = new Map(events.toReversed().map((event) => [inboxId(group, event), event]));
  const known = await inboxRows(connection)
    .find({ _id: { $in: [...byId.keys()] } })
    .toArray();
  for (const { _id } of known) byId.delete(_id);
  const open = new Set(await ofLivingTenants(connection, [...byId.values()]));
  return tasks
    .map(({ handler, events: all }) => ({ handler, events: all.filter((event) => open.has(event)) }))
    .filter((task) => task.events.length > 0);
};

/** Waits for all, also when one fails: nothing is asked any more once this has thrown. */
const prepareAll = async (tasks: readonly Task[]): Promise<readonly unknown[]> => {
  const answers = await Promise.allSettled(tasks.map(async ({ handler, events }) => handler.prepare(events)));
  return answers.map((answer) => {
    if (answer.status === 'rejected') throw answer.reason;
    return answer.value;
  });
};

/**
 * Applies events whose effect is not in the database yet, together with their inbox rows in one transaction: however
 * often a message comes, its effect is there once. Events of an erased tenant have none. All tasks or none.
 */
export const applyOnce = async (connection: Connection, group: string, tasks: readonly Task[]): Promise<void> => {
  const open = await openOf(connection, group, tasks);
  if (open.length === 0) return;
  const events = open.flatMap((task) => task.events);
  const prepared = await prepareAll(open);
  await withTransaction(connection, async (session) => {
    // Unique ids: whoever handles the same event at the same time conflicts here, and finds it known at the next try.
    const rows = events.map((event) => ({ _id: inboxId(group, event), expiresAt: expiresInDays(INBOX_DAYS) }));
    await inboxRows(connection).insertMany(rows, { session });
    await requireLiving(connection, events, session);
    for (const [index, task] of open.entries()) await task.handler.apply(prepared[index], task.events, session);
  });
};
