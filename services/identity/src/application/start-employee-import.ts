import { createHash } from 'node:crypto';
import { can, requirePermission, type UserActor } from '@nencho/auth';
import { dateInTokyo, type Clock, type LocalDate, type Violation } from '@nencho/kernel';
import type { Company } from '../domain/company.js';
import type { Department } from '../domain/department.js';
import {
  compareRow,
  IMPORT_CHUNK_ROWS,
  KEPT_ERRORS,
  loginIdOf,
  type EmployeeImport,
  type ResolvedPlace,
  type RowError,
  type StagedRow,
} from '../domain/employee-import.js';
import { employeeColumns, readEmployeeRow, type EmployeeRow } from '../domain/employee-row.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import type {
  Audit,
  CompanyStore,
  DepartmentStore,
  EmployeeRecord,
  HitRate,
  ImportStore,
  Mutate,
  PersonStore,
  ReadEmployeeCsv,
  TenantStore,
} from './ports.js';

export type StartEmployeeImportDeps = {
  readonly tenants: Pick<TenantStore, 'find'>;
  readonly companies: Pick<CompanyStore, 'list'>;
  readonly departments: Pick<DepartmentStore, 'list'>;
  readonly people: Pick<PersonStore, 'cardsByNumbers' | 'findByLoginIds' | 'countActive'>;
  readonly imports: Pick<ImportStore, 'insert' | 'find' | 'stage' | 'dropStaged'>;
  readonly readCsv: ReadEmployeeCsv;
  readonly mutate: Mutate;
  readonly audit: Audit;
  readonly hitRate: HitRate;
  readonly clock: Clock;
  readonly newId: () => string;
};

export type StartEmployeeImportCommand = {
  readonly idempotencyKey: string;
  readonly content: AsyncIterable<Uint8Array>;
};

const IMPORTS_PER_HOUR = 20;
const HOUR_MS = 3_600_000;
/** Rows that are looked up together. */
const LOOKUP_ROWS = 200;

type Run = {
  readonly deps: StartEmployeeImportDeps;
  readonly actor: UserActor;
  readonly importId: string;
  readonly today: LocalDate;
  readonly companies: ReadonlyMap<string, Company>;
  readonly departments: ReadonlyMap<string, Department>;
  /** First line of each number and login id of the file. */
  readonly numbers: Map<string, number>;
  readonly loginIds: Map<string, number>;
  readonly totals: {
    rows: number;
    toCreate: number;
    toUpdate: number;
    unchanged: number;
    seatsDelta: number;
    errorCount: number;
    chunks: number;
  };
  readonly errors: RowError[];
  readonly staged: StagedRow[];
};

type Line = { readonly line: number; readonly row: EmployeeRow };

const reject = ({ totals, errors }: Run, line: number, violations: readonly Violation[]): void => {
  totals.errorCount += 1;
  if (errors.length < KEPT_ERRORS) errors.push({ line, violations });
};

const departmentKey = (companyId: string, code: string): string => `${companyId}/${code}`;

/** Ids for the codes of a row, within what the caller may import. */
const placeOf = ({ companies, departments, actor }: Run, row: EmployeeRow): ResolvedPlace | Violation => {
  const company = companies.get(row.companyCode);
  if (company === undefined) return { path: employeeColumns.companyCode, rule: 'company_unknown' };
  const department =
    row.departmentCode === '' ? undefined : departments.get(departmentKey(company.id, row.departmentCode));
  if (row.departmentCode !== '' && department === undefined) {
    return { path: employeeColumns.departmentCode, rule: 'department_unknown' };
  }
  const departmentPath = department?.path ?? [];
  if (!can(actor, 'employee.import', { companyId: company.id, departmentPath })) {
    return { path: employeeColumns.companyCode, rule: 'out_of_scope' };
  }
  return { companyId: company.id, departmentPath, ...(department === undefined ? {} : { departmentId: department.id }) };
};

