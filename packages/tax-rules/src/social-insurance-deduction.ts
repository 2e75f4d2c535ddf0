import { type Yen } from '@nencho/kernel';
import type { AdjustmentInput } from './adjustment-input.js';
import { type RuleSet } from './parameters/rule-set.js';
import { type Trace } from './trace.js';

// Each is deducted in full: what was paid in the year.

type Rules = Pick<RuleSet, 'fullDeduction'>;
type Paid = Pick<AdjustmentInput, 'socialInsuranceWithheld' | 'socialInsuranceDeclared' | 'mutualAidDeclared'>;

/** ⑫ 社会保険料等 withheld from pay. 所得税法第74条。 */
export const socialInsuranceWithheld = ({ socialInsuranceWithheld: paid }: Paid, rules: Rules, trace?: Trace): Yen => {
  trace?.step('box12SocialInsuranceWithheld', paid, { socialInsuranceWithheld: paid }, rules.fullDeduction);
  return paid;
};

/** ⑬ 社会保険料 declared. 所得税法第74条。 */
export const socialInsuranceDeclared = ({ socialInsuranceDeclared: paid }: Paid, rules: Rules, trace?: Trace): Yen => {
  trace?.step('box13SocialInsuranceDeclared', paid, { socialInsuranceDeclared: paid }, rules.fullDeduction);
  return paid;
};

/** ⑭ 小規模企業共済等掛金 declared. 所得税法第75条。 */
export const mutualAidDeclared = ({ mutualAidDeclared: paid }: Paid, rules: Rules, trace?: Trace): Yen => {
  trace?.step('box14SmallEnterpriseMutualAid', paid, { mutualAidDeclared: paid }, rules.fullDeduction);
  return paid;
};
