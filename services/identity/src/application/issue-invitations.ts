import { requirePermission, scopeFilter, type UserActor } from '@nencho/auth';
import { illegalState, validationFailed, type Clock } from '@nencho/kernel';
import { auditUser } from './audit-actor.js';
import { checkedIds } from './employee-reads.js';
import { found } from './found.js';
import type { Audit, Mutate, PersonStore, StartJob, TenantStore } from './ports.js';

export const ISSUE_INVITATIONS = 'issue_invitations';
const MAX_NAMED = 500;

export type IssueInvitationsDeps = {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly people: Pick<PersonStore, 'countInvitable'>;
  readonly startJob: StartJob;
  readonly mutate: Mutate;
  readonly audit: Audit;
  readonly clock: Clock;
};

export type IssueInvitationsCommand = {
  readonly idempotencyKey: string;
  /** None: everybody within scope who has neither a user nor an open invitation. */
  readonly employeeIds: readonly string[];
};

/** 解約日 over: who has no user by now gets none. */
export const requireNotEnded = async (tenants: Pick<TenantStore, 'find'>, tenantId: string): Promise<void> => {
  if (found('tenant', await tenants.find(tenantId)).state === 'ended') throw illegalState('contract_ended');
};

/** 招待の発行 as a job; the mails go out by themselves. */
export const issueInvitations =
  ({ tenants, people, startJob, mutate, audit, clock }: IssueInvitationsDeps) =>
  async ({ idempotencyKey, employeeIds }: IssueInvitationsCommand, actor: UserActor): Promise<string> => {
    requirePermission(actor, 'invitation.manage', 'anywhere');
    const { tenantId, sub, grantsVersion } = actor;
    await requireNotEnded(tenants, tenantId);
    const named = [...new Set(checkedIds(employeeIds, 'employeeIds', MAX_NAMED))];
    if (named.length < new Set(employeeIds).size) throw validationFailed([{ path: 'employeeIds', rule: 'id_format' }]);
    const everybody = named.length === 0;
    const total = everybody
      ? await people.countInvitable(tenantId, scopeFilter(actor, 'invitation.manage'))
      : named.length;
    const change = { tenantId, sub, method: 'IssueInvitations', key: idempotencyKey, content: { employeeIds } };
    const { ids } = await mutate(change, async (session) => {
      const jobId = await startJob(session, {
        kind: ISSUE_INVITATIONS,
        tenantId,
        startedBy: { sub, grantsVersion },
        total,
        params: everybody ? { everybody } : { employeeIds: named },
      });
      await audit.append(session, {
        tenantId,
        type: 'invitations_issued',
        actor: auditUser(actor),
        subjectKind: 'job',
        subjectIds: [jobId],
        outcome: 'success',
        at: clock.now(),
        params: { count: String(total) },
      });
      return { ids: { jobId } };
    });
    return ids['jobId'] ?? '';
  };
