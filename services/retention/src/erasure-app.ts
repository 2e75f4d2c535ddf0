import { requireRecentSignIn } from '@nencho/auth';
import type { IdentityServiceService } from '@nencho/contracts/identity/v1/identity_service';
import { isKekOf, type KeyProvider, type Sealer, type SystemSealer } from '@nencho/crypto';
import { isAppError, notFound, systemClock, type Clock } from '@nencho/kernel';
import type { AuditWriter, EventHandlers, OutboxWriter } from '@nencho/messaging';
import { databaseClockAgrees, readCursor, signCursor } from '@nencho/mongo';
import type { PeerClient } from '@nencho/service-kit';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { advanceErasure } from './application/advance-erasure.js';
import { certificateLetters } from './application/certificate-letters.js';
import { contractEndActs, type RequireRecentSignIn } from './application/contract-end-acts.js';
import { contractEvents } from './application/contract-events.js';
import type { CloseChain, ErasureDeps } from './application/erasure-ports.js';
import { erasureReads } from './application/erasure-reads.js';
import { watchErasures } from './application/erasure-watch.js';
import { getCertificate } from './application/get-certificate.js';
import { operatorActs, type TenantFound } from './application/operator-acts.js';
import { recordAnswer } from './application/record-answer.js';
import { reconcileWithLedger } from './application/reconcile-with-ledger.js';
import type { ListCursors } from './application/transparency-ports.js';
import { contractConsumers } from './consumers/contract-consumers.js';
import type { Digest } from './domain/chain.js';
import type { ErasureSettings } from './domain/erasure.js';
import type { ErasureUseCases } from './grpc/erasure-grpc.js';
import { createCertificateDrawing } from './proof/certificate-pdf.js';
import { makeCertificate } from './proof/make-certificate.js';
import { oneTimeCodes } from './proof/one-time-code.js';
import { alarmGauge } from './store/alarm-gauge.js';
import { certificatesBeside } from './proof/certificates-beside.js';
import { certificateStore } from './store/certificate-store.js';
import { startErasureLoop } from './store/erasure-loop.js';
import { erasureStore } from './store/erasure-store.js';
import { fromMongo } from './store/session.js';
import { ledgerAccess, type Ledger } from './store/ledger-access.js';
import { terminationStore } from './store/termination-store.js';
import { transparencyStore } from './store/transparency-store.js';
import { mutateOperator, mutateTenant, publishErasure, transact } from './store/unit-of-work.js';

export type ErasureAppDeps = {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly cursorKey: Uint8Array;
  readonly keys: Pick<KeyProvider, 'disable' | 'destroy' | 'state' | 'placeOf'>;
  readonly identity: Pick<PeerClient<IdentityServiceService>, 'getTenantContract' | 'getTenantRoot'>;
  readonly ledger: Ledger;
  readonly terminationSealer: SystemSealer;
  readonly settings: ErasureSettings;
  readonly location: string;
  readonly version: string;
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
};

type Shared = {
  readonly audit: AuditWriter;
  readonly outbox: OutboxWriter;
  readonly digest: Digest;
  readonly closeChain: CloseChain;
};

export type ErasureApp = {
  readonly useCases: ErasureUseCases;
  readonly handlers: EventHandlers;
  readonly advance: (id: string) => Promise<boolean>;
  readonly watch: () => Promise<void>;
  readonly reconcile: () => Promise<void>;
  readonly startLoop: () => { readonly stop: () => Promise<void> };
};

const listCursors = (key: Uint8Array): ListCursors => ({
  sign: (scope, position) => signCursor(key, scope, [position]),
  read: (scope, cursor) => {
    const position = readCursor(key, scope, cursor);
    return position === undefined ? undefined : String(position[0]);
  },
});

const deadlineMs = 3_000;
const kinds = ['company', 'department', 'employee'] as const;

/** What an id is, by identity: only a tenant's has a contract. */
const whatIs =
  (identity: ErasureAppDeps['identity']) =>
  async (id: string): Promise<TenantFound> => {
    const nobody = { tenantCode: '', displayName: '', state: '', contractEnd: '' };
    try {
      const { contract, given } = await identity.getTenantContract({ tenantId: id }, { deadlineMs });
      if (contract !== undefined) return { kind: 'tenant', ...contract };
      return { kind: kinds.find((kind) => kind === given) ?? 'unknown', ...nobody };
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found') return { kind: 'unknown', ...nobody };
      throw error;
    }
  };

const endingTenant = (identity: ErasureAppDeps['identity']) => async (tenantId: string) => {
  const { contract } = await identity.getTenantContract({ tenantId }, { deadlineMs });
  if (contract === undefined) throw notFound('tenant');
  const { kekName } = await identity.getTenantRoot({ tenantId }, { deadlineMs });
  return { ...contract, tenantId, kekName };
};

/** By the real clock, like Keycloak's. */
const recentSignIn: RequireRecentSignIn = (actor) => requireRecentSignIn(actor, systemClock);

/** Contract end and erasure: use cases, event handlers and the loop that drives them. */
export const buildErasureApp = (deps: ErasureAppDeps, { audit, outbox, digest, closeChain }: Shared): ErasureApp => {
  const { connection, sealer, clock, settings, identity, logger } = deps;
  const erasures = erasureStore(connection);
  const beside = certificatesBeside(deps.ledger);
  const certificates = certificateStore(connection, beside);
  const ledger = ledgerAccess(connection, deps.ledger, clock);
  const termination = terminationStore(connection, deps.terminationSealer);
  const transparency = transparencyStore(connection);
  const publish = publishErasure(outbox, clock);
  const common = {
    erasures,
    termination,
    transparency,
    clock,
    settings,
    publish,
    codes: oneTimeCodes,
    requireRecentSignIn: recentSignIn,
  };
  const mutate = mutateTenant({ connection, sealer, audit, clock, digest });
  const erasureDeps: ErasureDeps = {
    ...{ erasures, certificates, publish, closeChain, clock, settings, digest, logger },
    keys: { ...deps.keys, belongsTo: isKekOf },
    transact: transact(connection),
    ledger: ledger.write,
    certify: makeCertificate({ ...deps, signingKey: deps.ledger.signingKey }),
    contract: whatIs(identity),
    clockAgrees: databaseClockAgrees(connection),
  };
  const advance = advanceErasure(erasureDeps);
  const watch = watchErasures({ ...erasureDeps, termination, recordAlarms: alarmGauge() });
  const reconcile = reconcileWithLedger({
    ...{ ...erasureDeps, termination },
    ...{ readLedger: ledger.read, rowOfCertificate: beside.rowOf },
  });
  return {
    useCases: {
      contractEnd: contractEndActs({ ...common, mutate }),
      letters: certificateLetters({ ...common, mutate, transact: erasureDeps.transact }),
      operators: operatorActs({
        ...common,
        mutate: mutateOperator({ connection, digest }),
        whatIs: whatIs(identity),
      }),
      reads: erasureReads({ ...common, cursors: listCursors(deps.cursorKey) }),
      getCertificate: getCertificate({ ...common, certificates, draw: createCertificateDrawing() }),
    },
    handlers: contractConsumers({
      contract: contractEvents({ ...common, logger }),
      answer: recordAnswer({ erasures, clock }),
      transparency,
      tenant: endingTenant(identity),
      sessionOf: fromMongo,
    }),
    ...{ advance, watch, reconcile },
    startLoop: () => startErasureLoop({ connection, erasures, advance, watch, reconcile, clock, logger }),
  };
};
