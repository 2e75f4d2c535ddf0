import { minYen, subYen, yen, type Yen } from '@nencho/kernel';
import type { JudgedFamily } from './family.js';
import type { Ledger } from './ledger.js';
import type { RuleSet } from './parameters/rule-set.js';
import type { Trace } from './trace.js';

type Rules = Pick<RuleSet, 'flatReduction'>;

/**
 * 定額減税 of R6 (年調減税額): 30,000 yen for the person, the 同一生計配偶者 and each 扶養親族, residents only, children under 16 among
 * them, and not whom another taxpayer claims. 措法第41条の3の7・第41条の3の8。 Nothing in other years.
 */
export const flatReductionPersons = (
  { spouse, relatives }: JudgedFamily,
  totalIncome: Yen,
  { flatReduction }: Rules,
): number => {
  if (flatReduction === undefined || totalIncome > flatReduction.value.ownIncomeLimit) return 0;
  const ofFamily = relatives.filter((one) => one.isDependant && !one.claimedByOther && !one.nonResident).length;
  return 1 + (spouse?.isDependant === true && !spouse.nonResident ? 1 : 0) + ofFamily;
};

/** 年調減税額 for so many people; no figure of the reduction has a step in the years that do not know it. */
export const flatReductionAmount = (flatReductionPersons: number, { flatReduction }: Rules, trace?: Trace): Yen => {
  if (flatReduction === undefined) return yen(0);
  const amount = yen(flatReductionPersons * flatReduction.value.perPerson);
  trace?.step('flatReductionAmount', amount, { flatReductionPersons }, flatReduction);
  return amount;
};

/** 控除外額: what of the reduction the tax does not use up. */
export const flatReductionUnused = (
  { flatReductionAmount, box25AnnualIncomeTax }: Readonly<Ledger>,
  { flatReduction }: Rules,
  trace?: Trace,
): Yen => {
  const unused = subYen(flatReductionAmount, minYen(flatReductionAmount, box25AnnualIncomeTax));
  if (flatReduction !== undefined) {
    trace?.step('flatReductionUnused', unused, { flatReductionAmount, box25AnnualIncomeTax }, flatReduction);
  }
  return unused;
};

/** ㉕ less the reduction: what 102.1 % is taken of. */
export const incomeTaxAfterFlatReduction = (
  { flatReductionAmount, box25AnnualIncomeTax }: Readonly<Ledger>,
  { flatReduction }: Rules,
  trace?: Trace,
): Yen => {
  const rest = subYen(box25AnnualIncomeTax, minYen(flatReductionAmount, box25AnnualIncomeTax));
  if (flatReduction !== undefined) {
    trace?.step('incomeTaxAfterFlatReduction', rest, { box25AnnualIncomeTax, flatReductionAmount }, flatReduction);
  }
  return rest;
};
