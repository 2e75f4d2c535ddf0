import type { ScopeFilter, UserActor } from '@nencho/auth';
import type { AppErrorCode, LocalDate, TaxYear, Violation } from '@nencho/kernel';
import type { AdjustmentResult, AdjustmentFacts, PayTotals, TraceStep } from '@nencho/tax-rules';
import type { Campaign } from '../domain/campaign.js';
import type { Declaration, DeclarationStatus, Receipt } from '../domain/declaration.js';
import type { DomainEvent } from '../domain/events.js';
import type { PayRecord } from '../domain/pay.js';
import type { PayImport, StagedPay } from '../domain/pay-import.js';
import type { Place, ScopeRow } from '../domain/place.js';

export type CampaignStore = {
  /** `already_exists` when the company has a campaign for that year. */
  readonly insert: (campaign: Campaign) => Promise<void>;
  readonly find: (tenantId: string, id: string) => Promise<Campaign | undefined>;
  /** Newest year first. */
  readonly list: (tenantId: string) => Promise<readonly Campaign[]>;
  /** `version_conflict` unless the stored version is one below the campaign's. */
  readonly save: (campaign: Campaign) => Promise<void>;
};

export type PageOfPeople = {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly scope: ScopeFilter;
  /** Declaration id after which to go on; absent at the start. */
  readonly after?: string | undefined;
  readonly limit: number;
};

export type DeclarationStore = {
  readonly insertMany: (declarations: readonly Declaration[]) => Promise<void>;
  readonly find: (tenantId: string, id: string) => Promise<Declaration | undefined>;
  readonly findMany: (tenantId: string, ids: readonly string[]) => Promise<readonly Declaration[]>;
  /** Everything of the aggregate; `version_conflict` unless the stored version is one below. */
  readonly save: (declaration: Declaration) => Promise<void>;
  /** `save` for several, in one round trip and a transaction of the caller's. */
  readonly saveMany: (declarations: readonly Declaration[]) => Promise<void>;
  /** Only what pay and calculation change, under the same versions; like `saveMany`. */
  readonly saveColumns: (declarations: readonly Declaration[]) => Promise<void>;
  /** In the order of ids, those not finalised. */
  readonly pageToCalculate: (page: PageOfPeople) => Promise<readonly Declaration[]>;
  /** In the order of ids, those approved with a result calculated at or before `calculatedBy`. */
  readonly pageToFinalise: (page: PageOfPeople & { readonly calculatedBy: Date }) => Promise<readonly Declaration[]>;
};

export type Revision = {
  readonly id: string;
  readonly tenantId: string;
  readonly declarationId: string;
  readonly taxYear: TaxYear;
  readonly receipt: Receipt;
  readonly facts: AdjustmentFacts;
  /** Goes into the receipt's content hash. */
  readonly salt: string;
  /** Certificates submitted with it. */
  readonly attachmentIds: readonly string[];
};

export type RevisionStore = {
  readonly append: (revision: Revision) => Promise<void>;
  readonly find: (tenantId: string, id: string) => Promise<Revision | undefined>;
  /** Newest first. */
  readonly list: (tenantId: string, declarationId: string) => Promise<readonly Revision[]>;
  /** Certificates of all revisions of a declaration, or of all revisions that hold one of those named. */
  readonly attachmentIds: (
    tenantId: string,
    of: { readonly declarationId: string } | { readonly among: readonly string[] },
  ) => Promise<readonly string[]>;
};

/** A certificate that document holds, as far as it is known here. */
export type KnownAttachment = {
  readonly id: string;
  readonly tenantId: string;
  readonly declarationId: string;
  readonly isThere: boolean;
  readonly version: number;
};

export type AttachmentStore = {
  readonly applyNewer: (attachment: KnownAttachment) => Promise<void>;
  /** What is attached to a declaration now. */
  readonly idsOf: (tenantId: string, declarationId: string) => Promise<readonly string[]>;
};

/** Which sealed part of which declaration. */
export type PartsOf = { readonly tenantId: string; readonly taxYear: TaxYear };

export type PayStore = {
  /** By declaration id; those without pay are missing. */
  readonly findMany: (of: PartsOf, declarationIds: readonly string[]) => Promise<ReadonlyMap<string, PayTotals>>;
  readonly putMany: (of: PartsOf, pays: ReadonlyMap<string, PayTotals>) => Promise<void>;
};

export type StoredResult = {
  readonly result: AdjustmentResult;
  readonly rulesVersion: string;
  /** Keyed hash of everything that the result depends on. */
  readonly inputFingerprint: string;
  readonly calculatedAt: Date;
  /** Kept for finalised results only. */
  readonly trace?: readonly TraceStep[];
};

