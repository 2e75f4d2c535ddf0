import { type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

/**
 * ⑫ 社会保険料等 withheld, ⑬ declared (所得税法第74条) and ⑭ 小規模企業共済等掛金 declared (第75条): each in full, what was
 * paid in the year.
 */
export const fullDeduction = (
  name: 'socialInsuranceWithheld' | 'socialInsuranceDeclared' | 'mutualAidDeclared',
  amount: Yen,
  parameters: Pick<RuleSet, 'fullDeduction'>,
): Explained => ({ value: amount, inputs: { [name]: amount }, from: [parameters.fullDeduction] });
