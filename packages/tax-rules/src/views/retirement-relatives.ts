import { addYen, subYen, type Yen } from '@nencho/kernel';
import type { AdjustmentFacts, RelativeFacts, SpouseFacts } from '../facts.js';
import type { IncomeFacts } from '../income-facts.js';
import type { RuleSet } from '../parameters/rule-set.js';
import type { StatedRelative, ViewPeople } from './view-source.js';

/** 退職手当等を有する配偶者・扶養親族・特定親族: for the residents' tax only, which leaves 退職所得 out. */
export type RetirementRelative = {
  readonly stated: SpouseFacts | RelativeFacts;
  readonly incomeWithoutRetirement: Yen;
};

const retirementOf = (incomes: readonly IncomeFacts[] = []): Yen =>
  addYen(...incomes.filter(({ kind }) => kind === 'retirement').map(({ amount }) => amount));

const withinLimits = (relative: StatedRelative, income: Yen, rules: RuleSet): boolean => {
  const { specificFrom, specificBelow } = rules.dependantAges.value;
  const studentAge = relative.ageAtYearEnd >= specificFrom && relative.ageAtYearEnd < specificBelow;
  const special = rules.specialRelative?.value.at(-1)?.upTo;
  return income <= rules.dependantIncomeLimit.value || (studentAge && special !== undefined && income <= special);
};

/** Whoever of the family has 退職所得 and is within the limits without it; nobody whom another taxpayer claims. */
export const retirementRelatives = (
  facts: AdjustmentFacts,
  { judged: { spouse }, relatives, rules }: ViewPeople,
): readonly RetirementRelative[] => {
  const ofSpouse = retirementOf(facts.spouse?.incomes);
  const limit = rules.spouse.special.value.at(-1)?.upTo;
  const spouseIncome = spouse === undefined ? undefined : subYen(spouse.totalIncome, ofSpouse);
  const stated = facts.spouse;
  const counts =
    stated !== undefined && ofSpouse > 0 && spouseIncome !== undefined && limit !== undefined && spouseIncome <= limit;
  return [
    ...(counts ? [{ stated, incomeWithoutRetirement: spouseIncome }] : []),
    ...relatives.flatMap((relative) => {
      const retirement = retirementOf(relative.stated.incomes);
      const income = subYen(relative.totalIncome, retirement);
      return retirement > 0 && !relative.claimedByOther && withinLimits(relative, income, rules)
        ? [{ stated: relative.stated, incomeWithoutRetirement: income }]
        : [];
    }),
  ];
};
