import { found, violation, type FactViolation, type Finding } from '../fact-rules.js';
import type { AdjustmentFacts } from '../facts.js';
import type { InvalidClaim } from '../own-status-deduction.js';
import type { RuleSet } from '../parameters/rule-set.js';

/** What a claimed status lacks, as the calculation found it, at the place where it is claimed. */
const failureOf = (claim: InvalidClaim, rules: RuleSet): Finding => {
  const student = rules.workingStudent.value;
  switch (claim) {
    case 'widow_income_over_limit':
      return violation('status.widow', claim, { limit: String(rules.widow.value.ownIncomeLimit) });
    case 'widow_without_dependant':
      return violation('status.widow', claim);
    case 'single_parent_income_over_limit':
      return violation('status.singleParent', claim, { limit: String(rules.singleParent.value.ownIncomeLimit) });
    case 'single_parent_without_child':
      return violation('status.singleParent', claim);
    case 'working_student_income_over_limit':
      return violation('status.workingStudent', claim, { limit: String(student.ownIncomeLimit) });
    case 'working_student_other_income_over_limit':
      return violation('status.workingStudent', claim, { limit: String(student.incomeNotFromLabourLimit) });
    // These are claims, not statuses: checks/claims.ts.
    case 'income_adjustment_without_qualifying_person':
    case 'life_special_without_young_dependant':
      return false;
  }
};

/** 寡婦, ひとり親, 勤労学生: E8 13 and 14. */
export const ownStatusFindings = (
  { status, spouse }: AdjustmentFacts,
  invalidClaims: readonly InvalidClaim[],
  rules: RuleSet,
): FactViolation[] => {
  if (status === undefined) return [];
  const { widow, singleParent } = status;
  return found([
    widow !== undefined && singleParent !== undefined && violation('status', 'widow_and_single_parent'),
    widow?.deFactoPartner === true && violation('status.widow.deFactoPartner', 'de_facto_partner'),
    singleParent?.deFactoPartner === true && violation('status.singleParent.deFactoPartner', 'de_facto_partner'),
    singleParent !== undefined &&
      singleParent.reason !== 'fate_unknown' &&
      spouse !== undefined &&
      spouse.diedOn === undefined &&
      violation('status.singleParent', 'single_parent_with_spouse'),
    ...invalidClaims.map((claim) => failureOf(claim, rules)),
  ]);
};
