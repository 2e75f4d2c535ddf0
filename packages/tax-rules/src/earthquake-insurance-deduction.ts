import { addYen, minYen, type Yen } from '@nencho/kernel';
import { premiumDeduction } from './life-insurance-deduction.js';
import { type RuleSet } from './parameters/rule-set.js';
import { type Trace } from './trace.js';

export type EarthquakePremiums = { readonly earthquake: Yen; readonly oldLongTerm: Yen };

/** ⑯ 地震保険料の控除額, 旧長期損害保険料 included。所得税法第77条。 Fractions of a yen upwards (切上げ). */
export const earthquakeInsuranceDeduction = (
  { earthquake, oldLongTerm }: EarthquakePremiums,
  { earthquake: tables }: Pick<RuleSet, 'earthquake'>,
  trace?: Trace,
): Yen => {
  const { earthquakeMaximum, oldLongTerm: oldFormula, totalMaximum } = tables;
  const current = minYen(earthquake, earthquakeMaximum.value);
  const old = premiumDeduction(oldLongTerm, oldFormula.value);
  const amount = minYen(addYen(current, old), totalMaximum.value);
  const inputs = { earthquake, oldLongTerm, maximum: totalMaximum.value };
  trace?.step('box16EarthquakeInsurance', amount, inputs, earthquakeMaximum, oldFormula, totalMaximum);
  return amount;
};
