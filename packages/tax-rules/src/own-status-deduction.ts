import { yen, type Yen } from '@nencho/kernel';
import type { AdjustmentInput, PersonalStatus } from './adjustment-input.js';
import type { JudgedFamily } from './family.js';
import type { RuleSet } from './parameters/rule-set.js';
import type { Trace } from './trace.js';

/** A claim of the person's own status that the law does not allow, by the requirement that is missing. */
export type InvalidClaim =
  | 'single_parent_income_over_limit'
  | 'single_parent_without_child'
  | 'widow_income_over_limit'
  | 'widow_without_dependant'
  | 'working_student_income_over_limit'
  | 'working_student_other_income_over_limit'
  | 'income_adjustment_without_qualifying_person'
  | 'life_special_without_young_dependant';

type Judged = { readonly totalIncome: Yen; readonly family: JudgedFamily };

/** 子: within the income limit and not somebody else's dependant (所得税法施行令第11条の2). */
const hasChildOfOwn = ({ relatives }: JudgedFamily): boolean =>
  relatives.some((relative) => relative.isDependant && relative.child && !relative.claimedByOther);

/** A 扶養親族 of one's own: what a 寡婦 who is divorced needs. */
const hasDependantOfOwn = ({ relatives }: JudgedFamily): boolean =>
  relatives.some((relative) => relative.isDependant && !relative.claimedByOther);

const isWidow = (status: PersonalStatus): boolean => status === 'widow' || status === 'widow_divorced';

/** What a claimed status of the person lacks. 所得税法第2条第1項第30号・第31号・第32号。 */
export const statusFailures = (
  input: Pick<
    AdjustmentInput,
    'personalStatus' | 'workingStudent' | 'publicPensionIncome' | 'otherIncome' | 'otherIncomeFromLabour'
  >,
  { totalIncome, family }: Judged,
  rules: Pick<RuleSet, 'widow' | 'singleParent' | 'workingStudent'>,
): readonly InvalidClaim[] => {
  const { personalStatus, workingStudent } = input;
  if (personalStatus === 'none' && !workingStudent) return [];
  const student = rules.workingStudent.value;
  const notFromLabour = input.publicPensionIncome + input.otherIncome - (input.otherIncomeFromLabour ?? 0);
  const failures: readonly (InvalidClaim | false)[] = [
    personalStatus === 'single_parent' &&
      totalIncome > rules.singleParent.value.ownIncomeLimit &&
      'single_parent_income_over_limit',
    personalStatus === 'single_parent' && !hasChildOfOwn(family) && 'single_parent_without_child',
    isWidow(personalStatus) && totalIncome > rules.widow.value.ownIncomeLimit && 'widow_income_over_limit',
    personalStatus === 'widow_divorced' && !hasDependantOfOwn(family) && 'widow_without_dependant',
    workingStudent && totalIncome > student.ownIncomeLimit && 'working_student_income_over_limit',
    workingStudent && notFromLabour > student.incomeNotFromLabourLimit && 'working_student_other_income_over_limit',
  ];
  return failures.filter((failure) => failure !== false);
};

/** 寡婦控除 or ひとり親控除 (part of ⑲)。所得税法第80条・第81条。 */
export const widowOrSingleParentDeduction = (
  status: PersonalStatus,
  failures: readonly InvalidClaim[],
  totalIncome: Yen,
  rules: Pick<RuleSet, 'widow' | 'singleParent'>,
  trace?: Trace,
): Yen => {
  const rule = status === 'single_parent' ? rules.singleParent : rules.widow;
  const claimed = status !== 'none';
  const prefix = isWidow(status) ? 'widow_' : 'single_parent_';
  const failed = claimed && failures.some((failure) => failure.startsWith(prefix));
  const amount = claimed && !failed ? rule.value.amount : yen(0);
  const inputs = { totalIncomeEstimate: totalIncome, claimed, requirementsMet: !failed };
  trace?.step('widowOrSingleParentDeduction', amount, inputs, rule);
  return amount;
};

/** 勤労学生控除 (part of ⑲)。所得税法第82条。 */
export const workingStudentDeduction = (
  claimed: boolean,
  failures: readonly InvalidClaim[],
  totalIncome: Yen,
  { workingStudent: rule }: Pick<RuleSet, 'workingStudent'>,
  trace?: Trace,
): Yen => {
  const failed = failures.some((failure) => failure.startsWith('working_student'));
  const amount = claimed && !failed ? rule.value.amount : yen(0);
  const inputs = { totalIncomeEstimate: totalIncome, claimed, requirementsMet: !failed };
  trace?.step('workingStudentDeduction', amount, inputs, rule);
  return amount;
};
