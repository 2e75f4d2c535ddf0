import { minYen, subYen, yen, type Yen } from '@nencho/kernel';
import type { JudgedFamily } from './family.js';
import type { RuleSet } from './parameters/rule-set.js';
import { derived, type Explained } from './trace.js';

/**
 * 定額減税 of R6 (年調減税額): 30,000 yen for the person, the 同一生計配偶者 and each 扶養親族, residents only, children under 16 among
 * them, and not whom another taxpayer claims. 措法第41条の3の7・第41条の3の8。 Nothing in other years.
 */
export const flatReductionPersons = (
  { spouse, relatives }: JudgedFamily,
  totalIncome: Yen,
  { flatReduction }: Pick<RuleSet, 'flatReduction'>,
): number => {
  if (flatReduction === undefined || totalIncome > flatReduction.value.ownIncomeLimit) return 0;
  const ofFamily = relatives.filter((one) => one.isDependant && !one.claimedByOther && !one.nonResident).length;
  return 1 + (spouse?.isDependant === true && !spouse.nonResident ? 1 : 0) + ofFamily;
};

/** The reduction and what remains: ㉕ less the reduction is what 102.1 % is taken of; the rest is 控除外額. */
export const flatReductionFigures = (persons: number, incomeTax: Yen, rules: RuleSet) => {
  const rule = rules.flatReduction ?? rules.ledgerOrder;
  const amount = yen(persons * (rules.flatReduction?.value.perPerson ?? 0));
  const used = minYen(amount, incomeTax);
  const explained = (value: Yen, inputs: Readonly<Record<string, Yen>>): Explained => derived(value, inputs, rule);
  return {
    flatReductionAmount: { value: amount, inputs: { flatReductionPersons: persons }, from: [rule] },
    flatReductionUnused: explained(subYen(amount, used), {
      flatReductionAmount: amount,
      box25AnnualIncomeTax: incomeTax,
    }),
    incomeTaxAfterFlatReduction: explained(subYen(incomeTax, used), {
      box25AnnualIncomeTax: incomeTax,
      flatReductionAmount: amount,
    }),
  };
};
