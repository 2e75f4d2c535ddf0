import { addYen, minYen, type Yen } from '@nencho/kernel';
import { premiumDeduction } from './life-insurance-deduction.js';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

export type EarthquakePremiums = { readonly earthquake: Yen; readonly oldLongTerm: Yen };

/** ⑯ 地震保険料の控除額, 旧長期損害保険料 included。所得税法第77条。 Fractions of a yen upwards (切上げ). */
export const earthquakeInsuranceDeduction = (
  { earthquake, oldLongTerm }: EarthquakePremiums,
  { earthquake: tables }: Pick<RuleSet, 'earthquake'>,
): Explained => {
  const current = minYen(earthquake, tables.earthquakeMaximum.value);
  const old = premiumDeduction(oldLongTerm, tables.oldLongTerm.value);
  return {
    value: minYen(addYen(current, old), tables.totalMaximum.value),
    inputs: { earthquake, oldLongTerm, maximum: tables.totalMaximum.value },
    from: [tables.earthquakeMaximum, tables.oldLongTerm, tables.totalMaximum],
  };
};
