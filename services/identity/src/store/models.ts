import { Schema, type Connection, type Model, type SchemaDefinition } from 'mongoose';
import type { TenantState } from '../domain/tenant.js';

/** Rows as they lie in MongoDB. `card` and `rows` are sealed; everything else is in clear (README, "What lies in clear"). */

export type TenantRow = {
  _id: string;
  code: string;
  displayName: string;
  seats: number;
  contractStart: string;
  contractEnd?: string;
  state: TenantState;
  /** Absent in rows written before contracts could end: 1. */
  contractVersion?: number;
  createdAt: Date;
  peopleRevision: number;
  /** Written by transactions that must not run side by side. */
  adminGuard: number;
  importGuard: number;
  root?: { kekName: string; kekVersion: string; wrappedRoot: Buffer };
  creation?: { fingerprint: string; claimedUntil: Date };
  letter?: { personId: string; sub: string; expiresAt: Date; state: 'open' | 'used' | 'expired' };
};

/** Hash of the code of an erased tenant: nobody gets it before the erasure is certified. */
export type ReservedCodeRow = { _id: string; tenantId: string };

export type CompanyRow = {
  _id: string;
  tenantId: string;
  code: string;
  name: string;
  address: string;
  corporateNumber: string;
  phone: string;
};

export type DepartmentRow = {
  _id: string;
  tenantId: string;
  companyId: string;
  code: string;
  name: string;
  parentId?: string;
  path: string[];
};

export type GrantRow = {
  id: string;
  role: 'admin' | 'hr' | 'employee';
  scopeKind: 'tenant' | 'company' | 'department' | 'self';
  scopeId: string;
};

export type PersonRow = {
  _id: string;
  tenantId: string;
  loginId: string;
  access: 'none' | 'invited' | 'user' | 'disabled';
  sub?: string;
  grants: GrantRow[];
  grantsVersion: number;
  /** Access was ended here and still has to be ended at Keycloak. */
  signOff?: boolean;
  number?: string;
  companyId?: string;
  departmentId?: string;
  departmentPath: string[];
  status?: 'active' | 'left';
  version: number;
  /** `peopleRevision` of the tenant at the last change of number, place, state or card. */
  revision: number;
  card: Buffer;
};

export type ImportRow = {
  _id: string;
  tenantId: string;
  state: 'ready' | 'invalid' | 'applying' | 'applied';
  rows: number;
  toCreate: number;
  toUpdate: number;
  unchanged: number;
  seatsDelta: number;
  rowErrors: { line: number; violations: { path: string; rule: string; params?: Record<string, string> }[] }[];
  errorCount: number;
  chunks: number;
  basedOn: number;
  jobId?: string;
  createdBy: string;
  createdAt: Date;
};

export type ImportChunkRow = {
  _id: string;
  tenantId: string;
  importId: string;
  chunk: number;
  rows: Buffer;
  expiresAt: Date;
};

export type InvitationRow = {
  _id: string;
  tenantId: string;
  personId: string;
  state: 'open' | 'redeemed' | 'voided';
  issueNo: number;
  createdAt: Date;
  expiresAt: Date;
  /** One attempt to redeem at a time. */
  claimedUntil?: Date;
};

const text = { type: String, required: true } as const;
/** Mongoose takes an empty text for a missing one. */
const textOrEmpty = { type: String, default: '' } as const;
const optionalText = { type: String } as const;
const count = { type: Number, required: true } as const;
const instant = { type: Date, required: true } as const;
const bytes = { type: Buffer, required: true } as const;
const words = (...allowed: string[]) => ({ type: String, required: true, enum: allowed });

/** Unknown fields are refused in documents and filters; indexes come from migrations. */
const model = <T extends { _id: string }>(connection: Connection, collection: string, shape: SchemaDefinition) =>
  connection.model<T>(
    collection,
    new Schema<T>({ _id: text, ...shape } as never, {
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      minimize: false,
      autoIndex: false,
      autoCreate: false,
      collection,
    }),
    collection,
  );

export type Models = {
  readonly tenants: Model<TenantRow>;
  readonly reservedCodes: Model<ReservedCodeRow>;
  readonly companies: Model<CompanyRow>;
  readonly departments: Model<DepartmentRow>;
  readonly people: Model<PersonRow>;
  readonly imports: Model<ImportRow>;
  readonly importChunks: Model<ImportChunkRow>;
  readonly invitations: Model<InvitationRow>;
};

const tenantShape = {
  code: text,
  displayName: text,
  seats: count,
  contractStart: text,
  contractEnd: optionalText,
  state: words('creating', 'active', 'notice', 'ended', 'erasing'),
  contractVersion: Number,
  createdAt: instant,
  peopleRevision: count,
  adminGuard: count,
  importGuard: count,
  root: new Schema({ kekName: text, kekVersion: text, wrappedRoot: bytes }, { _id: false }),
  creation: new Schema({ fingerprint: text, claimedUntil: instant }, { _id: false }),
  letter: new Schema(
    { personId: text, sub: text, expiresAt: instant, state: words('open', 'used', 'expired') },
    { _id: false },
  ),
};

const personShape = {
  tenantId: text,
  loginId: text,
  access: words('none', 'invited', 'user', 'disabled'),
  sub: optionalText,
  grants: [
    new Schema(
      {
        id: text,
        role: words('admin', 'hr', 'employee'),
        scopeKind: words('tenant', 'company', 'department', 'self'),
        scopeId: textOrEmpty,
      },
      { _id: false, id: false },
    ),
  ],
  grantsVersion: count,
  signOff: Boolean,
  number: optionalText,
  companyId: optionalText,
  departmentId: optionalText,
  departmentPath: [String],
  status: { type: String, enum: ['active', 'left'] },
  version: count,
  revision: count,
  card: bytes,
};

const importShape = {
  tenantId: text,
  state: words('ready', 'invalid', 'applying', 'applied'),
  rows: count,
  toCreate: count,
  toUpdate: count,
  unchanged: count,
  seatsDelta: count,
  rowErrors: { type: [Schema.Types.Mixed], default: [] },
  errorCount: count,
  chunks: count,
  basedOn: count,
  jobId: optionalText,
  createdBy: text,
  createdAt: instant,
};

export const identityModels = (connection: Connection): Models => ({
  tenants: model<TenantRow>(connection, 'tenants', tenantShape),
  reservedCodes: model<ReservedCodeRow>(connection, 'reserved_codes', { tenantId: text }),
  companies: model<CompanyRow>(connection, 'companies', {
    tenantId: text,
    code: text,
    name: text,
    address: text,
    corporateNumber: textOrEmpty,
    phone: textOrEmpty,
  }),
  departments: model<DepartmentRow>(connection, 'departments', {
    tenantId: text,
    companyId: text,
    code: text,
    name: text,
    parentId: optionalText,
    path: [String],
  }),
  people: model<PersonRow>(connection, 'people', personShape),
  imports: model<ImportRow>(connection, 'imports', importShape),
  importChunks: model<ImportChunkRow>(connection, 'import_chunks', {
    tenantId: text,
    importId: text,
    chunk: count,
    rows: bytes,
    expiresAt: instant,
  }),
  invitations: model<InvitationRow>(connection, 'invitations', {
    tenantId: text,
    personId: text,
    state: words('open', 'redeemed', 'voided'),
    issueNo: count,
    createdAt: instant,
    expiresAt: instant,
    claimedUntil: Date,
  }),
});
