import { yen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

/** ⑳ 基礎控除額。所得税法第86条。 Only with 基礎控除申告書; each threshold is 以下. */
export const basicDeduction = (
  totalIncome: Yen,
  claimed: boolean,
  parameters: Pick<RuleSet, 'basicDeduction'>,
): Explained => {
  const row = claimed ? parameters.basicDeduction.value.find((candidate) => totalIncome <= candidate.upTo) : undefined;
  return {
    value: row?.amount ?? yen(0),
    inputs: { totalIncomeEstimate: totalIncome, claimed },
    from: [parameters.basicDeduction],
  };
};
