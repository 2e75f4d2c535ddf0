import type { Yen } from '@nencho/kernel';
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

/** Ages on 31 December or at death; everything else as it is on the day of the adjustment. */
export const judgeFamily = ({ taxYear, disability, spouse, relatives }: People, rules: RuleSet): JudgedFamily => {
  const judged = <Member extends FamilyMember>(member: Member) => ({
    ...member,
    totalIncome: familyIncome(rules.salaryTable.value, member.salaryRevenue, member.otherIncome),
    ageAtYearEnd: ageForYear(member.birthDate, taxYear, member.ageJudgedOn),
  });
  const judgedRelatives = relatives.map((relative) => {
    const known = judged(relative);
    const category = relativeCategory(known, rules);
    return { ...known, category, isDependant: isDependant(category) };
  });
  const known = spouse === undefined ? undefined : judged(spouse);
  const judgedSpouse = known && {
    ...known,
    isDependant: known.totalIncome <= rules.dependantIncomeLimit.value,
    elderly: known.ageAtYearEnd >= rules.spouse.elderlyFromAge.value,
  };
  const dependants = judgedRelatives.filter((relative) => relative.isDependant);
  const family = [...(judgedSpouse === undefined ? [] : [judgedSpouse]), ...dependants];
  const hasYoungDependant = dependants.some((one) => one.ageAtYearEnd < rules.youngDependantBelowAge.value);
  return {
    spouse: judgedSpouse,
    relatives: judgedRelatives,
    hasYoungDependant,
    hasQualifyingPerson:
      disability === 'special' ||
      hasYoungDependant ||
      family.some((member) => member.isDependant && member.disability === 'special'),
  };
};
