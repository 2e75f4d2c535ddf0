import type { Violation } from '@nencho/kernel';
import { employeeColumns, type EmployeeRow } from './employee-row.js';
import type { Card, Employment, Person } from './person.js';

/** Wrong rows that are kept; the rest is only counted. */
export const KEPT_ERRORS = 200;
/** Rows that one transaction applies. */
export const IMPORT_CHUNK_ROWS = 50;
export const MAX_IMPORT_BYTES = 20 * 1024 * 1024;

export type RowError = { readonly line: number; readonly violations: readonly Violation[] };

/** 取込. `ready` and `invalid` are results of the dry run. */
export type EmployeeImport = {
  readonly id: string;
  readonly tenantId: string;
  readonly state: 'ready' | 'invalid' | 'applying' | 'applied';
  readonly rows: number;
  readonly toCreate: number;
  readonly toUpdate: number;
  readonly unchanged: number;
  /** By how many the employees in 在籍 grow when this is applied. */
  readonly seatsDelta: number;
  readonly errors: readonly RowError[];
  readonly errorCount: number;
  readonly chunks: number;
  /** `peopleRevision` of the tenant when the dry run began. */
  readonly basedOn: number;
  readonly jobId?: string;
  /** Subject of whoever uploaded the file. */
  readonly createdBy: string;
  readonly createdAt: Date;
};

/** What one row will do when it is applied; sealed in the staging chunks. */
export type StagedRow = {
  readonly line: number;
  readonly action: 'create' | 'update';
  readonly personId: string;
  /** Data version that the dry run saw; 0 for a new person. */
  readonly seenVersion: number;
  readonly loginId: string;
  readonly employment: Employment;
  readonly card: Card;
};

/** A staged row as it is written: `seenGrantsVersion` tells whose access and grants were looked at just before. */
export type RowWrite = StagedRow & { readonly seenGrantsVersion?: number };

export type ResolvedPlace = Pick<Employment, 'companyId' | 'departmentId' | 'departmentPath'>;

/** What the tenant knows that bears on one row. */
export type RowContext = {
  /** By 従業員番号. */
  readonly existing?: { readonly person: Person; readonly card: Card };
  /** Holder of the row's login id, when that is somebody else than `existing`. */
  readonly loginHolder?: Person;
  /** An administrator may make an administrator's account an employee's by naming its login id. */
  readonly mayAdopt: boolean;
  readonly newId: () => string;
};

export type RowOutcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'change'; readonly staged: Omit<StagedRow, 'line'>; readonly seats: -1 | 0 | 1 }
  | { readonly kind: 'wrong'; readonly violations: readonly Violation[] };

const sameEmployment = (a: Employment, b: Employment): boolean =>
  a.number === b.number && a.companyId === b.companyId && a.departmentId === b.departmentId && a.status === b.status;

const sameCard = (a: Card, b: Card): boolean =>
  (Object.keys(b) as (keyof Card)[]).every((field) => a[field] === b[field]);

const seat = (employment: Employment | undefined): 0 | 1 => (employment?.status === 'active' ? 1 : 0);

const wrong = (path: string, rule: string): RowOutcome => ({ kind: 'wrong', violations: [{ path, rule }] });

/** The login id that the row asks for, given or by default. */
export const loginIdOf = (row: Pick<EmployeeRow, 'loginId' | 'number'>, existing?: Pick<Person, 'loginId'>): string =>
  row.loginId ?? existing?.loginId ?? row.number.toLowerCase();

/**
 * Why this person may not get the login id. Whoever signs in, or once did, keeps theirs: it is the user name at Keycloak.
 * Asked by the dry run and again when the row is written, since an invitation may be redeemed in between.
 */
export const loginIdRefusal = (
  { access, loginId }: Pick<Person, 'access' | 'loginId'>,
  wanted: string,
): Violation | undefined =>
  (access === 'user' || access === 'disabled') && loginId !== wanted
    ? { path: employeeColumns.loginId, rule: 'login_id_fixed' }
    : undefined;

/** Where the row would let somebody else receive or use the invitation of this person. */
export const redirection = (
  { person, card }: { readonly person: Pick<Person, 'loginId'>; readonly card: Pick<Card, 'mail'> },
  wanted: { readonly loginId: string; readonly card: Pick<Card, 'mail'> },
): Violation | undefined => {
  if (card.mail !== wanted.card.mail) return { path: employeeColumns.mail, rule: 'grants_beyond_own' };
  return person.loginId === wanted.loginId ? undefined : { path: employeeColumns.loginId, rule: 'grants_beyond_own' };
};

/** Whose account the row is about, or why it cannot be. */
const accountOf = (loginId: string, context: RowContext): Person | 'none' | RowOutcome => {
  const { existing, loginHolder, mayAdopt } = context;
  if (existing !== undefined) {
    if (loginHolder !== undefined) return wrong(employeeColumns.loginId, 'login_id_taken');
    const refusal = loginIdRefusal(existing.person, loginId);
    return refusal === undefined ? existing.person : { kind: 'wrong', violations: [refusal] };
  }
  if (loginHolder === undefined) return 'none';
  const adoptable = loginHolder.employment === undefined && mayAdopt;
  return adoptable ? loginHolder : wrong(employeeColumns.loginId, 'login_id_taken');
};

/** The difference between a row and what is stored: the dry run of one line. */
export const compareRow = (row: EmployeeRow, place: ResolvedPlace, context: RowContext): RowOutcome => {
  const loginId = loginIdOf(row, context.existing?.person);
  const account = accountOf(loginId, context);
  if (account !== 'none' && 'kind' in account) return account;
  const employment: Employment = { number: row.number, ...place, status: row.status };
  const person = account === 'none' ? undefined : account;
  if (
    context.existing !== undefined &&
    person?.employment !== undefined &&
    person.loginId === loginId &&
    sameEmployment(person.employment, employment) &&
    sameCard(context.existing.card, row.card)
  ) {
    return { kind: 'unchanged' };
  }
  return {
    kind: 'change',
    seats: (seat(employment) - seat(person?.employment)) as -1 | 0 | 1,
    staged: {
      action: person?.employment === undefined ? 'create' : 'update',
      personId: person?.id ?? context.newId(),
      seenVersion: person?.version ?? 0,
      loginId,
      employment,
      card: row.card,
    },
  };
};