const repeats = (seen: Map<string, number>, value: string, line: number, path: string): readonly Violation[] => {
  const first = seen.get(value);
  if (first === undefined) {
    seen.set(value, line);
    return [];
  }
  return [{ path, rule: 'duplicate_in_file', params: { line: String(first) } }];
};

const flush = async (run: Run): Promise<void> => {
  const { deps, actor, importId, staged, totals } = run;
  if (staged.length === 0) return;
  await deps.imports.stage(actor.tenantId, importId, totals.chunks, staged.splice(0, IMPORT_CHUNK_ROWS));
  totals.chunks += 1;
};

/** An employee elsewhere in the tenant, whom the caller may not import, is not to be taken over by number. */
const outOfScope = (actor: UserActor, existing: { readonly person: { readonly employment?: ResolvedPlace } }): boolean =>
  existing.person.employment !== undefined && !can(actor, 'employee.import', existing.person.employment);

const compareBatch = async (run: Run, lines: readonly Line[]): Promise<void> => {
  const { deps, actor, totals, staged } = run;
  const { tenantId } = actor;
  const cards = await deps.people.cardsByNumbers(
    tenantId,
    lines.map(({ row }) => row.number),
  );
  const byNumber = new Map(cards.map((one) => [one.person.employment?.number, one]));
  const wanted = lines.map(({ row }) => loginIdOf(row, byNumber.get(row.number)?.person));
  const holders = new Map((await deps.people.findByLoginIds(tenantId, wanted)).map((one) => [one.loginId, one]));
  for (const [index, { line, row }] of lines.entries()) {
    const existing = byNumber.get(row.number);
    const loginId = wanted[index] ?? '';
    const holder = holders.get(loginId);
    const loginHolder = holder?.id === existing?.person.id ? undefined : holder;
    const repeated = repeats(run.loginIds, loginId, line, employeeColumns.loginId);
    const place = placeOf(run, row);
    if (repeated.length > 0) reject(run, line, repeated);
    else if ('rule' in place) reject(run, line, [place]);
    else if (existing !== undefined && outOfScope(actor, existing)) {
      reject(run, line, [{ path: employeeColumns.number, rule: 'out_of_scope' }]);
    } else {
      const outcome = compareRow(row, place, {
        ...(existing === undefined ? {} : { existing }),
        ...(loginHolder === undefined ? {} : { loginHolder }),
        mayAdopt: can(actor, 'grant.manage', 'tenant'),
        newId: deps.newId,
      });
      if (outcome.kind === 'wrong') reject(run, line, outcome.violations);
      else if (outcome.kind === 'unchanged') totals.unchanged += 1;
      else {
        totals[outcome.staged.action === 'create' ? 'toCreate' : 'toUpdate'] += 1;
        totals.seatsDelta += outcome.seats;
        staged.push({ line, ...outcome.staged });
      }
    }
    if (staged.length === IMPORT_CHUNK_ROWS) await flush(run);
  }
};

/** A record as a row; wrong ones and repeated numbers are noted and left out. */
const readLine = (run: Run, { line, cells }: EmployeeRecord): Line | undefined => {
  run.totals.rows += 1;
  if (cells === undefined) {
    reject(run, line, [{ path: 'row', rule: 'column_count' }]);
    return undefined;
  }
  const result = readEmployeeRow(cells, run.today);
  if (!result.ok) {
    reject(run, line, result.violations);
    return undefined;
  }
  const repeated = repeats(run.numbers, result.row.number, line, employeeColumns.number);
  if (repeated.length > 0) reject(run, line, repeated);
  return repeated.length > 0 ? undefined : { line, row: result.row };
};

