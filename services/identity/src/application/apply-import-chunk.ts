import { can, type UserActor } from '@nencho/auth';
import { forbidden, type Clock } from '@nencho/kernel';
import {
  loginIdRefusal,
  redirection,
  type EmployeeImport,
  type RowWrite,
  type StagedRow,
} from '../domain/employee-import.js';
import type { DepartmentPlaces } from '../domain/grants.js';
import { grantsGoBeyond } from '../domain/person.js';
import { departmentPlaces } from './add-grant.js';
import { found } from './found.js';
import type { JobActor } from './job-actor.js';
import type {
  Audit,
  ChunkResult,
  ChunkWork,
  DepartmentStore,
  Events,
  ImportStore,
  Job,
  JobItemError,
  PersonCard,
  PersonStore,
  Session,
  TenantStore,
} from './ports.js';

export type ApplyImportChunkDeps = {
  readonly tenants: Pick<TenantStore, 'nextPeopleRevision'>;
  readonly departments: Pick<DepartmentStore, 'list'>;
  readonly people: Pick<PersonStore, 'applyRows' | 'cardsByIds'>;
  readonly imports: Pick<ImportStore, 'find' | 'staged' | 'dropStaged' | 'setState'>;
  readonly events: Events;
  readonly audit: Audit;
  readonly actorOf: JobActor;
  readonly clock: Clock;
};

type Prepared = {
  readonly wanted: EmployeeImport;
  readonly rows: readonly RowWrite[];
  readonly errors: readonly JobItemError[];
};

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

type Asker = { readonly actor: UserActor; readonly places: DepartmentPlaces };
type Refusal = Pick<JobItemError, 'code' | 'violations'>;

/** Why a row does not fit the person any more, who may have become a user or got grants since the dry run. */
const refusalOf = ({ actor, places }: Asker, row: StagedRow, found: PersonCard): Refusal | undefined => {
  const fixed = loginIdRefusal(found.person, row.loginId);
  if (fixed !== undefined) return { code: 'validation_failed', violations: [fixed] };
  const redirected = grantsGoBeyond(actor.grants, found.person, places) ? redirection(found, row) : undefined;
  return redirected === undefined ? undefined : { code: 'forbidden', violations: [redirected] };
};

/** Rows that still fit, each with what was seen of its person, and an error for every other one. */
const sortOut = async (
  { people, departments }: ApplyImportChunkDeps,
  actor: UserActor,
  staged: readonly StagedRow[],
): Promise<Pick<Prepared, 'rows' | 'errors'>> => {
  const { tenantId } = actor;
  const asker = { actor, places: await departmentPlaces(departments, tenantId) };
  const ids = staged.map(({ personId }) => personId);
  const cards = new Map((await people.cardsByIds(tenantId, ids, { all: true })).map((one) => [one.person.id, one]));
  const rows: RowWrite[] = [];
  const errors: JobItemError[] = [];
  for (const row of staged) {
    const found = cards.get(row.personId);
    const refusal = found === undefined ? undefined : refusalOf(asker, row, found);
    if (refusal !== undefined) errors.push({ item: row.personId, ...refusal });
    else rows.push(found === undefined ? row : { ...row, seenGrantsVersion: found.person.grantsVersion });
  }
  return { rows, errors };
};

/** One staging chunk is one transaction: its rows, their event and audit entry, and the end of the staged copy. */
export const applyImportChunk = (deps: ApplyImportChunkDeps): ChunkWork<Prepared> => {
  const { tenants, people, imports } = deps;
  return {
    prepare: async (job, cursor) => {
      const actor = await deps.actorOf(job);
      const wanted = found('import', await imports.find(job.tenantId, importIdOf(job)));
      const chunk = chunkOf(cursor);
      const staged = chunk < wanted.chunks ? await imports.staged(job.tenantId, wanted.id, chunk) : [];
      // Asked again for every chunk: the grant may have gone or become narrower since.
      if (!staged.every(({ employment }) => can(actor, 'employee.import', employment)))
        throw forbidden('employee.import');
      return { wanted, ...(await sortOut(deps, actor, staged)) };
    },
    chunk: async (job, cursor, session, { wanted, rows, errors }): Promise<ChunkResult> => {
      const { tenantId } = job;
      const chunk = chunkOf(cursor);
      if (rows.length > 0) {
        const revision = await tenants.nextPeopleRevision(session, tenantId);
        await people.applyRows(session, tenantId, rows, revision);
        await announce(deps, session, job, chunk, rows);
      }
      await imports.dropStaged(tenantId, wanted.id, chunk, session);
      const isLast = chunk + 1 >= wanted.chunks;
      if (isLast) await imports.setState(session, wanted, { state: 'applied' });
      return { done: rows.length, errors, ...(isLast ? {} : { cursor: String(chunk + 1) }) };
    },
  };
};
