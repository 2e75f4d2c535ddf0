import { setTimeout as sleep } from 'node:timers/promises';
import type { Sealer } from '@nencho/crypto';
import { isAppError, newId } from '@nencho/kernel';
import type { AuditWriter, OutboxWriter } from '@nencho/messaging';
import { withTransaction } from '@nencho/mongo';
import type { ClientSession, Connection } from 'mongoose';
import type { DeliveryCount, DeliveryStore } from '../application/ports.js';
import type { ClaimedDelivery, DeliveryEnd } from '../domain/delivery.js';
import { deliveryRows, type DeliveryRow } from './delivery-rows.js';

export type DeliveryStoreDeps = {
  readonly connection: Connection;
  readonly outbox: OutboxWriter;
  readonly audit: AuditWriter;
  readonly sealer: Pick<Sealer, 'wrappedClassKey'>;
  /** After this time without an end the sender counts as dead. Longer than any sending may take. */
  readonly claimMs?: number;
};

const CLAIM_MS = 40_000;
const SETTLE_AGAIN_MS = 250;

const toClaimed = (row: DeliveryRow): ClaimedDelivery => ({
  id: row._id,
  tenantId: row.tenantId,
  kind: row.kind,
  subjectId: row.subjectId,
  issue: row.issue,
  holder: row.holder ?? '',
  attempts: row.attempts,
  ...(row.campaignId === '' ? {} : { campaignId: row.campaignId }),
});

const claim = async (connection: Connection, claimMs: number): Promise<ClaimedDelivery | undefined> => {
  const row = await deliveryRows(connection).findOneAndUpdate(
    { open: true, $expr: { $lte: ['$dueAt', '$$NOW'] } },
    [{ $set: { state: 'sending', holder: newId(), dueAt: { $add: ['$$NOW', claimMs] } } }],
    { sort: { dueAt: 1, queuedAt: 1 }, returnDocument: 'after' },
  );
  return row === null ? undefined : toClaimed(row);
};

const recordEnd = async (
  { outbox, audit }: DeliveryStoreDeps,
  { id, tenantId, kind, subjectId }: ClaimedDelivery,
  end: DeliveryEnd,
  at: Date,
  session: ClientSession,
): Promise<void> => {
  if (end === 'not_needed') return;
  if (end === 'accepted') {
    await outbox.append(session, {
      type: 'MailAccepted',
      tenantId,
      aggregateId: id,
      aggregateVersion: 1,
      payload: { deliveryId: id, kind },
      occurredAt: at,
    });
  }
  await audit.append(session, {
    tenantId,
    type: 'mail_sent',
    actor: { kind: 'service', service: 'notification' },
    subjectKind: kind === 'invitation' ? 'invitation' : 'employee',
    subjectIds: [subjectId],
    outcome: end === 'accepted' ? 'success' : 'failed',
    at,
    params: { kind, ...(end === 'accepted' ? {} : { reason: end }) },
  });
};

const settleOnce = async (
  deps: DeliveryStoreDeps,
  delivery: ClaimedDelivery,
  end: DeliveryEnd,
  at: Date,
): Promise<void> =>
  withTransaction(deps.connection, async (session) => {
    const { matchedCount } = await deliveryRows(deps.connection).updateOne(
      { _id: delivery.id, holder: delivery.holder },
      { $set: { state: end, open: false, settledAt: at }, $unset: { holder: '' } },
      { session },
    );
    if (matchedCount === 1) await recordEnd(deps, delivery, end, at, session);
  });

/**
 * What the relay took must be recorded, or the person gets the mail again: while the claim lasts a database that is away
 * is waited for. When a commit's answer was lost, the repeat finds its claim gone and changes nothing.
 */
const settle =
  (deps: DeliveryStoreDeps): DeliveryStore['settle'] =>
  async (delivery, end, at) => {
    const until = performance.now() + (deps.claimMs ?? CLAIM_MS) / 2;
    for (;;) {
      try {
        await settleOnce(deps, delivery, end, at);
        return;
      } catch (error) {
        if (!isAppError(error) || error.code !== 'unavailable' || performance.now() > until) throw error;
        await sleep(SETTLE_AGAIN_MS);
      }
    }
  };

export const deliveryStore = (deps: DeliveryStoreDeps): DeliveryStore => {
  const { connection, claimMs = CLAIM_MS } = deps;
  const rows = deliveryRows(connection);
  return {
    claim: async () => claim(connection, claimMs),
    prepare: async ({ tenantId }) => {
      await deps.sealer.wrappedClassKey(tenantId, 'audit');
    },
    settle: settle(deps),
    release: async ({ id, holder, attempts }, waitMs, failed) => {
      await rows.updateOne({ _id: id, holder }, [
        {
          $set: {
            state: 'queued',
            attempts: failed ? attempts + 1 : attempts,
            dueAt: { $add: ['$$NOW', waitMs] },
          },
        },
        { $unset: 'holder' },
      ]);
    },
    lastAccepted: async ({ tenantId, kind, subjectId }) => {
      const accepted = { tenantId, kind, subjectId, state: 'accepted' } as const;
      const [last] = await rows.find(accepted).sort({ settledAt: -1 }).limit(1).toArray();
      return last?.settledAt;
    },
    countByState: async (tenantId, campaignId) => {
      const counted = await rows
        .aggregate<{ _id: Pick<DeliveryCount, 'kind' | 'state'>; count: number }>([
          { $match: { tenantId, ...(campaignId === '' ? {} : { campaignId }) } },
          { $group: { _id: { kind: '$kind', state: '$state' }, count: { $sum: 1 } } },
          { $sort: { '_id.kind': 1, '_id.state': 1 } },
        ])
        .toArray();
      return counted.map(({ _id: { kind, state }, count }) => ({ kind, state, count }));
    },
  };
};
