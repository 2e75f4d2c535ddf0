import { isLocalDate, type LocalDate, type Violation } from '@nencho/kernel';
import { isLoginId, isTenantCode, textViolations } from './names.js';

/** 契約. `creating` until its keys, its first administrator and its row all exist. */
export type Tenant = {
  readonly id: string;
  readonly code: string;
  readonly displayName: string;
  readonly seats: number;
  readonly contractStart: LocalDate;
  readonly state: 'creating' | 'active';
  readonly createdAt: Date;
  /** Raised by every change of an employee; tells a dry run of an import, or a directory in memory, that it is old. */
  readonly peopleRevision: number;
};

export type TenantOrder = {
  readonly tenantCode: string;
  readonly displayName: string;
  readonly seats: number;
  readonly contractStart: string;
  readonly adminLoginId: string;
  readonly adminFamilyName: string;
  readonly adminGivenName: string;
};

const MAX_SEATS = 1_000_000;

export const tenantViolations = (order: TenantOrder): readonly Violation[] => [
  ...(isTenantCode(order.tenantCode) ? [] : [{ path: 'tenantCode', rule: 'tenant_code_format' }]),
  ...textViolations(order.displayName, { path: 'displayName', max: 100, required: true }),
  ...(Number.isInteger(order.seats) && order.seats >= 1 && order.seats <= MAX_SEATS
    ? []
    : [{ path: 'seats', rule: 'range', params: { min: '1', max: String(MAX_SEATS) } }]),
  ...(isLocalDate(order.contractStart) ? [] : [{ path: 'contractStart', rule: 'date' }]),
  ...(isLoginId(order.adminLoginId) ? [] : [{ path: 'adminLoginId', rule: 'login_id_format' }]),
  ...textViolations(order.adminFamilyName, { path: 'adminFamilyName', max: 50, required: true }),
  ...textViolations(order.adminGivenName, { path: 'adminGivenName', max: 50, required: true }),
];
