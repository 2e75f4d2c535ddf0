import { can, type UserActor } from '@nencho/auth';
import { dateInTokyo, type Clock, type LocalDate, type Violation } from '@nencho/kernel';
import type { Company } from '../domain/company.js';
import type { Department } from '../domain/department.js';
import {
  compareRow,
  IMPORT_CHUNK_ROWS,
  KEPT_ERRORS,
  loginIdOf,
  redirection,
  type ResolvedPlace,
  type RowError,
  type RowOutcome,
  type StagedRow,
} from '../domain/employee-import.js';
import { employeeColumns, readEmployeeRow, type EmployeeRow } from '../domain/employee-row.js';
import type { DepartmentPlaces } from '../domain/grants.js';
import { grantsGoBeyond } from '../domain/person.js';
import { placesOf } from './add-grant.js';
import type {
  CompanyStore,
  DepartmentStore,
  EmployeeRecord,
  ImportStore,
  PersonStore,
  ReadEmployeeCsv,
} from './ports.js';

export type ImportCheckDeps = {
  readonly companies: Pick<CompanyStore, 'list'>;
  readonly departments: Pick<DepartmentStore, 'list'>;
  readonly people: Pick<PersonStore, 'cardsByNumbers' | 'findByLoginIds' | 'countActive'>;
  readonly imports: Pick<ImportStore, 'stage'>;
  readonly readCsv: ReadEmployeeCsv;
  readonly clock: Clock;
  readonly newId: () => string;
};

/** Rows that are looked up together. */
const LOOKUP_ROWS = 200;

