import { yen, type Yen } from '@nencho/kernel';
import { type RelativeCategory } from './dependant-deduction.js';
import { type RuleSet } from './parameters/rule-set.js';
import { rowFor } from './table.js';
import { type Trace } from './trace.js';

/** 特定親族特別控除額 for one relative aged 19–22 (part of ⑱)。所得税法第84条の2。 */
export const specialRelativeDeduction = (
  relative: { readonly totalIncome: Yen; readonly category: RelativeCategory; readonly claimedByOther: boolean },
  { specialRelative, dependantIncomeLimit }: Pick<RuleSet, 'specialRelative' | 'dependantIncomeLimit'>,
  trace?: Trace,
): Yen => {
  const { totalIncome, category, claimedByOther } = relative;
  const applies = category === 'special_relative' && !claimedByOther && specialRelative !== undefined;
  const amount = (applies ? rowFor(specialRelative.value, totalIncome)?.amount : undefined) ?? yen(0);
  trace?.step(
    'specialRelativeDeduction',
    amount,
    { relativeTotalIncome: totalIncome, claimedByOther },
    specialRelative ?? dependantIncomeLimit,
  );
  return amount;
};
