import { minYen, subYen, type Yen } from '@nencho/kernel';
import type { Ledger } from './ledger.js';
import { type RuleSet } from './parameters/rule-set.js';
import { type Trace } from './trace.js';

/** 住宅借入金等特別控除可能額: the amount on the form. */
export const housingLoanCreditPossible = (
  housingLoanCredit: Yen,
  { ledgerOrder }: Pick<RuleSet, 'ledgerOrder'>,
  trace?: Trace,
): Yen => {
  trace?.step('housingLoanCreditPossible', housingLoanCredit, { housingLoanCredit }, ledgerOrder);
  return housingLoanCredit;
};

/** ㉔ 住宅借入金等特別控除額: the amount on the form, not more than the computed tax ㉓。措法第41条の2の2。 */
export const housingLoanCreditApplied = (
  { housingLoanCreditPossible: possible, box23ComputedTax }: Readonly<Ledger>,
  { ledgerOrder }: Pick<RuleSet, 'ledgerOrder'>,
  trace?: Trace,
): Yen => {
  const applied = minYen(possible, box23ComputedTax);
  const inputs = { housingLoanCreditPossible: possible, box23ComputedTax };
  trace?.step('box24HousingLoanCreditApplied', applied, inputs, ledgerOrder);
  return applied;
};

/** What of 住宅借入金等特別控除可能額 the tax of the year does not use up; dropped for income tax. */
export const housingLoanCreditUnused = (
  { housingLoanCreditPossible: possible, box24HousingLoanCreditApplied }: Readonly<Ledger>,
  { ledgerOrder }: Pick<RuleSet, 'ledgerOrder'>,
  trace?: Trace,
): Yen => {
  const unused = subYen(possible, box24HousingLoanCreditApplied);
  const inputs = { housingLoanCreditPossible: possible, box24HousingLoanCreditApplied };
  trace?.step('housingLoanCreditUnused', unused, inputs, ledgerOrder);
  return unused;
};
