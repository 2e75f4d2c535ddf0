import { yen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { rowFor } from './table.js';
import { type Trace } from './trace.js';

/** ⑳ 基礎控除額。所得税法第86条。 Only with 基礎控除申告書; each threshold is 以下. */
export const basicDeduction = (
  totalIncome: Yen,
  claimed: boolean,
  { basicDeduction: table }: Pick<RuleSet, 'basicDeduction'>,
  trace?: Trace,
): Yen => {
  const row = claimed ? rowFor(table.value, totalIncome) : undefined;
  const amount = row?.amount ?? yen(0);
  trace?.step('box20Basic', amount, { totalIncomeEstimate: totalIncome, claimed }, table);
  return amount;
};
