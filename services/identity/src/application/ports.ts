import type { ScopeFilter } from '@nencho/auth';
import type { AppErrorCode, LocalDate, Violation } from '@nencho/kernel';
import type { Company } from '../domain/company.js';
import type { Department } from '../domain/department.js';
import type { EmployeeImport, RowWrite, StagedRow } from '../domain/employee-import.js';
import type { EmployeeCells } from '../domain/employee-row.js';
import type { Invitation, InvitationState } from '../domain/invitation.js';
import type { KeyRotation } from '../domain/key-rotation.js';
import type { Card, Person } from '../domain/person.js';
import type { Tenant } from '../domain/tenant.js';

declare const sessionBrand: unique symbol;

/** A running transaction; only adapters look inside. */
export type Session = { readonly [sessionBrand]: 'Session' };

/** The tenant's root key, wrapped by its key-encryption key. */
export type TenantRoot = { readonly kekName: string; readonly kekVersion: string; readonly wrappedRoot: Uint8Array };

export type PageAfter = { readonly limit: number; readonly after?: readonly [string, string] };

// --- tenants

export type Letter = { readonly personId: string; readonly sub: string; readonly expiresAt: Date };

export type TenantStore = {
  readonly find: (tenantId: string) => Promise<Tenant | undefined>;
  readonly findByCode: (code: string) => Promise<Tenant | undefined>;
  readonly list: (page: PageAfter) => Promise<readonly (Tenant & { readonly seatsUsed: number })[]>;
  /**
   * Takes the code for the order with this fingerprint, or takes up the same order where it broke off. `undefined` when
   * the code belongs to a finished tenant or to another order.
   */
  readonly reserve: (tenant: Tenant, fingerprint: string, now: Date) => Promise<Tenant | 'in_progress' | undefined>;
  readonly releaseReservation: (tenantId: string) => Promise<void>;
  readonly keepRoot: (tenantId: string, root: TenantRoot) => Promise<TenantRoot>;
  readonly root: (tenantId: string) => Promise<TenantRoot | undefined>;
  /** @throws version_conflict when the root is no longer `from` */
  readonly replaceRoot: (session: Session, tenantId: string, from: TenantRoot, to: TenantRoot) => Promise<void>;
  readonly activate: (session: Session, tenantId: string, letter: Letter) => Promise<void>;
  /** Raises `peopleRevision` and answers the new value; serialises changes of employees within the tenant. */
  readonly nextPeopleRevision: (session: Session, tenantId: string) => Promise<number>;
  /** Makes two transactions that take an administrator away collide, so that the second one counts again. */
  readonly guardAdmins: (session: Session, tenantId: string) => Promise<void>;
  /** The same for transactions that begin an import. */
  readonly guardImports: (session: Session, tenantId: string) => Promise<Tenant>;
  /** The letter of the first administrator while its password is valid and was not found changed. */
  readonly openLetter: (tenantId: string, now: Date) => Promise<Letter | undefined>;
  readonly dueLetters: (now: Date) => Promise<readonly (Letter & { readonly tenantId: string })[]>;
  readonly settleLetter: (tenantId: string, state: 'used' | 'expired') => Promise<void>;
  /** Whatever its state, until its row is gone. */
  readonly contract: (tenantId: string) => Promise<Tenant | undefined>;
  /** What an id is the id of when it is no tenant's, whoever's it is. */
  readonly otherThing: (id: string) => Promise<'company' | 'department' | 'employee' | undefined>;
  /** Writes state and end if the contract's version is the one before; else `version_conflict`. */
  readonly saveContract: (session: Session, tenant: Tenant) => Promise<void>;
  readonly dueEnds: (today: LocalDate) => Promise<readonly Tenant[]>;
  /** Nothing of the tenant can be used from now on; its code stays taken until `releaseCode`. May be repeated. */
  readonly beginErasure: (tenantId: string) => Promise<void>;
  readonly releaseCode: (session: Session, tenantId: string) => Promise<void>;
};

// --- organisation

export type CompanyStore = {
  readonly find: (tenantId: string, companyId: string) => Promise<Company | undefined>;
  readonly list: (tenantId: string) => Promise<readonly Company[]>;
  readonly insert: (session: Session, company: Company) => Promise<void>;
};

export type DepartmentStore = {
  readonly find: (tenantId: string, departmentId: string) => Promise<Department | undefined>;
  readonly list: (tenantId: string, companyId?: string) => Promise<readonly Department[]>;
  readonly insert: (session: Session, department: Department) => Promise<void>;
};

