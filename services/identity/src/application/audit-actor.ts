import type { UserActor } from '@nencho/auth';
import type { AuditActor } from './ports.js';

/** The person as the audit trail names them. */
export const auditUser = (actor: UserActor): AuditActor =>
  actor.credential.kind === 'job'
    ? { kind: 'job', sub: actor.sub, jobId: actor.credential.jobId }
    : { kind: 'user', sub: actor.sub, ...(actor.employeeId === undefined ? {} : { employeeId: actor.employeeId }) };
