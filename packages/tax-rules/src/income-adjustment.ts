import { minYen, mulCeil, subYen, yen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/parameters.js';
import { type Explained } from './trace.js';

type Facts = { readonly salaryTotal: Yen; readonly claimed: boolean; readonly hasQualifyingPerson: boolean };

/**
 * ⑩ 所得金額調整控除額 (子ども・特別障害者等を有する者等)。措法第41条の3の11第1項・第41条の3の12。
 * Only on a claim, only above the threshold; fractions of a yen upwards (切上げ).
 */
export const incomeAdjustment = (
  { salaryTotal, claimed, hasQualifyingPerson }: Facts,
  parameters: Pick<RuleSet, 'incomeAdjustment'>,
): Explained => {
  const { above, salaryCap, multiply, maximum } = parameters.incomeAdjustment.value;
  const applies = claimed && hasQualifyingPerson && salaryTotal > above;
  const excess = subYen(minYen(salaryTotal, salaryCap), above);
  return {
    value: applies ? minYen(mulCeil(excess, multiply), maximum) : yen(0),
    inputs: { salaryTotal, claimed, hasQualifyingPerson, threshold: above },
    from: [parameters.incomeAdjustment],
  };
};
