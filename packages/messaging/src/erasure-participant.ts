import type { Producer } from '@nencho/contracts/events';
import type { Clock } from '@nencho/kernel';
import { countTenant, eraseTenant, type ErasableStore, type ErasedCount } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { EventHandlers } from './handlers.js';
import { outboxWriter } from './outbox.js';

export type ErasureParticipant = {
  readonly connection: Connection;
  readonly service: Producer;
  readonly clock: Clock;
  /** Everywhere that this service keeps copies. */
  readonly stores: readonly ErasableStore[];
  /** Runs after the tombstone and before anything is deleted; may be repeated. */
  readonly begin?: (tenantId: string) => Promise<void>;
};

type Done = { readonly order: Order; readonly stores: readonly ErasedCount[] };
type Order = { readonly erasureId: string; readonly dryRun: boolean; readonly round: number };

const carryOut = async (
  { connection, stores, begin }: ErasureParticipant,
  tenantId: string,
  { erasureId, dryRun, round }: Order,
): Promise<readonly ErasedCount[]> => {
  if (dryRun) return countTenant(stores, tenantId);
  const named = begin === undefined ? {} : { begin };
  return eraseTenant({ connection, stores, tenantId, run: `${erasureId}/${round}`, ...named });
};

/**
 * What each service does when an erasure is ordered: counts (dry run), or erases and then says so. Deleting may take
 * minutes and lies outside of any transaction; the answer leaves with the inbox row, once.
 */
export const erasureHandlers = (participant: ErasureParticipant) =>
  ({
    ErasureOrdered: {
      prepare: async (order: Order, { tenantId }): Promise<Done> => ({
        order,
        stores: await carryOut(participant, tenantId, order),
      }),
      apply: async (prepared, { tenantId }, session) => {
        const { order, stores } = prepared as Done;
        const { erasureId, dryRun, round } = order;
        await outboxWriter(participant.connection).append(session, {
          type: 'TenantErased',
          tenantId,
          aggregateId: erasureId,
          aggregateVersion: round,
          payload: { erasureId, dryRun, round, service: participant.service, stores: [...stores] },
          occurredAt: participant.clock.now(),
        });
      },
    },
  }) satisfies EventHandlers;
