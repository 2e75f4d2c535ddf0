import { can } from '@nencho/auth';
import { forbidden, type Clock } from '@nencho/kernel';
import type { EmployeeImport, StagedRow } from '../domain/employee-import.js';
import { found } from './found.js';
import type { JobActor } from './job-actor.js';
import type {
  Audit,
  ChunkResult,
  ChunkWork,
  Events,
  ImportStore,
  Job,
  PersonStore,
  Session,
  TenantStore,
} from './ports.js';

export type ApplyImportChunkDeps = {
  readonly tenants: Pick<TenantStore, 'nextPeopleRevision'>;
  readonly people: Pick<PersonStore, 'applyRows'>;
  readonly imports: Pick<ImportStore, 'find' | 'staged' | 'dropStaged' | 'setState'>;
  readonly events: Events;
  readonly audit: Audit;
  readonly actorOf: JobActor;
  readonly clock: Clock;
};

type Prepared = { readonly wanted: EmployeeImport; readonly rows: readonly StagedRow[] };

const importIdOf = (job: Job): string => String(job.params['importId']);
const chunkOf = (cursor: string | undefined): number => (cursor === undefined ? 0 : Number(cursor));

const announce = async (
  { events, audit, clock }: ApplyImportChunkDeps,
  session: Session,
  job: Job,
  chunk: number,
  rows: readonly StagedRow[],
): Promise<void> => {
  const { tenantId } = job;
  const employeeIds = rows.map(({ personId }) => personId);
  const now = clock.now();
  await events.append(session, {
    type: 'EmployeesChanged',
    tenantId,
    aggregateId: importIdOf(job),
    aggregateVersion: chunk + 1,
    payload: { employeeIds },
    occurredAt: now,
  });
  await audit.append(session, {
    tenantId,
    type: 'employees_imported',
    actor: { kind: 'job', sub: job.startedBy.sub, jobId: job.id },
    subjectKind: 'employee',
    subjectIds: employeeIds,
    outcome: 'success',
    at: now,
  });
};

/** One staging chunk is one transaction: its rows, their event and audit entry, and the end of the staged copy. */
export const applyImportChunk = (deps: ApplyImportChunkDeps): ChunkWork<Prepared> => {
  const { tenants, people, imports } = deps;
  return {
    prepare: async (job, cursor) => {
      const actor = await deps.actorOf(job);
      const wanted = found('import', await imports.find(job.tenantId, importIdOf(job)));
      const chunk = chunkOf(cursor);
      const rows = chunk < wanted.chunks ? await imports.staged(job.tenantId, wanted.id, chunk) : [];
      // Asked again for every chunk: the grant may have gone or become narrower since.
      if (!rows.every(({ employment }) => can(actor, 'employee.import', employment)))
        throw forbidden('employee.import');
      return { wanted, rows };
    },
    chunk: async (job, cursor, session, { wanted, rows }): Promise<ChunkResult> => {
      const { tenantId } = job;
      const chunk = chunkOf(cursor);
      if (rows.length > 0) {
        const revision = await tenants.nextPeopleRevision(session, tenantId);
        await people.applyRows(session, tenantId, rows, revision);
        await announce(deps, session, job, chunk, rows);
        await imports.dropStaged(tenantId, wanted.id, chunk, session);
      }
      const isLast = chunk + 1 >= wanted.chunks;
      if (isLast) await imports.setState(session, wanted, { state: 'applied' });
      return { done: rows.length, errors: [], ...(isLast ? {} : { cursor: String(chunk + 1) }) };
    },
  };
};