export type ResultStore = {
  /** By declaration id; those without a result are missing. */
  readonly findMany: (of: PartsOf, declarationIds: readonly string[]) => Promise<ReadonlyMap<string, StoredResult>>;
  readonly putMany: (of: PartsOf, results: ReadonlyMap<string, StoredResult>) => Promise<void>;
};

export type PayImportStore = {
  /** The sealed rows, before the import exists: rows without an import are inert and expire. Answers in how many chunks. */
  readonly stage: (
    payImport: Pick<PayImport, 'id' | 'tenantId' | 'taxYear'>,
    rows: readonly StagedPay[],
  ) => Promise<number>;
  readonly insert: (payImport: PayImport) => Promise<void>;
  readonly find: (tenantId: string, id: string) => Promise<PayImport | undefined>;
  /** `illegal_state` unless the import is still in the state `from`. */
  readonly saveState: (payImport: PayImport, from: PayImport['state']) => Promise<void>;
  /** Rows of the staging chunk with this number, counted from 0; `illegal_state` when it is gone. */
  readonly stagedChunk: (payImport: PayImport, sequence: number) => Promise<readonly StagedPay[]>;
  readonly dropStaged: (payImport: PayImport) => Promise<void>;
};

export type ScopeRowStore = {
  /**
   * Takes in rows that are newer than what is known, and moves the declarations of those people along: not those that are
   * finalised, and never to another company.
   */
  readonly applyNewer: (tenantId: string, rows: readonly ScopeRow[]) => Promise<number>;
  /** Whether anybody of the tenant is placed in the company. */
  readonly hasCompany: (tenantId: string, companyId: string) => Promise<boolean>;
  readonly countToOpen: (tenantId: string, campaign: Pick<Campaign, 'id' | 'companyId'>) => Promise<number>;
  /** Active people of the company without a declaration in the campaign, in the order of ids. */
  readonly pageToOpen: (
    tenantId: string,
    campaign: Pick<Campaign, 'id' | 'companyId'>,
    after: string | undefined,
    limit: number,
  ) => Promise<readonly ScopeRow[]>;
  /** Those of the people named who are still active in the company and without a declaration in the campaign. */
  readonly stillToOpen: (
    tenantId: string,
    campaign: Pick<Campaign, 'id' | 'companyId'>,
    employeeIds: readonly string[],
  ) => Promise<readonly ScopeRow[]>;
  /** Notes that these people have a declaration now; a concurrent move of one of them conflicts with it. */
  readonly markOpened: (tenantId: string, campaignId: string, employeeIds: readonly string[]) => Promise<void>;
};

/** A line of the review list: clear columns only. */
export type DeclarationLine = Pick<
  Declaration,
  'id' | 'campaignId' | 'employeeId' | 'taxYear' | 'status' | 'hasPay' | 'resultStatus' | 'problem' | 'version'
> & { readonly place: Place; readonly submittedAt?: Date };

export type ReviewQuery = {
  readonly tenantId: string;
  readonly campaignId: string;
  readonly scope: ScopeFilter;
  readonly status?: DeclarationStatus;
  /** The department and everything under it. */
  readonly departmentId?: string;
  readonly employeeIds?: readonly string[];
  readonly withProblem: boolean;
  readonly cursor: string;
  readonly limit: number;
};

export type StatusCounts = Readonly<Partial<Record<DeclarationStatus, number>>>;

export type Progress = {
  readonly counts: StatusCounts;
  readonly departments: readonly { readonly departmentId: string; readonly counts: StatusCounts }[];
  readonly withPay: number;
  readonly calculated: number;
  readonly withProblem: number;
  readonly total: number;
};

export type ScopedCampaign = { readonly tenantId: string; readonly campaignId: string; readonly scope: ScopeFilter };

export type ReviewList = {
  /** By employee number. */
  readonly page: (
    query: ReviewQuery,
  ) => Promise<{ readonly items: readonly DeclarationLine[]; readonly nextCursor: string }>;
  readonly progress: (campaign: ScopedCampaign) => Promise<Progress>;
  /** How many are not finalised yet, and how many of them could be. */
  readonly unfinished: (campaign: ScopedCampaign) => Promise<{ readonly total: number; readonly finalisable: number }>;
  /** Campaigns with anybody of the scope in them. */
  readonly campaignIds: (tenantId: string, scope: ScopeFilter) => Promise<readonly string[]>;
  /** One's own, newest year first. */
  readonly mine: (tenantId: string, employeeId: string) => Promise<readonly DeclarationLine[]>;
  /** The campaign's declarations of these employee numbers. */
  readonly byNumbers: (
    tenantId: string,
    campaignId: string,
    employeeNumbers: readonly string[],
  ) => Promise<readonly DeclarationLine[]>;
  /** Finalised ones of the scope by employee number and id, after those given; a number without id: after all of it. */
  readonly finalisedIds: (
    campaign: ScopedCampaign,
    after: { readonly employeeNumber: string; readonly id?: string },
    limit: number,
  ) => Promise<readonly { readonly id: string; readonly employeeNumber: string }[]>;
};