type Run = {
  readonly deps: ImportCheckDeps;
  readonly actor: UserActor;
  readonly importId: string;
  readonly today: LocalDate;
  readonly companies: ReadonlyMap<string, Company>;
  readonly departments: ReadonlyMap<string, Department>;
  readonly places: DepartmentPlaces;
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
/** A wrong record keeps its turn, so that errors are kept in the order of the file. */
type WrongLine = { readonly line: number; readonly violations: readonly Violation[] };

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
  return {
    companyId: company.id,
    departmentPath,
    ...(department === undefined ? {} : { departmentId: department.id }),
  };
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
const outOfScope = (
  actor: UserActor,
  existing: { readonly person: { readonly employment?: ResolvedPlace } },
): boolean => existing.person.employment !== undefined && !can(actor, 'employee.import', existing.person.employment);

/** What the tenant already has of the people of a batch, by number and by login id. */
const lookUp = async ({ deps, actor }: Run, lines: readonly Line[]) => {
  const { tenantId } = actor;
  const cards = await deps.people.cardsByNumbers(
    tenantId,
    lines.map(({ row }) => row.number),
  );
  const byNumber = new Map(cards.map((one) => [one.person.employment?.number, one]));
  const loginIds = lines.map(({ row }) => loginIdOf(row, byNumber.get(row.number)?.person));
  const holders = await deps.people.findByLoginIds(tenantId, loginIds);
  return { byNumber, byLoginId: new Map(holders.map((one) => [one.loginId, one])) };
};

type Known = Awaited<ReturnType<typeof lookUp>>;

const outcomeOf = (run: Run, { line, row }: Line, { byNumber, byLoginId }: Known): RowOutcome => {
  const existing = byNumber.get(row.number);
  const loginId = loginIdOf(row, existing?.person);
  const holder = byLoginId.get(loginId);
  const loginHolder = holder?.id === existing?.person.id ? undefined : holder;
  const repeated = repeats(run.loginIds, loginId, line, employeeColumns.loginId);
  if (repeated.length > 0) return { kind: 'wrong', violations: repeated };
  const place = placeOf(run, row);
  if ('rule' in place) return { kind: 'wrong', violations: [place] };
  if (existing !== undefined && outOfScope(run.actor, existing)) {
    return { kind: 'wrong', violations: [{ path: employeeColumns.number, rule: 'out_of_scope' }] };
  }
  if (existing !== undefined && grantsGoBeyond(run.actor.grants, existing.person, run.places)) {
    const violation = redirection(existing, { loginId, card: row.card });
    if (violation !== undefined) return { kind: 'wrong', violations: [violation] };
  }
  return compareRow(row, place, {
    ...(existing === undefined ? {} : { existing }),
    ...(loginHolder === undefined ? {} : { loginHolder }),
    mayAdopt: can(run.actor, 'grant.manage', 'tenant'),
    newId: run.deps.newId,
  });
};

const compareBatch = async (run: Run, batch: readonly (Line | WrongLine)[]): Promise<void> => {
  const { totals, staged } = run;
  const known = await lookUp(
    run,
    batch.filter((one) => 'row' in one),
  );
  for (const one of batch) {
    const outcome = 'row' in one ? outcomeOf(run, one, known) : { kind: 'wrong' as const, violations: one.violations };
    if (outcome.kind === 'wrong') reject(run, one.line, outcome.violations);
    else if (outcome.kind === 'unchanged') totals.unchanged += 1;
    else {
      totals[outcome.staged.action === 'create' ? 'toCreate' : 'toUpdate'] += 1;
      totals.seatsDelta += outcome.seats;
      staged.push({ line: one.line, ...outcome.staged });
    }
    if (staged.length === IMPORT_CHUNK_ROWS) await flush(run);
  }
};

/** A record as a row, or what is wrong with it. */
const readLine = (run: Run, { line, cells }: EmployeeRecord): Line | WrongLine => {
  run.totals.rows += 1;
  if (cells === undefined) return { line, violations: [{ path: 'row', rule: 'column_count' }] };
  const result = readEmployeeRow(cells, run.today);
  if (!result.ok) return { line, violations: result.violations };
  const repeated = repeats(run.numbers, result.row.number, line, employeeColumns.number);
  return repeated.length > 0 ? { line, violations: repeated } : { line, row: result.row };
};

const startRun = async (deps: ImportCheckDeps, actor: UserActor, importId: string): Promise<Run> => {
  const [companies, departments] = await Promise.all([
    deps.companies.list(actor.tenantId),
    deps.departments.list(actor.tenantId),
  ]);
  return {
    deps,
    actor,
    importId,
    today: dateInTokyo(deps.clock.now()),
    companies: new Map(companies.map((company) => [company.code, company])),
    departments: new Map(departments.map((one) => [departmentKey(one.companyId, one.code), one])),
    places: placesOf(departments),
    numbers: new Map(),
    loginIds: new Map(),
    totals: { rows: 0, toCreate: 0, toUpdate: 0, unchanged: 0, seatsDelta: 0, errorCount: 0, chunks: 0 },
    errors: [],
    staged: [],
  };
};

const readAll = async (run: Run, content: AsyncIterable<Uint8Array>): Promise<void> => {
  let batch: (Line | WrongLine)[] = [];
  for await (const record of run.deps.readCsv(content)) {
    batch.push(readLine(run, record));
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
    reject(run, 0, [
      { path: 'file', rule: 'seats_exceeded', params: { seats: String(seats), needed: String(needed) } },
    ]);
  }
};

/** What a dry run found; the rows to write are staged under the import's id. */
export type ImportCheck = Readonly<Run['totals']> & { readonly errors: readonly RowError[] };

/** Compares a file row by row with what is stored. Holds one batch of rows, and the numbers and login ids of the file. */
export const checkImportFile = async (
  deps: ImportCheckDeps,
  { importId, seats, content }: { importId: string; seats: number; content: AsyncIterable<Uint8Array> },
  actor: UserActor,
): Promise<ImportCheck> => {
  const run = await startRun(deps, actor, importId);
  await readAll(run, content);
  await checkSeats(run, seats);
  return { ...run.totals, errors: run.errors };
};
