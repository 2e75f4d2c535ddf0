import { createSealer, createTenantRoot, rewrapTenantRoot, type KeyProvider, type Sealer } from '@nencho/crypto';
import { systemClock, type Clock } from '@nencho/kernel';
import { auditWriter, outboxWriter } from '@nencho/messaging';
import {
  classKeyStore,
  createJobs,
  databaseClockAgrees,
  hitRateLimit,
  tombstones,
  type Migration,
} from '@nencho/mongo';
import { jobServiceHandlers, resolvePerson } from '@nencho/service-kit';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { applyImportChunk } from './application/apply-import-chunk.js';
import { APPLY_IMPORT } from './application/apply-employee-import.js';
import { auditUser } from './application/audit-actor.js';
import { createDirectory } from './application/directory.js';
import { getTenantRoot } from './application/internal-reads.js';
import { issueInvitationChunk } from './application/issue-invitation-chunk.js';
import { ISSUE_INVITATIONS } from './application/issue-invitations.js';
import { jobActor } from './application/job-actor.js';
import type { KeycloakUsers } from './application/ports.js';
import { resolveActor } from './application/resolve-actor.js';
import type { TenantRoot } from './application/ports.js';
import { ROTATE_KEYS, rotateKeysChunk } from './application/rotate-keys.js';
import { identityUseCases } from './application/use-cases.js';
import { erasureConsumer } from './consumers/erasure-consumer.js';
import { keyConsumer } from './consumers/key-consumer.js';
import { readEmployeeCsv } from './csv/employee-csv.js';
import { withDigest } from './csv/with-digest.js';
import { identityGrpc } from './grpc/identity-grpc.js';
import { collections } from './migrations/0001-collections.js';
import { contractEnd } from './migrations/0002-contract-end.js';
import { keyRotations } from './migrations/0003-key-rotations.js';
import { keycloakStore } from './keycloak/keycloak-store.js';
import { cursors } from './store/cursors.js';
import { invitationTokens } from './store/invitation-tokens.js';
import { jobEnded, jobHandler, startJob } from './store/jobs.js';
import { auditTrail, outboxEvents } from './store/messages.js';
import { keyRotationStore } from './store/key-rotation-store.js';
import { identityModels } from './store/models.js';
import { mutate, transact } from './store/mutation.js';
import { fromMongo } from './store/session.js';
import { identityStores } from './store/stores.js';
import { tenantStore } from './store/tenant-store.js';

export const identityMigrations: readonly Migration[] = [collections, contractEnd, keyRotations];

export type AppDeps = {
  readonly connection: Connection;
  readonly keyProvider: KeyProvider;
  readonly keycloak: KeycloakUsers;
  readonly cursorSecret: Uint8Array;
  readonly publicBaseUrl: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: () => string;
  readonly randomBytes: (count: number) => Uint8Array;
};

const jobErrorSeal = (sealer: Pick<Sealer, 'sealJson' | 'openJson'>) => {
  const place = (tenantId: string, documentId: string) =>
    ({ tenantId, name: 'identity.job_error/1', documentId }) as const;
  return {
    seal: async (tenantId: string, id: string, value: unknown) => sealer.sealJson(place(tenantId, id), value),
    open: async (tenantId: string, id: string, blob: Uint8Array) => sealer.openJson(place(tenantId, id), blob),
  };
};

/** Everything behind the wire, ready to be served; the same for `main.ts` and for tests. */
export const buildApp = (deps: AppDeps) => {
  const { connection, keyProvider, clock, logger } = deps;
  const models = identityModels(connection);
  const roots = getTenantRoot({ tenants: tenantStore(models) });
  const sealer = createSealer({
    provider: keyProvider,
    roots,
    classKeys: classKeyStore(connection),
    clock: systemClock,
  });
  const stores = identityStores(models, sealer);
  const outbox = outboxWriter(connection);
  const trail = auditWriter({ outbox, sealer });
  const [events, audit] = [outboxEvents(outbox), auditTrail(trail)];
  const resolve = resolveActor(stores);
  // Read fresh for every chunk: the answer lies in the service's own database.
  const actorOf = jobActor(async ({ id, tenantId, startedBy: { sub } }) =>
    resolvePerson({ get: resolve }, { tenantId, sub, credential: { kind: 'job', service: 'identity', jobId: id } }),
  );
  const chunkDeps = { ...deps, ...stores, events, audit, actorOf };
  const rewrapRoot = async (root: TenantRoot) => rewrapTenantRoot(keyProvider, root);
  const rotations = keyRotationStore(connection, clock);
  const jobs = createJobs(connection, {
    kinds: {
      [APPLY_IMPORT]: jobHandler(applyImportChunk(chunkDeps)),
      [ROTATE_KEYS]: jobHandler(rotateKeysChunk({ ...chunkDeps, rewrapRoot })),
      [ISSUE_INVITATIONS]: jobHandler(issueInvitationChunk(chunkDeps)),
    },
    seal: jobErrorSeal(sealer),
    clock,
    logger,
  });
  const directory = createDirectory({ ...stores, clock: systemClock });
  const useCases = identityUseCases({
    ...deps,
    ...stores,
    directory,
    rotations,
    tombstones: tombstones(connection),
    createRoot: async (tenantId) => createTenantRoot(keyProvider, tenantId),
    tokens: invitationTokens(sealer),
    startJob: startJob(jobs),
    jobEnded: jobEnded(jobs),
    events,
    audit,
    readCsv: readEmployeeCsv,
    withDigest,
    mutate: mutate(connection, sealer),
    transact: transact(connection, sealer),
    clockAgrees: databaseClockAgrees(connection),
    cursors: cursors(deps.cursorSecret),
    hitRate: async (act) => hitRateLimit(connection, { ...act, clock }),
  });
  const jobService = jobServiceHandlers({
    connection,
    jobs,
    recordCancel: async (session, actor, job) =>
      trail.append(session, {
        tenantId: job.tenantId,
        type: 'job_cancelled',
        actor: auditUser(actor),
        subjectKind: 'job',
        subjectIds: [job.id],
        outcome: 'success',
        at: clock.now(),
      }),
  });
  return {
    ...{ services: [identityGrpc(useCases), jobService], useCases, jobs, directory, resolve, sealer, stores },
    eventHandlers: {
      ...erasureConsumer({ ...stores, events, audit, clock, sealer, sessionOf: fromMongo }),
      ...keyConsumer({ rotations, sessionOf: fromMongo }),
    },
    erasableStores: [keycloakStore(deps.keycloak)],
    beginErasure: stores.tenants.beginErasure,
  };
};

export type App = ReturnType<typeof buildApp>;