export type Stores = {
  readonly campaigns: CampaignStore;
  readonly declarations: DeclarationStore;
  readonly revisions: RevisionStore;
  readonly attachments: AttachmentStore;
  readonly pay: PayStore;
  readonly results: ResultStore;
  readonly payImports: PayImportStore;
  readonly scopeRows: ScopeRowStore;
  readonly reviewList: ReviewList;
};

export type JobKind = 'open_campaign' | 'apply_pay' | 'calculate' | 'finalise';

export type JobRequest = {
  readonly kind: JobKind;
  readonly total: number;
  /** Ids and dates, nothing personal. */
  readonly params: Readonly<Record<string, string>>;
};

/** Everything within one transaction. */
export type Work = Stores & {
  readonly startJob: (job: JobRequest) => Promise<string>;
  readonly jobHasEnded: (jobId: string) => Promise<boolean>;
};

/** Writes that no request asks for (projections): one transaction, no idempotency key, no audit record. */
export type Transact = <T>(work: (stores: Pick<Stores, 'scopeRows'>) => Promise<T>) => Promise<T>;

/** What happened, for the audit trail: names of fields, never their values. */
export type AuditRecord = {
  readonly type:
    | 'campaign_created'
    | 'campaign_opened'
    | 'facts_saved'
    | 'declaration_submitted'
    | 'declaration_sent_back'
    | 'declaration_approved'
    | 'pay_import_checked'
    | 'pay_imported'
    | 'adjustment_calculated'
    | 'adjustment_finalised'
    | 'job_cancelled';
  readonly subjectKind: 'campaign' | 'declaration' | 'pay_import' | 'job';
  readonly subjectIds: readonly string[];
  readonly changedFields?: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
};

/** A change cannot be made without its audit record: a use case has nothing else to return. */
export type Change = {
  readonly ids: Readonly<Record<string, string>>;
  readonly version?: number;
  readonly audit: AuditRecord;
  readonly events?: readonly DomainEvent[];
};

export type Mutation = {
  readonly actor: UserActor;
  readonly method: string;
  readonly idempotencyKey: string;
  /** What the key stands for; kept as a keyed hash only. */
  readonly request: unknown;
};

/** Makes a change once per idempotency key: state, audit record, events and the key in one transaction. */
export type Mutate = (
  mutation: Mutation,
  change: (work: Work) => Promise<Change>,
) => Promise<Pick<Change, 'ids' | 'version'>>;

/** One chunk of a job. The actor was resolved again for it. */
export type JobStep = {
  readonly actor: UserActor;
  readonly params: Readonly<Record<string, string>>;
  /** Where the chunk before ended; absent for the first. */
  readonly cursor?: string | undefined;
};

export type ItemError = {
  readonly item: string;
  readonly code: AppErrorCode;
  readonly violations: readonly Violation[];
};

export type ChunkOutcome = {
  /** Absent when the job is finished. */
  readonly cursor?: string;
  /** Corrects what was expected at the start. */
  readonly total?: number;
  readonly done: number;
  readonly errors: readonly ItemError[];
  /** Absent when nothing changed. */
  readonly audit?: AuditRecord;
  readonly events?: readonly DomainEvent[];
};

/** Facts about a person that the law needs, as identity keeps them. */
export type TaxProfile = { readonly employeeId: string; readonly birthDate: LocalDate; readonly version: number };

/** What the declaration service asks identity for. */
export type Directory = {
  /** Places of at most 500 people; unknown ids are left out. */
  readonly places: (tenantId: string, employeeIds: readonly string[]) => Promise<readonly ScopeRow[]>;
  /** Profiles of at most 500 people; those without a birth date are left out. */
  readonly taxProfiles: (tenantId: string, employeeIds: readonly string[]) => Promise<readonly TaxProfile[]>;
  readonly allPlaces: (tenantId: string) => AsyncIterable<ScopeRow>;
};

export type PayFileRecord = { readonly line: number; readonly record: PayRecord | 'column_count' };

/** Reads a pay file; `validation_failed` for a file that is no such CSV at all. */
export type ReadPayFile = (content: Uint8Array) => readonly PayFileRecord[];

/** Counts a costly act; `limit_exceeded` when the tenant did it too often of late. */
export type CountImport = (tenantId: string) => Promise<void>;

/** Keyed hash under the tenant's index key: equal texts of one tenant have equal hashes, nobody else can compute them. */
export type Fingerprint = (tenantId: string, text: string) => Promise<string>;

export type NewId = () => string;
/** SHA-256 in hex. */
export type Sha256 = (content: string | Uint8Array) => string;
