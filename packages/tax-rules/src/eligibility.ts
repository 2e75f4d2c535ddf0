import { addYen, compareDates, localDate, type LocalDate, type TaxYear, type Yen } from '@nencho/kernel';
import type { AdjustmentContext, PayTotals } from './derive-input.js';
import { isPartOfAdjustment, type EmploymentFacts, type Leaving } from './employment-facts.js';
import type { AdjustmentFacts } from './facts.js';
import type { RuleSet } from './parameters/rule-set.js';

/** Why somebody is not adjusted (年末調整のしかた, 年末調整の対象とならない人). */
export const exclusionReasons = [
  /** 本年の主たる給与 above 20,000,000 (所得税法第190条) */
  'salary_over_20m',
  /** 災害減免法: this year's withholding was deferred or refunded */
  'disaster_relief',
  /** 乙欄: the 扶養控除等申告書 is elsewhere, or was not submitted */
  'secondary_column',
  /** 丙欄: paid by the day */
  'daily_column',
  /** 非居住者 for the whole year */
  'non_resident',
  /** 中途退職 of a kind that is not adjusted at the exit */
  'left_in_year',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];

/** Whether and when a person is adjusted; `on` is the day as of which the adjustment is made. */
export type Eligibility =
  | { readonly status: 'adjusted'; readonly when: 'year_end' | 'exit' | 'death' | 'departure'; readonly on: LocalDate }
  /** 前職の源泉徴収票 is not there: held until it is. `employers` are indexes of the facts' list. */
  | { readonly status: 'pending'; readonly reason: 'previous_slip_pending'; readonly employers: readonly number[] }
  | { readonly status: 'not_adjusted'; readonly reason: ExclusionReason };

/** ⑦ with the pay of previous employers. 所得税法第190条第1号。 */
export const totalOfMainPay = ({ employers = [] }: AdjustmentFacts, { salaryTotal }: PayTotals): Yen =>
  employers.length === 0
    ? salaryTotal
    : addYen(salaryTotal, ...employers.filter(isPartOfAdjustment).map(({ salary }) => salary));

const excluded = (reason: ExclusionReason): Eligibility => ({ status: 'not_adjusted', reason });

/** 退職: at death and at some exits the adjustment is made then, otherwise the next payer or a final return settles. */
const atExit = (
  { on, reason, expectsOtherPay }: Leaving,
  total: Yen,
  year: TaxYear,
  { partTimeExitLimit }: Pick<RuleSet, 'partTimeExitLimit'>,
): Eligibility => {
  const adjusted: Readonly<Record<Leaving['reason'], boolean>> = {
    death: true,
    disability: !expectsOtherPay,
    after_december_pay: compareDates(on, localDate(`${year}-12-01`)) >= 0,
    part_time: !expectsOtherPay && total <= partTimeExitLimit.value,
    other: false,
  };
  if (!adjusted[reason]) return excluded('left_in_year');
  return { status: 'adjusted', when: reason === 'death' ? 'death' : 'exit', on };
};

const outsidePayroll = ({ column = 'main', disasterRelief, nonResidentFrom }: EmploymentFacts, year: TaxYear) => {
  if (column === 'secondary') return 'secondary_column';
  if (column === 'daily') return 'daily_column';
  if (nonResidentFrom !== undefined && nonResidentFrom <= `${year}-01-01`) return 'non_resident';
  return disasterRelief === true ? 'disaster_relief' : undefined;
};

/** When the year ends for this person here: at the end, on leaving, or on becoming a 非居住者, whatever comes first. */
const occasion = (
  { left, nonResidentFrom }: EmploymentFacts,
  total: Yen,
  { taxYear: year, lastPaymentDate }: AdjustmentContext,
  rules: Pick<RuleSet, 'partTimeExitLimit'>,
): Eligibility => {
  const yearEnd = localDate(`${year}-12-31`);
  const departure = nonResidentFrom !== undefined && nonResidentFrom <= yearEnd ? nonResidentFrom : undefined;
  const leaving = left !== undefined && left.on <= yearEnd ? left : undefined;
  if (leaving !== undefined && (departure === undefined || leaving.on < departure)) {
    return leaving.on < `${year}-01-01` ? excluded('left_in_year') : atExit(leaving, total, year, rules);
  }
  if (departure !== undefined) return { status: 'adjusted', when: 'departure', on: departure };
  return { status: 'adjusted', when: 'year_end', on: lastPaymentDate };
};

/**
 * 年末調整の対象者: whether the person is adjusted, when, or why not. What excludes for good is said before what only holds the
 * adjustment up. 所得税法第190条。
 */
export const eligibility = (
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: AdjustmentContext,
  rules: Pick<RuleSet, 'mainSalaryLimit' | 'partTimeExitLimit'>,
): Eligibility => {
  const { employment = {}, employers = [] } = facts;
  const outside = outsidePayroll(employment, context.taxYear);
  if (outside !== undefined) return excluded(outside);
  const total = totalOfMainPay(facts, pay);
  const when = occasion(employment, total, context, rules);
  if (when.status !== 'adjusted') return when;
  if (total > rules.mainSalaryLimit.value) return excluded('salary_over_20m');
  const pending = employers.flatMap((one, i) => (isPartOfAdjustment(one) && one.slip !== 'received' ? [i] : []));
  return pending.length === 0 ? when : { status: 'pending', reason: 'previous_slip_pending', employers: pending };
};