const hashed = async function* (
  content: AsyncIterable<Uint8Array>,
  hash: { update: (chunk: Uint8Array) => unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
};

const startRun = async (deps: StartEmployeeImportDeps, actor: UserActor): Promise<Run> => {
  const [companies, departments] = await Promise.all([
    deps.companies.list(actor.tenantId),
    deps.departments.list(actor.tenantId),
  ]);
  return {
    deps,
    actor,
    importId: deps.newId(),
    today: dateInTokyo(deps.clock.now()),
    companies: new Map(companies.map((company) => [company.code, company])),
    departments: new Map(departments.map((one) => [departmentKey(one.companyId, one.code), one])),
    numbers: new Map(),
    loginIds: new Map(),
    totals: { rows: 0, toCreate: 0, toUpdate: 0, unchanged: 0, seatsDelta: 0, errorCount: 0, chunks: 0 },
    errors: [],
    staged: [],
  };
};

const readAll = async (run: Run, content: AsyncIterable<Uint8Array>): Promise<void> => {
  let batch: Line[] = [];
  for await (const record of run.deps.readCsv(content)) {
    const line = readLine(run, record);
    if (line !== undefined) batch.push(line);
    if (batch.length === LOOKUP_ROWS) {
      await compareBatch(run, batch);
      batch = [];
    }
  }
  await compareBatch(run, batch);
  await flush(run);
};

/** More employees in 在籍 than the contract has seats: the file as a whole is refused. */
const checkSeats = async (run: Run, seats: number): Promise<void> => {
  const needed = (await run.deps.people.countActive(run.actor.tenantId)) + run.totals.seatsDelta;
  if (run.totals.seatsDelta > 0 && needed > seats) {
    reject(run, 0, [{ path: 'file', rule: 'seats_exceeded', params: { seats: String(seats), needed: String(needed) } }]);
  }
};

/**
 * 取込の検証: reads the whole file, compares it with what is stored, and keeps the differences sealed until they are
 * applied. Changes no employee. Every wrong row is counted, the first 200 are answered.
 */
export const startEmployeeImport =
  (deps: StartEmployeeImportDeps) =>
  async ({ idempotencyKey, content }: StartEmployeeImportCommand, actor: UserActor): Promise<EmployeeImport> => {
    requirePermission(actor, 'employee.import', 'anywhere');
    const { tenantId, sub } = actor;
    const { clock, imports, audit, mutate } = deps;
    await deps.hitRate({ tenantId, actor: 'tenant', bucket: 'import', limit: IMPORTS_PER_HOUR, windowMs: HOUR_MS });
    const tenant = found('tenant', await deps.tenants.find(tenantId));
    const run = await startRun(deps, actor);
    const { importId, totals, errors } = run;
    const hash = createHash('sha256');
    try {
      await readAll(run, hashed(content, hash));
      await checkSeats(run, tenant.seats);
      if (totals.errorCount > 0) await imports.dropStaged(tenantId, importId);
      const state = totals.errorCount > 0 ? 'invalid' : 'ready';
      const digest = hash.digest('hex');
      const change = { tenantId, sub, method: 'StartEmployeeImport', key: idempotencyKey, content: digest };
      const { ids } = await mutate(change, async (session) => {
        const now = clock.now();
        const basedOn = tenant.peopleRevision;
        const checked = { id: importId, tenantId, state, ...totals, errors, basedOn, createdBy: sub, createdAt: now } as const;
        await imports.insert(session, checked);
        await audit.append(session, {
          tenantId,
          type: 'employee_import_checked',
          actor: auditUser(actor),
          subjectKind: 'import',
          subjectIds: [importId],
          outcome: state === 'ready' ? 'success' : 'failed',
          at: now,
          params: { rows: String(totals.rows), errors: String(totals.errorCount) },
        });
        return { ids: { importId } };
      });
      const kept = ids['importId'] ?? importId;
      if (kept !== importId) await imports.dropStaged(tenantId, importId);
      return found('import', await imports.find(tenantId, kept));
    } catch (error) {
      await imports.dropStaged(tenantId, importId).catch(() => undefined);
      throw error;
    }
  };
