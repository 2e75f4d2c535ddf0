import { yen, type Yen } from '@nencho/kernel';
import { type RelativeCategory } from './dependant-deduction.js';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

/** 特定親族特別控除額 for one relative aged 19–22 (part of ⑱)。所得税法第84条の2。 */
export const specialRelativeDeduction = (
  relative: { readonly totalIncome: Yen; readonly category: RelativeCategory; readonly claimedByOther: boolean },
  parameters: Pick<RuleSet, 'specialRelative' | 'dependantIncomeLimit'>,
): Explained => {
  const applies = relative.category === 'special_relative' && !relative.claimedByOther;
  const { specialRelative } = parameters;
  const row = specialRelative?.value.find((candidate) => relative.totalIncome <= candidate.upTo);
  return {
    value: (applies ? row?.amount : undefined) ?? yen(0),
    inputs: { relativeTotalIncome: relative.totalIncome, claimedByOther: relative.claimedByOther },
    from: [specialRelative ?? parameters.dependantIncomeLimit],
  };
};
