import { AuditEntry, SealedAuditEntry } from '@nencho/contracts/audit/v1/audit';
import { eventCatalogue, type EventType } from '@nencho/contracts/events';
import type { World } from './world.js';

type OutboxRow = {
  _id: string;
  type: EventType;
  tenantId: string;
  aggregateId: string;
  aggregateVersion: number;
  payload: Buffer;
};

const rowsOf = async ({ connection }: World, tenantId: string): Promise<readonly OutboxRow[]> =>
  connection.collection<OutboxRow & { createdAt: Date }>('outbox').find({ tenantId }).sort({ createdAt: 1 }).toArray();

/** The audit entries of a tenant, opened, in the order of writing. */
export const auditTrail = async (world: World, tenantId: string): Promise<readonly AuditEntry[]> => {
  const rows = (await rowsOf(world, tenantId)).filter(({ type }) => type === 'SealedAuditEntry');
  return Promise.all(
    rows.map(async ({ _id, payload }) => {
      const { sealed } = SealedAuditEntry.decode(payload);
      const opened = await world.sealer.open({ tenantId, name: 'audit.entry/1', documentId: _id }, sealed);
      return AuditEntry.decode(opened);
    }),
  );
};

export type PublishedEvent = {
  readonly type: EventType;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly payload: unknown;
};

/** The events of a tenant but the audit entries, in the order of writing. */
export const eventsOf = async (world: World, tenantId: string): Promise<readonly PublishedEvent[]> =>
  (await rowsOf(world, tenantId))
    .filter(({ type }) => type !== 'SealedAuditEntry')
    .map(({ type, aggregateId, aggregateVersion, payload }) => ({
      type,
      aggregateId,
      aggregateVersion,
      payload: eventCatalogue[type].codec.decode(payload),
    }));
