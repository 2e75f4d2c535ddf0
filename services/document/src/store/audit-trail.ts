import type { Sealer } from '@nencho/crypto';
import type { Clock } from '@nencho/kernel';
import type { AuditWriter } from '@nencho/messaging';
import { withTransaction } from '@nencho/mongo';
import type { Connection } from 'mongoose';
import type { RecordAct } from '../application/ports.js';

type Deps = {
  readonly connection: Connection;
  readonly audit: AuditWriter;
  readonly sealer: Pick<Sealer, 'wrappedClassKey'>;
  readonly clock: Clock;
};

/** Writes the line through the outbox, like every service. */
export const auditTrail =
  ({ connection, audit, sealer, clock }: Deps): RecordAct =>
  async ({ tenantId, sub, employeeId }, act) => {
    await sealer.wrappedClassKey(tenantId, 'audit'); // a cold key is fetched here, not inside the transaction
    const actor = { kind: 'user', sub, ...(employeeId === undefined ? {} : { employeeId }) } as const;
    await withTransaction(connection, async (session) =>
      audit.append(session, { ...act, tenantId, actor, at: clock.now() }),
    );
  };
