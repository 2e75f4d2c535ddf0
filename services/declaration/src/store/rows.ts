import type { ClientSession, Collection, Connection, mongo } from 'mongoose';
import type { CampaignStatus } from '../domain/campaign.js';
import type { DeclarationStatus, Receipt, ResultStatus } from '../domain/declaration.js';
import type { PayImport } from '../domain/pay-import.js';

/** What the database can be asked for. */
export type Filter<Row> = mongo.Filter<Row>;

/** What lies in the database. Buffers are sealed; everything else is clear and listed in the service's README. */
export type CampaignRow = {
  _id: string;
  tenantId: string;
  companyId: string;
  taxYear: number;
  title: string;
  deadline: string;
  lastPaymentDate: string;
  status: CampaignStatus;
  version: number;
};

/** Columns of the person's place; the projection of identity's employees moves them (a declaration's within limits). */
export type PlaceColumns = {
  employeeNumber: string;
  companyId: string;
  departmentId: string;
  departmentPath: string[];
};

export type DeclarationRow = PlaceColumns & {
  _id: string;
  tenantId: string;
  campaignId: string;
  employeeId: string;
  taxYear: number;
  status: DeclarationStatus;
  version: number;
  facts: Buffer;
  profileVersion: number;
  comments?: Buffer;
  receipt?: Receipt;
  hasPay: boolean;
  resultStatus: ResultStatus;
  calculatedAt?: Date;
  problem: string;
};

export type ScopeRowDocument = PlaceColumns & {
  _id: string;
  tenantId: string;
  active: boolean;
  version: number;
  /** Campaigns in which the person has a declaration. */
  openedIn: string[];
};

export type RevisionRow = {
  _id: string;
  tenantId: string;
  declarationId: string;
  taxYear: number;
  receipt: Receipt;
  /** Facts and salt. */
  sealed: Buffer;
  /** Absent in revisions without attachments. */
  attachmentIds?: string[];
};

/** A certificate that document holds. */
export type AttachmentRow = {
  _id: string;
  tenantId: string;
  declarationId: string;
  /** False once the person took it away. */
  isThere: boolean;
  version: number;
};

export type PayRowDocument = { _id: string; tenantId: string; sealed: Buffer };

export type ResultRow = {
  _id: string;
  tenantId: string;
  sealed: Buffer;
  rulesVersion: string;
  inputFingerprint: string;
  calculatedAt: Date;
  /** Gzipped, then sealed. */
  trace?: Buffer;
};

export type PayImportRow = Omit<PayImport, 'id' | 'errors' | 'taxYear' | 'chunks'> & {
  _id: string;
  /** Absent in imports of before it was kept. */
  chunks?: number;
  taxYear: number;
  errors: { line: number; violations: { path: string; rule: string; params?: Record<string, string> }[] }[];
};

export type StagedChunkRow = {
  _id: string;
  tenantId: string;
  importId: string;
  sequence: number;
  sealed: Buffer;
  expiresAt: Date;
};

type Rows = {
  campaigns: CampaignRow;
  declarations: DeclarationRow;
  scope_rows: ScopeRowDocument;
  revisions: RevisionRow;
  attachments: AttachmentRow;
  pay: PayRowDocument;
  results: ResultRow;
  pay_imports: PayImportRow;
  pay_import_chunks: StagedChunkRow;
};

/** A collection by its name, typed by what lies in it. */
export const rowsOf = <Name extends keyof Rows>(connection: Connection, name: Name): Collection<Rows[Name]> =>
  connection.collection<Rows[Name]>(name);

/** The option that binds an operation to the transaction, if there is one. */
export const within = (session: ClientSession | undefined): { session?: ClientSession } =>
  session === undefined ? {} : { session };
