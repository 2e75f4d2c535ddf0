import { can, requireUser, type Actor, type UserActor } from '@nencho/auth';
import { JobServiceService, JobState as WireState, type Job as WireJob } from '@nencho/contracts/jobs/v1/job_service';
import { forbidden, formatInstant, validationFailed } from '@nencho/kernel';
import { idempotent, withTransaction, type Job, type JobItemError, type Jobs, type JobState } from '@nencho/mongo';
import { bindService, type ServiceBinding } from './bind-service.js';

type Transaction = Parameters<Parameters<typeof withTransaction>[1]>[0];

export type JobServiceDeps = {
  readonly connection: Parameters<typeof withTransaction>[0];
  readonly jobs: Pick<Jobs, 'get' | 'listErrors' | 'cancel'>;
  /** Appends `job_cancelled` to the audit trail, in the transaction of the request. */
  readonly recordCancel: (session: Transaction, actor: UserActor, job: Job) => Promise<void>;
};

const wireStates: Readonly<Record<JobState, WireState>> = {
  queued: WireState.JOB_STATE_QUEUED,
  running: WireState.JOB_STATE_RUNNING,
  succeeded: WireState.JOB_STATE_SUCCEEDED,
  finished_with_errors: WireState.JOB_STATE_FINISHED_WITH_ERRORS,
  cancelled: WireState.JOB_STATE_CANCELLED,
  stopped: WireState.JOB_STATE_STOPPED,
};

const toWireJob = (job: Job): WireJob => ({
  id: job.id,
  kind: job.kind,
  state: wireStates[job.state],
  done: job.done,
  failed: job.failed,
  total: job.total,
  cancelRequested: job.cancelRequested,
  createdAt: formatInstant(job.createdAt),
  finishedAt: job.finishedAt === undefined ? '' : formatInstant(job.finishedAt),
  stopCode: job.stopCode ?? '',
});

const toWireError = ({ item, code, violations }: JobItemError) => ({
  item,
  code,
  violations: violations.map(({ path, rule, params = {} }) => ({ path, rule, params: { ...params } })),
});

/** A job is its starter's and the administrators'. */
const visible = (job: Job, user: UserActor): Job => {
  if (job.startedBy.sub !== user.sub && !can(user, 'job.any', 'tenant')) {
    throw forbidden('job.any');
  }
  return job;
};

const cancelJob =
  ({ connection, jobs, recordCancel }: JobServiceDeps) =>
  async ({ id, idempotencyKey }: { readonly id: string; readonly idempotencyKey: string }, actor: Actor) => {
    const user = requireUser(actor);
    if (!/^[\x21-\x7e]{8,100}$/.test(idempotencyKey)) {
      throw validationFailed([{ path: 'idempotencyKey', rule: 'idempotency_key_required' }]);
    }
    const { tenantId, sub } = user;
    visible(await jobs.get(tenantId, id), user);
    // The request is an id and nothing else: as a fingerprint it needs no key.
    const scope = { tenantId, actor: sub, method: 'CancelJob', key: idempotencyKey, fingerprint: id };
    await withTransaction(connection, async (session) =>
      idempotent(connection, { ...scope, session }, async () => {
        const job = await jobs.cancel(session, tenantId, id);
        if (job.cancelRequested) {
          await recordCancel(session, user, job);
        }
        return { ids: { jobId: id } };
      }),
    );
    return { job: toWireJob(await jobs.get(tenantId, id)) };
  };

/** The one JobService, to be mounted by each service that has jobs. */
export const jobServiceHandlers = (deps: JobServiceDeps): ServiceBinding => {
  const cancel = cancelJob(deps);
  return bindService(JobServiceService, {
    getJob: async ({ id, errorCursor }, { actor }) => {
      const user = requireUser(actor);
      const job = visible(await deps.jobs.get(user.tenantId, id), user);
      const { items, nextCursor } = await deps.jobs.listErrors(user.tenantId, id, errorCursor);
      return { job: toWireJob(job), itemErrors: items.map(toWireError), nextErrorCursor: nextCursor };
    },
    cancelJob: async (request, { actor }) => cancel(request, actor),
  });
};
