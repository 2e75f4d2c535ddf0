import { eventCatalogue } from '@nencho/contracts/events';
import { AppError } from '@nencho/kernel';
import { tombstones } from '@nencho/mongo';
import type { ClientSession, Connection } from 'mongoose';
import type { ReceivedEvent } from './envelope.js';

/** Events of the erasure itself are about tenants that are erased already. */
const isOfErasure = (topic: string): boolean => topic === 'nencho.erasure.v1';

const isGuarded = ({ meta }: ReceivedEvent): boolean => !isOfErasure(eventCatalogue[meta.type].topic);

/** Whether a message of this topic that names the tenant may be kept at all. */
export const keepsOfErased = async (connection: Connection, topic: string, tenantId: string): Promise<boolean> =>
  isOfErasure(topic) || !(await tombstones(connection).has(tenantId));

const erasedAmong = async (
  connection: Connection,
  events: readonly ReceivedEvent[],
  session?: ClientSession,
): Promise<ReadonlySet<string>> => {
  const tenants = [...new Set(events.filter(isGuarded).map(({ meta }) => meta.tenantId))];
  return tenants.length === 0 ? new Set() : tombstones(connection).among(tenants, session);
};

/** Leaves out what is of erased tenants: a late event recreates nothing. */
export const ofLivingTenants = async (
  connection: Connection,
  events: readonly ReceivedEvent[],
): Promise<readonly ReceivedEvent[]> => {
  const erased = await erasedAmong(connection, events);
  return erased.size === 0 ? events : events.filter((event) => !isGuarded(event) || !erased.has(event.meta.tenantId));
};

/** In the transaction of the effect: throws, to be tried again, when a tenant was erased since it was asked before. */
export const requireLiving = async (
  connection: Connection,
  events: readonly ReceivedEvent[],
  session: ClientSession,
): Promise<void> => {
  const erased = await erasedAmong(connection, events, session);
  if (erased.size > 0) throw new AppError('unavailable', 'the tenant of an event was erased meanwhile');
};
