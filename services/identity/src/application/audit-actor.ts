import type { UserActor } from '@nencho/auth';
import type { AuditActorInput } from '@nencho/messaging';

/** The person as the audit trail names them. */
export const auditUser = (actor: UserActor): AuditActorInput =>
  actor.credential.kind === 'job'
    ? { kind: 'job', sub: actor.sub, jobId: actor.credential.jobId }
    : { kind: 'user', sub: actor.sub, ...(actor.employeeId === undefined ? {} : { employeeId: actor.employeeId }) };