// --- people

export type PersonCard = { readonly person: Person; readonly card: Card };

export type EmployeeFilter = {
  readonly scope: ScopeFilter;
  readonly companyId?: string;
  readonly departmentId?: string;
  readonly ids?: readonly string[];
};

export type PersonStore = {
  readonly find: (tenantId: string, personId: string) => Promise<Person | undefined>;
  readonly findBySub: (tenantId: string, sub: string) => Promise<Person | undefined>;
  readonly findByGrant: (tenantId: string, grantId: string) => Promise<Person | undefined>;
  /** Employees only; unknown and foreign ids are left out. */
  readonly employees: (tenantId: string, ids: readonly string[]) => Promise<readonly Person[]>;
  readonly cards: (tenantId: string, filter: EmployeeFilter, page: PageAfter) => Promise<readonly PersonCard[]>;
  /** Cards of employees and, within the whole tenant, of administrators who are none. */
  readonly cardsByIds: (tenantId: string, ids: readonly string[], scope: ScopeFilter) => Promise<readonly PersonCard[]>;
  readonly cardsByNumbers: (tenantId: string, numbers: readonly string[]) => Promise<readonly PersonCard[]>;
  readonly findByLoginIds: (tenantId: string, loginIds: readonly string[]) => Promise<readonly Person[]>;
  readonly cardsChangedAfter: (tenantId: string, revision: number) => AsyncIterable<PersonCard>;
  readonly employeeIds: (tenantId: string, scope: ScopeFilter) => Promise<readonly string[]>;
  readonly places: (tenantId: string, afterId: string) => AsyncIterable<Person>;
  readonly withGrants: (tenantId: string) => Promise<readonly Person[]>;
  /** Employees within scope who can be invited, in order of id. */
  readonly invitable: (
    tenantId: string,
    scope: ScopeFilter,
    afterId: string,
    limit: number,
  ) => Promise<readonly Person[]>;
  readonly countInvitable: (tenantId: string, scope: ScopeFilter) => Promise<number>;
  readonly countActive: (tenantId: string, session?: Session) => Promise<number>;
  readonly countOtherAdmins: (session: Session, tenantId: string, personId: string) => Promise<number>;
  readonly insert: (session: Session, person: Person, card: Card, revision: number) => Promise<void>;
  /** Writes access and grants if `grantsVersion` is the one before and the login id is the same; else `version_conflict`. */
  readonly saveAccess: (session: Session, person: Person) => Promise<void>;
  /** Writes rows of an import, created or updated, if nobody changed them meanwhile; else `version_conflict`. */
  readonly applyRows: (
    session: Session,
    tenantId: string,
    rows: readonly RowWrite[],
    revision: number,
  ) => Promise<void>;
  readonly dueSignOffs: (
    limit: number,
  ) => Promise<readonly { readonly tenantId: string; readonly id: string; readonly sub: string }[]>;
  readonly settleSignOff: (tenantId: string, personId: string) => Promise<void>;
};

// --- imports

export type ImportStore = {
  readonly find: (tenantId: string, importId: string) => Promise<EmployeeImport | undefined>;
  readonly findApplying: (tenantId: string, session: Session) => Promise<readonly EmployeeImport[]>;
  readonly insert: (session: Session, found: EmployeeImport) => Promise<void>;
  readonly setState: (
    session: Session,
    found: Pick<EmployeeImport, 'id' | 'tenantId'>,
    change: { readonly state: EmployeeImport['state']; readonly jobId?: string },
  ) => Promise<void>;
  /** Seals and keeps the rows of one chunk until they are applied or a week has passed. */
  readonly stage: (tenantId: string, importId: string, chunk: number, rows: readonly StagedRow[]) => Promise<void>;
  readonly staged: (tenantId: string, importId: string, chunk: number) => Promise<readonly StagedRow[]>;
  readonly dropStaged: (tenantId: string, importId: string, chunk?: number, session?: Session) => Promise<void>;
};

/** A record with as many cells as the header has, by column; without `cells` when it has more or fewer. */
export type EmployeeRecord = { readonly line: number; readonly cells?: EmployeeCells };

/** Reads the file record by record; what concerns the whole file is thrown as `validation_failed` or `limit_exceeded`. */
export type ReadEmployeeCsv = (content: AsyncIterable<Uint8Array>) => AsyncIterable<EmployeeRecord>;

