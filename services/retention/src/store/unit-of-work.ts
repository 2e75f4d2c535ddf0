import type { Sealer } from '@nencho/crypto';
import { canonicalJson, validationFailed, type Clock } from '@nencho/kernel';
import type { AuditWriter, OutboxWriter } from '@nencho/messaging';
import { idempotent, withTransaction } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { MutateTenant } from '../application/contract-end-acts.js';
import type { Publish, Transact } from '../application/erasure-ports.js';
import type { MutateOperator } from '../application/operator-acts.js';
import type { Digest } from '../domain/chain.js';
import { fromMongo, toMongo } from './session.js';

type Deps = {
  readonly connection: Connection;
  readonly sealer: Pick<Sealer, 'mac' | 'wrappedClassKey'>;
  readonly audit: AuditWriter;
  readonly clock: Clock;
  readonly digest: Digest;
};

const keyPattern = /^[\x21-\x7e]{8,100}$/;

const requireKey = (key: string): void => {
  if (!keyPattern.test(key)) throw validationFailed([{ path: 'idempotencyKey', rule: 'idempotency_key_required' }]);
};

export const transact =
  (connection: Connection): Transact =>
  async (work) =>
    withTransaction(connection, async (session) => work(fromMongo(session)));

/** State, audit entry, events and idempotency key of a person's act in one transaction. */
export const mutateTenant =
  ({ connection, sealer, audit, clock }: Deps): MutateTenant =>
  async ({ actor, method, key, content }, work) => {
    requireKey(key);
    const { tenantId, sub, employeeId } = actor;
    const fingerprint = (await sealer.mac(tenantId, 'index', `${method}\n${canonicalJson(content)}`)).toString('hex');
    await sealer.wrappedClassKey(tenantId, 'audit'); // opened here: inside the transaction nothing waits for the vault
    await withTransaction(connection, async (session) =>
      idempotent(connection, { tenantId, actor: sub, method, key, fingerprint, session }, async () => {
        const { type, erasureId } = await work(fromMongo(session));
        await audit.append(session, {
          ...{ tenantId, type, subjectKind: 'contract_end', subjectIds: [erasureId], outcome: 'success' },
          actor: { kind: 'user', sub, ...(employeeId === undefined ? {} : { employeeId }) },
          at: clock.now(),
        });
        return { ids: { erasureId } };
      }),
    );
  };

/** The same for an operator. Its trace is the line of access transparency that `work` writes. */
export const mutateOperator =
  ({ connection, digest }: Pick<Deps, 'connection' | 'digest'>): MutateOperator =>
  async ({ operator, tenantId, method, key, content }, work) => {
    requireKey(key);
    const fingerprint = digest(canonicalJson({ method, content }));
    await withTransaction(connection, async (session) =>
      idempotent(connection, { tenantId, actor: operator.sub, method, key, fingerprint, session }, async () => ({
        ids: await work(fromMongo(session)),
      })),
    );
  };

/** Events of an erasure: one aggregate, in the order of its versions. */
export const publishErasure =
  (outbox: OutboxWriter, clock: Clock): Publish =>
  async (session, { id, tenantId, version, endDate }, event) => {
    const common = { tenantId, aggregateId: id, aggregateVersion: version, occurredAt: clock.now() };
    const mongo = toMongo(session);
    if (event.type === 'ErasureOrdered') {
      const payload = { erasureId: id, dryRun: event.dryRun, round: event.round };
      await outbox.append(mongo, { ...common, type: 'ErasureOrdered', payload });
      return;
    }
    if (event.type === 'ContractEndCancelled') {
      await outbox.append(mongo, { ...common, type: event.type, payload: { erasureId: id, endDate } });
      return;
    }
    await outbox.append(mongo, { ...common, type: event.type, payload: { erasureId: id } });
  };
