import type { TaxYear, Yen } from '@nencho/kernel';
import type { AdjustmentInput, FamilyMember, Relative } from './adjustment-input.js';
import { ageForYear } from './age.js';
import { isDependant, relativeCategory, type RelativeCategory } from './dependant-deduction.js';
import { familyIncome } from './employment-income.js';
import type { RuleSet } from './parameters/rule-set.js';

type Judged = {
  readonly totalIncome: Yen;
  /** On 31 December, or on the day of a death. */
  readonly ageAtYearEnd: number;
  /** 同一生計配偶者 or 扶養親族: within the income limit. */
  readonly isDependant: boolean;
};

export type JudgedSpouse = FamilyMember & Judged & { readonly elderly: boolean };
export type JudgedRelative = Relative & Judged & { readonly category: RelativeCategory };

/** The family with its incomes, ages and categories, and what its members make possible for the person. */
export type JudgedFamily = {
  readonly spouse: JudgedSpouse | undefined;
  readonly relatives: readonly JudgedRelative[];
  /** A 扶養親族 under 23, also one whom another taxpayer claims. */
  readonly hasYoungDependant: boolean;
  /** Somebody makes 所得金額調整控除 possible: 特別障害者 or a 扶養親族 under 23. */
  readonly hasQualifyingPerson: boolean;
};

type People = Pick<AdjustmentInput, 'taxYear' | 'disability' | 'spouse' | 'relatives'>;

/** 合計所得金額 and age: on 31 December or at death; everything else is as it is on the day of the adjustment. */
const incomeAndAge = (member: FamilyMember, year: TaxYear, rules: RuleSet) => ({
  totalIncome: familyIncome(rules.salaryTable.value, member.salaryRevenue, member.otherIncome),
  ageAtYearEnd: ageForYear(member.birthDate, year, member.ageJudgedOn),
});

const judgeSpouse = (spouse: FamilyMember, year: TaxYear, rules: RuleSet): JudgedSpouse => {
  const { totalIncome, ageAtYearEnd } = incomeAndAge(spouse, year, rules);
  const isDependant = totalIncome <= rules.dependantIncomeLimit.value;
  const elderly = ageAtYearEnd >= rules.spouse.elderlyFromAge.value;
  return { ...spouse, totalIncome, ageAtYearEnd, isDependant, elderly };
};

const judgeRelative = (relative: Relative, year: TaxYear, rules: RuleSet): JudgedRelative => {
  const { totalIncome, ageAtYearEnd } = incomeAndAge(relative, year, rules);
  const category = relativeCategory(relative, totalIncome, ageAtYearEnd, rules);
  return { ...relative, totalIncome, ageAtYearEnd, isDependant: isDependant(category), category };
};

const isSpecial = (member: Judged & FamilyMember): boolean => member.isDependant && member.disability === 'special';

/** Who the members of the family are for the law, once for every rule that asks. */
export const judgeFamily = ({ taxYear, disability, spouse, relatives }: People, rules: RuleSet): JudgedFamily => {
  const judgedSpouse = spouse && judgeSpouse(spouse, taxYear, rules);
  const judgedRelatives = relatives.map((relative) => judgeRelative(relative, taxYear, rules));
  const youngBelow = rules.youngDependantBelowAge.value;
  const hasYoungDependant = judgedRelatives.some((one) => one.isDependant && one.ageAtYearEnd < youngBelow);
  const hasSpecialDisability =
    disability === 'special' ||
    (judgedSpouse !== undefined && isSpecial(judgedSpouse)) ||
    judgedRelatives.some(isSpecial);
  return {
    spouse: judgedSpouse,
    relatives: judgedRelatives,
    hasYoungDependant,
    hasQualifyingPerson: hasYoungDependant || hasSpecialDisability,
  };
};
