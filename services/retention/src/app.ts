import { canonicalJson } from '@nencho/kernel';
import { auditWriter, outboxWriter, type AuditWriter, type EventHandlers } from '@nencho/messaging';
import { readCursor, signCursor, withTransaction } from '@nencho/mongo';
import type { ServiceBinding } from '@nencho/service-kit';
import { createHash } from 'node:crypto';
import { exportAudit } from './application/export-audit.js';
import type { Cursors, RecordSearch, SearchScope } from './application/ports.js';
import { searchAudit } from './application/search-audit.js';
import { verifyAudit } from './application/verify-audit.js';
import { auditConsumer } from './consumers/audit-consumer.js';
import type { Digest } from './domain/chain.js';
import { buildErasureApp, type ErasureApp, type ErasureAppDeps } from './erasure-app.js';
import { retentionGrpc } from './grpc/retention-grpc.js';
import { createAuditExport } from './proof/audit-export.js';
import { chainStore } from './store/chain-store.js';
import { openLine, sealLine } from './store/line-seal.js';

export type AppDeps = ErasureAppDeps;

export type App = {
  readonly services: readonly ServiceBinding[];
  readonly handlers: EventHandlers;
  readonly erasure: ErasureApp;
};

const digest: Digest = (data) => createHash('sha256').update(data).digest('hex');

const cursorScope = ({ tenantId, sub, filters }: SearchScope): string =>
  `${tenantId}/audit/${digest(canonicalJson([sub, ...filters]))}`;

/** Cursors signed by the key of this service. */
export const cursorsOf = (key: Uint8Array): Cursors => ({
  sign: (scope, index) => signCursor(key, cursorScope(scope), [index]),
  read: (scope, cursor) => {
    const position = readCursor(key, cursorScope(scope), cursor);
    return position === undefined ? undefined : Number(position[0]);
  },
});

type RecordDeps = Pick<AppDeps, 'connection' | 'sealer' | 'clock'> & { readonly audit: AuditWriter };

/** That somebody read the trail is a line of the trail. */
const recordReading = (
  { connection, sealer, clock, audit }: RecordDeps,
  type: 'audit_searched' | 'audit_exported',
): RecordSearch => {
  return async ({ tenantId, sub, employeeId }) => {
    await sealer.wrappedClassKey(tenantId, 'audit'); // a cold key is fetched here, not inside the transaction
    await withTransaction(connection, async (session) =>
      audit.append(session, {
        tenantId,
        type,
        actor: { kind: 'user', sub, ...(employeeId === undefined ? {} : { employeeId }) },
        subjectKind: 'audit_trail',
        subjectIds: [],
        outcome: 'success',
        at: clock.now(),
      }),
    );
  };
};

/** Wires the use cases to gRPC and to the audit topic. main.ts gives it real servers, tests theirs. */
export const buildApp = (deps: AppDeps): App => {
  const { connection, sealer, clock, cursorKey } = deps;
  const chain = chainStore({ connection, sealer, digest });
  const outbox = outboxWriter(connection);
  const audit = auditWriter({ outbox, sealer });
  const erasure = buildErasureApp(deps, { audit, outbox, digest, closeChain: chain.close });
  const open = openLine(sealer);
  const { signingKey } = deps.ledger;
  return {
    services: [
      retentionGrpc({
        searchAudit: searchAudit({
          chain,
          open,
          cursors: cursorsOf(cursorKey),
          recordSearch: recordReading({ ...deps, audit }, 'audit_searched'),
        }),
        verifyAudit: verifyAudit({ chain, digest }),
        exportAudit: exportAudit({
          ...{ chain, open, digest, clock },
          createExport: (tenantId, exportedAt) => createAuditExport(tenantId, exportedAt, signingKey),
          record: recordReading({ ...deps, audit }, 'audit_exported'),
        }),
        ...erasure.useCases,
      }),
    ],
    erasure,
    handlers: {
      ...erasure.handlers,
      SealedAuditEntry: auditConsumer({
        sealer,
        seal: async (tenantId, entry) => sealLine(sealer, tenantId, entry),
        append: chain.append,
      }),
    },
  };
};
