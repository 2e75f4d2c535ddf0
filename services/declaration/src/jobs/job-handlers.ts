import type { UserActor } from '@nencho/auth';
import { forbidden, isAppError } from '@nencho/kernel';
import type { Job, JobHandler } from '@nencho/mongo';
import { calculationChunk } from '../application/calculation-job.js';
import { finalisationChunk } from '../application/finalisation-job.js';
import { openingChunk, prepareOpening } from '../application/open-campaign-job.js';
import { payChunk } from '../application/pay-job.js';
import type { ChunkOutcome, Directory, JobKind, JobStep, Stores } from '../application/ports.js';
import type { UseCaseDeps } from '../application/use-cases.js';
import { createStores, type StoresDeps } from '../store/stores.js';
import type { RecordChange } from '../store/unit-of-work.js';

/** The person who started a job, as identity knows the person now. */
export type ResolveJobActor = (job: Pick<Job, 'id' | 'tenantId' | 'startedBy'>) => Promise<UserActor>;

export type JobHandlersDeps = Pick<UseCaseDeps, 'stores' | 'clock' | 'newId' | 'fingerprint' | 'rebuildScopeRows'> & {
  readonly storesDeps: StoresDeps;
  readonly directory: Directory;
  readonly resolveJobActor: ResolveJobActor;
  readonly record: RecordChange;
};

type Prepared<P> = { readonly actor: UserActor; readonly more: P };

const textParams = (params: Job['params']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

const stepOf = ({ params }: Job, cursor: string | undefined, actor: UserActor): JobStep => ({
  actor,
  params: textParams(params),
  ...(cursor === undefined ? {} : { cursor }),
});

/** A person who has lost the account has lost the grants with it: the job stops as forbidden. */
const resolveOrForbid = async (resolve: ResolveJobActor, job: Job): Promise<UserActor> =>
  resolve(job).catch((error: unknown) => {
    throw isAppError(error) && error.code === 'unauthenticated' ? forbidden('job') : error;
  });

const handler = <P>(
  { resolveJobActor, record, storesDeps }: JobHandlersDeps,
  chunk: (step: JobStep, stores: Stores, more: P) => Promise<ChunkOutcome>,
  prepare: (step: JobStep) => Promise<P>,
): JobHandler<Prepared<P>> => ({
  prepare: async (job, cursor) => {
    const actor = await resolveOrForbid(resolveJobActor, job);
    return { actor, more: await prepare(stepOf(job, cursor, actor)) };
  },
  chunk: async (job, cursor, session, { actor, more }) => {
    const outcome = await chunk(stepOf(job, cursor, actor), createStores(storesDeps, session), more);
    const { audit, events, ...progress } = outcome;
    await record(session, actor, {
      ...(audit === undefined ? {} : { audit }),
      ...(events === undefined ? {} : { events }),
    });
    return progress;
  },
});

const nothing = async (): Promise<undefined> => Promise.resolve(undefined);

/** The long work of the service: every chunk asks again who the person is, and leaves audit record and events. */
export const jobHandlers = (deps: JobHandlersDeps): Readonly<Record<JobKind, JobHandler>> => {
  return {
    open_campaign: handler(deps, openingChunk(deps), prepareOpening(deps)),
    apply_pay: handler(deps, payChunk(), nothing),
    calculate: handler(deps, calculationChunk(deps), nothing),
    finalise: handler(deps, finalisationChunk(deps), nothing),
  };
};
