import type { Sealer } from '@nencho/crypto';
import { canonicalJson, type Clock } from '@nencho/kernel';
import { auditWriter, outboxWriter, type EventHandlers } from '@nencho/messaging';
import { readCursor, signCursor, withTransaction } from '@nencho/mongo';
import type { ServiceBinding } from '@nencho/service-kit';
import { createHash } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Cursors, RecordSearch, SearchScope } from './application/ports.js';
import { searchAudit } from './application/search-audit.js';
import { verifyAudit } from './application/verify-audit.js';
import { auditConsumer } from './consumers/audit-consumer.js';
import type { Digest } from './domain/chain.js';
import { retentionGrpc } from './grpc/retention-grpc.js';
import { chainStore } from './store/chain-store.js';
import { openLine, sealLine } from './store/line-seal.js';

export type AppDeps = {
  readonly connection: Connection;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly cursorKey: Uint8Array;
};

export type App = { readonly services: readonly ServiceBinding[]; readonly handlers: EventHandlers };

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

const recordSearchBy = ({ connection, sealer, clock }: AppDeps): RecordSearch => {
  const audit = auditWriter({ outbox: outboxWriter(connection), sealer });
  return async ({ tenantId, sub, employeeId }) => {
    await sealer.wrappedClassKey(tenantId, 'audit'); // a cold key is fetched here, not inside the transaction
    await withTransaction(connection, async (session) =>
      audit.append(session, {
        tenantId,
        type: 'audit_searched',
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
  const { connection, sealer, cursorKey } = deps;
  const chain = chainStore({ connection, sealer, digest });
  return {
    services: [
      retentionGrpc({
        searchAudit: searchAudit({
          chain,
          open: openLine(sealer),
          cursors: cursorsOf(cursorKey),
          recordSearch: recordSearchBy(deps),
        }),
        verifyAudit: verifyAudit({ chain, digest }),
      }),
    ],
    handlers: {
      SealedAuditEntry: auditConsumer({
        sealer,
        seal: async (tenantId, entry) => sealLine(sealer, tenantId, entry),
        append: chain.append,
      }),
    },
  };
};
