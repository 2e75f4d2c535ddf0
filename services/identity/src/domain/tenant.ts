import { isLocalDate, type LocalDate, type Violation } from '@nencho/kernel';
import { isLoginId, isTenantCode, textViolations } from './names.js';

/**
 * `creating` until its keys, its first administrator and its row all exist; `notice` and `ended` by the contract's end
 * (解約); `erasing` and `erased` once an erasure was ordered, from where nothing leads back.
 */
export type TenantState = 'creating' | 'active' | 'notice' | 'ended' | 'erasing' | 'erased';

/** States in which a tenant's things exist for its people. */
export const livingStates = ['active', 'notice', 'ended'] as const satisfies readonly TenantState[];

export const isLiving = ({ state }: Pick<Tenant, 'state'>): boolean => livingStates.some((living) => living === state);

/** 契約. */
export type Tenant = {
  readonly id: string;
  readonly code: string;
  readonly displayName: string;
  readonly seats: number;
  readonly contractStart: LocalDate;
  /** 解約日, from whose beginning only administrators sign in. */
  readonly contractEnd?: LocalDate;
  readonly state: TenantState;
  /** Raised by every change of the contract: the version of its events. */
  readonly contractVersion: number;
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
