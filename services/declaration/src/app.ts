import { createHash } from 'node:crypto';
import type { UserActor } from '@nencho/auth';
import type { Sealer } from '@nencho/crypto';
import { newId, type Clock } from '@nencho/kernel';
import { auditWriter, outboxWriter, type EventHandlers } from '@nencho/messaging';
import { createJobs, hitRateLimit, type Jobs, type Job } from '@nencho/mongo';
import { jobServiceHandlers, type ServiceBinding } from '@nencho/service-kit';
import type { Logger } from '@nencho/telemetry';
import type { ClientSession, Connection } from 'mongoose';
import type { Directory } from './application/ports.js';
import { rebuildScopeRows } from './application/rebuild-scope-rows.js';
import { createUseCases, type UseCases } from './application/use-cases.js';
import { attachmentsConsumer } from './consumers/attachments-consumer.js';
import { employeesChangedConsumer } from './consumers/employees-changed-consumer.js';
import { readPayFile } from './csv/pay-file.js';
import { declarationGrpc } from './grpc/declaration-grpc.js';
import { jobHandlers, type ResolveJobActor } from './jobs/job-handlers.js';
import { createStores } from './store/stores.js';
import { createMutate, createTransact, keyedFingerprint, recordChange } from './store/unit-of-work.js';

export type AppDeps = {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly cursorKey: Uint8Array;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  readonly directory: Directory;
  readonly resolveJobActor: ResolveJobActor;
};

export type App = {
  readonly useCases: UseCases;
  readonly services: readonly ServiceBinding[];
  readonly eventHandlers: EventHandlers;
  readonly jobs: Jobs;
  /** Reads every place of a tenant from identity again; answers with how many rows were newer. */
  readonly rebuildScopeRows: (tenantId: string) => Promise<number>;
};

/** 20 files an hour for a tenant: far more than a season needs, far less than a runaway script makes. */
const importLimit = { bucket: 'pay_import', limit: 20, windowMs: 3_600_000 };

/** Errors of items name rows and rules; they lie sealed like what they are about. */
const jobErrorSeal = (sealer: Pick<Sealer, 'sealJson' | 'openJson'>) => {
  const place = (tenantId: string, id: string) =>
    ({ tenantId, name: 'declaration.job_error/1', documentId: id }) as const;
  return {
    seal: async (tenantId: string, id: string, value: unknown) => sealer.sealJson(place(tenantId, id), value),
    open: async (tenantId: string, id: string, blob: Uint8Array) => sealer.openJson(place(tenantId, id), blob),
  };
};

/** Wires the use cases to gRPC, jobs and consumers. main.ts gives it real servers, tests theirs. */
export const buildApp = (deps: AppDeps): App => {
  const { connection, sealer, clock, directory, logger } = deps;
  const outbox = outboxWriter(connection);
  const audit = auditWriter({ outbox, sealer });
  const record = recordChange({ outbox, audit, clock });
  const stores = createStores(deps);
  const fingerprint = keyedFingerprint({ sealer });
  const rebuild = rebuildScopeRows({ directory, transact: createTransact(deps) });
  const kinds = jobHandlers({
    ...deps,
    storesDeps: deps,
    stores,
    fingerprint,
    record,
    newId,
    rebuildScopeRows: rebuild,
  });
  const jobs = createJobs(connection, { kinds, seal: jobErrorSeal(sealer), clock, logger });
  const useCases = createUseCases({
    stores,
    rebuildScopeRows: rebuild,
    mutate: createMutate({ ...deps, outbox, audit, jobs }),
    clock,
    newId,
    sha256: (content) => createHash('sha256').update(content).digest('hex'),
    fingerprint,
    readPayFile,
    countImport: async (tenantId) => hitRateLimit(connection, { tenantId, actor: 'tenant', ...importLimit, clock }),
  });
  const attachmentsWithin = (session: ClientSession) => createStores(deps, session).attachments;
  const recordCancel = async (session: Parameters<typeof record>[0], actor: UserActor, job: Job): Promise<void> =>
    record(session, actor, {
      audit: { type: 'job_cancelled', subjectKind: 'job', subjectIds: [job.id], params: { kind: job.kind } },
    });
  return {
    useCases,
    services: [declarationGrpc(useCases), jobServiceHandlers({ connection, jobs, recordCancel })],
    eventHandlers: {
      AttachmentReady: attachmentsConsumer(attachmentsWithin, true),
      AttachmentRemoved: attachmentsConsumer(attachmentsWithin, false),
      EmployeesChanged: employeesChangedConsumer(directory, (session) => createStores(deps, session).scopeRows),
    },
    jobs,
    rebuildScopeRows: rebuild,
  };
};
