import type { UserActor } from '@nencho/auth';
import type { EventPayload } from '@nencho/contracts/events';
import type { Sealer } from '@nencho/crypto';
import { canonicalJson, validationFailed, type Clock } from '@nencho/kernel';
import type { AuditActorInput, AuditWriter, OutboxWriter } from '@nencho/messaging';
import { idempotent, withTransaction, type Jobs } from '@nencho/mongo';
import type { ClientSession } from 'mongoose';
import type { AuditRecord, Change, Fingerprint, Mutate, Transact, Work } from '../application/ports.js';
import type { DomainEvent } from '../domain/events.js';
import { createStores, type StoresDeps } from './stores.js';

export type UnitOfWorkDeps = StoresDeps & {
  readonly sealer: Pick<Sealer, 'seal' | 'open' | 'mac' | 'wrappedClassKey'>;
  readonly outbox: OutboxWriter;
  readonly audit: AuditWriter;
  readonly jobs: Pick<Jobs, 'start' | 'get'>;
  readonly clock: Clock;
};

const keyPattern = /^[\x21-\x7e]{8,100}$/;
const endedStates: readonly string[] = ['succeeded', 'finished_with_errors', 'cancelled', 'stopped'];

const auditActor = ({ sub, employeeId, credential }: UserActor): AuditActorInput =>
  credential.kind === 'job'
    ? { kind: 'job', sub, jobId: credential.jobId }
    : { kind: 'user', sub, ...(employeeId === undefined ? {} : { employeeId }) };

/** What happened, into the transaction: the audit record and the events. */
export type RecordChange = (
  session: ClientSession,
  actor: UserActor,
  change: { readonly audit?: AuditRecord; readonly events?: readonly DomainEvent[] },
) => Promise<void>;

export const recordChange =
  ({ outbox, audit, clock }: Pick<UnitOfWorkDeps, 'outbox' | 'audit' | 'clock'>): RecordChange =>
  async (session, actor, { audit: record, events = [] }) => {
    const { tenantId } = actor;
    const at = clock.now();
    if (record !== undefined) {
      await audit.append(session, { ...record, tenantId, actor: auditActor(actor), outcome: 'success', at });
    }
    for (const { type, payload, ...event } of events) {
      const wire = { ...payload, ...('employeeIds' in payload ? { employeeIds: [...payload.employeeIds] } : {}) };
      // The union of events pairs each type with its payload; spreading has lost the pair for the compiler.
      await outbox.append(session, {
        ...event,
        type,
        tenantId,
        occurredAt: at,
        payload: wire as EventPayload<typeof type>,
      });
    }
  };

export const keyedFingerprint =
  ({ sealer }: { readonly sealer: Pick<Sealer, 'mac'> }): Fingerprint =>
  async (tenantId, text) =>
    (await sealer.mac(tenantId, 'index', text)).toString('hex');

const workOf = (deps: UnitOfWorkDeps, session: ClientSession, { tenantId, sub, grantsVersion }: UserActor): Work => ({
  ...createStores(deps, session),
  startJob: async (job) => deps.jobs.start(session, { ...job, tenantId, startedBy: { sub, grantsVersion } }),
  jobHasEnded: async (jobId) => endedStates.includes((await deps.jobs.get(tenantId, jobId)).state),
});

/** State, audit record, events and idempotency key in one transaction. */
export const createMutate = (deps: UnitOfWorkDeps): Mutate => {
  const record = recordChange(deps);
  const fingerprintOf = keyedFingerprint(deps);
  return async ({ actor, method, idempotencyKey, request }, change) => {
    if (!keyPattern.test(idempotencyKey)) {
      throw validationFailed([{ path: 'idempotencyKey', rule: 'idempotency_key_required' }]);
    }
    const { tenantId, sub } = actor;
    const fingerprint = await fingerprintOf(tenantId, canonicalJson(request));
    // Opens the tenant's keys now: inside the transaction sealing must not wait for the key vault.
    await deps.sealer.wrappedClassKey(tenantId, 'audit');
    return withTransaction(deps.connection, async (session) =>
      idempotent(
        deps.connection,
        { tenantId, actor: sub, method, key: idempotencyKey, fingerprint, session },
        async () => {
          const done: Change = await change(workOf(deps, session, actor));
          await record(session, actor, done);
          return { ids: done.ids, ...(done.version === undefined ? {} : { version: done.version }) };
        },
      ),
    );
  };
};

export const createTransact =
  (deps: StoresDeps): Transact =>
  async (work) =>
    withTransaction(deps.connection, async (session) => work(createStores(deps, session)));
