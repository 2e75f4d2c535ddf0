import { compareDates, illegalState, isLocalDate, localDate, validationFailed, type LocalDate } from '@nencho/kernel';
import type { Tenant } from './tenant.js';

/** Further ahead than that a date is a slip of the pen. */
const MAX_YEARS_AHEAD = 5;

const endDateOf = (text: string, { contractStart }: Tenant, today: LocalDate): LocalDate => {
  const refused = (rule: string, params?: Readonly<Record<string, string>>) =>
    validationFailed([{ path: 'endDate', rule, ...(params === undefined ? {} : { params }) }]);
  if (!isLocalDate(text)) throw refused('date');
  const date = localDate(text);
  const from = compareDates(contractStart, today) > 0 ? contractStart : today;
  const to = localDate(`${Number(today.slice(0, 4)) + MAX_YEARS_AHEAD}-12-31`);
  if (compareDates(date, from) < 0 || compareDates(date, to) > 0) throw refused('date_range', { from, to });
  return date;
};

const changed = (tenant: Tenant): Tenant => ({ ...tenant, contractVersion: tenant.contractVersion + 1 });

const withoutEnd = (tenant: Tenant): Tenant => {
  const next: { -readonly [Key in keyof Tenant]: Tenant[Key] } = { ...changed(tenant), state: 'active' };
  delete next.contractEnd;
  return next;
};

/** 解約の通知, or another day for one given before. Once the contract has ended its day stands. */
export const giveNotice = (tenant: Tenant, endDate: string, today: LocalDate): Tenant => {
  if (tenant.state !== 'active' && tenant.state !== 'notice') throw illegalState('contract_ended');
  return { ...changed(tenant), state: 'notice', contractEnd: endDateOf(endDate, tenant, today) };
};

export const withdrawNotice = (tenant: Tenant): Tenant => {
  if (tenant.state === 'active') throw illegalState('no_contract_notice');
  if (tenant.state !== 'notice') throw illegalState('contract_ended');
  return withoutEnd(tenant);
};

/** The tenant as it is when its day has come; undefined while it has not. */
export const endWhenDue = (tenant: Tenant, today: LocalDate): (Tenant & { contractEnd: LocalDate }) | undefined => {
  const { state, contractEnd } = tenant;
  if (state !== 'notice' || contractEnd === undefined || compareDates(contractEnd, today) > 0) return undefined;
  return { ...changed(tenant), contractEnd, state: 'ended' };
};

/** Back to life within the grace, once two administrators have cancelled the end; undefined when there is none. */
export const reactivate = (tenant: Tenant): Tenant | undefined =>
  tenant.state === 'notice' || tenant.state === 'ended' ? withoutEnd(tenant) : undefined;
