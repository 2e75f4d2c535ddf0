import { minYen, subYen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

/** ㉔ 住宅借入金等特別控除額: the amount on the form, not more than the computed tax ㉓。措法第41条の2の2。 */
export const housingLoanCreditApplied = (
  credit: Yen,
  computedTax: Yen,
  parameters: Pick<RuleSet, 'ledgerOrder'>,
): Explained => ({
  value: minYen(credit, computedTax),
  inputs: { housingLoanCreditPossible: credit, box23ComputedTax: computedTax },
  from: [parameters.ledgerOrder],
});

/** What of 住宅借入金等特別控除可能額 the tax of the year does not use up; dropped for income tax. */
export const housingLoanCreditUnused = (
  credit: Yen,
  applied: Yen,
  parameters: Pick<RuleSet, 'ledgerOrder'>,
): Explained => ({
  value: subYen(credit, applied),
  inputs: { housingLoanCreditPossible: credit, box24HousingLoanCreditApplied: applied },
  from: [parameters.ledgerOrder],
});