// --- invitations

export type InvitationStore = {
  readonly find: (tenantId: string, invitationId: string) => Promise<Invitation | undefined>;
  readonly openOf: (
    tenantId: string,
    personIds: readonly string[],
    session?: Session,
  ) => Promise<readonly Invitation[]>;
  readonly list: (
    tenantId: string,
    filter: { readonly state?: InvitationState; readonly personIds?: readonly string[]; readonly now: Date },
    page: PageAfter,
  ) => Promise<readonly Invitation[]>;
  readonly insert: (session: Session, invitation: Invitation) => Promise<void>;
  /** Writes state, issue number and expiry if the row is still open under `seenIssueNo`; else `version_conflict`. */
  readonly save: (session: Session, invitation: Invitation, seenIssueNo: number) => Promise<void>;
  /** One attempt to redeem at a time; false when another one holds the claim or the link was issued again. */
  readonly claim: (invitation: Invitation, now: Date, until: Date) => Promise<boolean>;
  readonly releaseClaim: (invitation: Invitation) => Promise<void>;
  readonly voidOf: (session: Session, tenantId: string, personId: string) => Promise<void>;
};

// --- Keycloak

export type KeycloakUsers = {
  /**
   * One call that may be repeated: creates the user, or gives the one left by a broken attempt this password, unless
   * `belongsToOther` says that its subject is somebody's already: `already_exists`. The password is `temporary` when it
   * must be changed at the first sign-in. `validation_failed` on a refused password.
   */
  readonly put: (user: {
    readonly username: string;
    readonly tenantId: string;
    readonly password: string;
    readonly temporary: boolean;
    readonly belongsToOther: (sub: string) => Promise<boolean>;
  }) => Promise<{ readonly sub: string }>;
  /** Disables the user and ends the sessions; a user who is gone is fine. */
  readonly shutOut: (sub: string) => Promise<void>;
  readonly countOfTenant: (tenantId: string) => Promise<number>;
  /** Deletes at most one page of the tenant's users; answers with how many. */
  readonly deleteSomeOfTenant: (tenantId: string) => Promise<number>;
  /** True while the initial password has not been changed. */
  readonly awaitsPasswordChange: (sub: string) => Promise<boolean>;
};

// --- what changes have in common

/** Ids and a version: all that the record of idempotency keeps of an answer. */
export type Outcome = { readonly ids: Readonly<Record<string, string>>; readonly version?: number };

export type Change = {
  readonly tenantId: string;
  /** Subject of whoever asks. */
  readonly sub: string;
  readonly method: string;
  readonly key: string;
  /** The request without its key: the same key with another content is refused. */
  readonly content: unknown;
};

/** Runs `work` in one transaction, once per key; a repeat gets the first outcome. */
export type Mutate = (change: Change, work: (session: Session) => Promise<Outcome>) => Promise<Outcome>;

export type Transact = <T>(tenantId: string, work: (session: Session) => Promise<T>) => Promise<T>;

type EventPayloads = {
  readonly TenantCreated: Record<string, never>;
  readonly EmployeesChanged: { readonly employeeIds: string[] };
  readonly InvitationsIssued: { readonly invitations: { readonly invitationId: string; readonly issueNo: number }[] };
  readonly InvitationRedeemed: { readonly employeeId: string };
  readonly GrantsChanged: { readonly employeeId: string };
  readonly UserDisabled: { readonly sub: string };
  readonly ContractNoticed: { readonly endDate: string };
  readonly ContractNoticeWithdrawn: Record<string, never>;
  readonly TenantEnded: { readonly endDate: string };
  readonly TenantReactivated: Record<string, never>;
  readonly KeyRotationOrdered: {
    readonly rotationId: string;
    readonly classKeys: boolean;
    readonly kekName: string;
    readonly kekVersion: string;
    readonly wrappedRoot: Uint8Array;
  };
  readonly OperatorActed: {
    readonly operatorSub: string;
    readonly action: string;
    readonly reason: string;
    readonly ticket: string;
  };
};

/** What other services are told: ids and versions, nothing personal. */
export type NewEvent = {
  [T in keyof EventPayloads]: { readonly type: T; readonly payload: EventPayloads[T] };
}[keyof EventPayloads] & {
  readonly tenantId: string;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly occurredAt: Date;
};

export type Events = { readonly append: (session: Session, event: NewEvent) => Promise<void> };

