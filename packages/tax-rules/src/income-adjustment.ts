import { minYen, mulCeil, subYen, yen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { type Trace } from './trace.js';

type Facts = { readonly salaryTotal: Yen; readonly claimed: boolean; readonly hasQualifyingPerson: boolean };

/** The amount for pay of this much; fractions of a yen upwards (切上げ). */
export const adjustmentOfSalary = (pay: Yen, { incomeAdjustment: rule }: Pick<RuleSet, 'incomeAdjustment'>): Yen => {
  const { above, salaryCap, multiply, maximum } = rule.value;
  if (pay <= above) return yen(0);
  return minYen(mulCeil(subYen(minYen(pay, salaryCap), above), multiply), maximum);
};

/**
 * ⑩ 所得金額調整控除額 (子ども・特別障害者等を有する者等)。措法第41条の3の11第1項・第41条の3の12。
 * Only on a claim, only above the threshold.
 */
export const incomeAdjustment = (
  { salaryTotal, claimed, hasQualifyingPerson }: Facts,
  rules: Pick<RuleSet, 'incomeAdjustment'>,
  trace?: Trace,
): Yen => {
  const amount = claimed && hasQualifyingPerson ? adjustmentOfSalary(salaryTotal, rules) : yen(0);
  const rule = rules.incomeAdjustment;
  trace?.step(
    'box10IncomeAdjustment',
    amount,
    { salaryTotal, claimed, hasQualifyingPerson, threshold: rule.value.above },
    rule,
  );
  return amount;
};
