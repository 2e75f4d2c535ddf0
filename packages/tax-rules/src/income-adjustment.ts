import { minYen, mulCeil, subYen, yen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

type Facts = { readonly salaryTotal: Yen; readonly claimed: boolean; readonly hasQualifyingPerson: boolean };

/** The amount for pay of this much; fractions of a yen upwards (切上げ). */
export const adjustmentOfSalary = (pay: Yen, parameters: Pick<RuleSet, 'incomeAdjustment'>): Yen => {
  const { above, salaryCap, multiply, maximum } = parameters.incomeAdjustment.value;
  if (pay <= above) return yen(0);
  return minYen(mulCeil(subYen(minYen(pay, salaryCap), above), multiply), maximum);
};

/**
 * ⑩ 所得金額調整控除額 (子ども・特別障害者等を有する者等)。措法第41条の3の11第1項・第41条の3の12。
 * Only on a claim, only above the threshold.
 */
export const incomeAdjustment = (
  { salaryTotal, claimed, hasQualifyingPerson }: Facts,
  parameters: Pick<RuleSet, 'incomeAdjustment'>,
): Explained => {
  const { above } = parameters.incomeAdjustment.value;
  return {
    value: claimed && hasQualifyingPerson ? adjustmentOfSalary(salaryTotal, parameters) : yen(0),
    inputs: { salaryTotal, claimed, hasQualifyingPerson, threshold: above },
    from: [parameters.incomeAdjustment],
  };
};