export type AuditActor =
  | { readonly kind: 'user'; readonly sub: string; readonly employeeId?: string }
  | { readonly kind: 'job'; readonly sub: string; readonly jobId: string }
  | { readonly kind: 'operator'; readonly sub: string }
  | { readonly kind: 'service'; readonly service: 'identity' };

/** One line of the tenant's audit trail: names of fields and figures, never values about a person. */
export type AuditRecord = {
  readonly tenantId: string;
  readonly type:
    | 'tenant_created'
    | 'contract_notice_given'
    | 'contract_notice_withdrawn'
    | 'contract_ended'
    | 'contract_reactivated'
    | 'company_created'
    | 'department_created'
    | 'employee_import_checked'
    | 'employees_imported'
    | 'grant_added'
    | 'grant_removed'
    | 'user_disabled'
    | 'invitations_issued'
    | 'invitation_resent'
    | 'invitation_redeemed';
  readonly actor: AuditActor;
  readonly subjectKind: 'tenant' | 'company' | 'department' | 'import' | 'employee' | 'job';
  readonly subjectIds: readonly string[];
  readonly outcome: 'success' | 'failed';
  readonly at: Date;
  readonly changedFields?: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
};

export type Audit = { readonly append: (session: Session, record: AuditRecord) => Promise<void> };

/** Counts an act; `limit_exceeded` when there were too many in the window. */
export type HitRate = (act: {
  readonly tenantId: string;
  readonly actor: string;
  readonly bucket: string;
  readonly limit: number;
  readonly windowMs: number;
}) => Promise<void>;

/** Signed positions of a list; `scope` names the tenant and the list. */
export type Cursors = {
  readonly sign: (scope: string, position: readonly [string, string]) => string;
  readonly read: (scope: string, cursor: string) => readonly [string, string] | undefined;
};

// --- long work

export type JobParams = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export type Job = {
  readonly id: string;
  readonly tenantId: string;
  readonly startedBy: { readonly sub: string; readonly grantsVersion: number };
  readonly done: number;
  readonly failed: number;
  readonly params: JobParams;
};

export type StartJob = (
  session: Session,
  job: Pick<Job, 'tenantId' | 'startedBy' | 'params'> & { readonly kind: string; readonly total: number },
) => Promise<string>;

/** Whether a job has come to its end, well or not. */
export type JobEnded = (tenantId: string, jobId: string) => Promise<boolean>;

export type JobItemError = {
  readonly item: string;
  readonly code: AppErrorCode;
  readonly violations: readonly Violation[];
};

export type ChunkResult = {
  readonly cursor?: string;
  readonly done: number;
  readonly errors: readonly JobItemError[];
  readonly total?: number;
};

/** Largest number of people whose data one transaction changes. */
export const MAX_CHUNK_ITEMS = 50;

/** One kind of job: `prepare` reads before the transaction, `chunk` writes in it. */
export type ChunkWork<P> = {
  readonly prepare: (job: Job, cursor: string | undefined) => Promise<P>;
  readonly chunk: (job: Job, cursor: string | undefined, session: Session, prepared: P) => Promise<ChunkResult>;
};

// --- keys

export type KeyRotationStore = {
  readonly begin: (
    session: Session,
    rotation: Pick<KeyRotation, 'id' | 'tenantId' | 'kind' | 'orderedAt'>,
  ) => Promise<void>;
  /** The last one finishes the rotation. */
  readonly serviceDone: (session: Session, tenantId: string, rotationId: string, service: string) => Promise<void>;
  readonly list: (tenantId: string) => Promise<readonly KeyRotation[]>;
};

// --- the rest

export type InvitationTokens = {
  readonly tokenOf: (invitation: Pick<Invitation, 'id' | 'tenantId' | 'issueNo'>) => Promise<string>;
  /** Compares in constant time; a token of another length is simply wrong. */
  readonly matches: (invitation: Pick<Invitation, 'id' | 'tenantId' | 'issueNo'>, given: string) => Promise<boolean>;
};

/** The content as it was, and what it was when all of it has been read. */
export type WithDigest = (content: AsyncIterable<Uint8Array>) => {
  readonly content: AsyncIterable<Uint8Array>;
  readonly digest: () => string;
};

type LogFields = {
  readonly tenant?: string;
  readonly subject?: string;
  readonly state?: string;
  readonly dependency?: string;
  readonly count?: number;
  readonly err?: unknown;
};

export type Log = {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  readonly error: (event: string, fields?: LogFields) => void;
};
