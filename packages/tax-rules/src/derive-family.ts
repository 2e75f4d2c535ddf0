import { validationFailed, yen, type LocalDate, type Yen } from '@nencho/kernel';
import type { FamilyMember, NonResidentReason, Relative } from './adjustment-input.js';
import { salaryIncome } from './employment-income.js';
import type { AdjustmentFacts, NonResidentFacts, Relation, RelativeFacts, SpouseFacts, StatedDate } from './facts.js';
import { countedIncome, pensionIncome } from './income-kinds.js';
import type { RuleSet } from './parameters/rule-set.js';
import { pensionAdjustment } from './total-income.js';

const linealAscendants: ReadonlySet<Relation> = new Set([
  'parent',
  'grandparent',
  'spouse_parent',
  'spouse_grandparent',
]);

const stated = (date: StatedDate, path: string): LocalDate => {
  if (date === '') throw validationFailed([{ path, rule: 'required' }]);
  return date;
};

/** Everything but pay, with a pension after 所得金額調整控除 ②: it lowers 給与所得, which is the same in the sum. */
const otherIncomeOf = ({ salaryRevenue, otherIncome, incomes }: SpouseFacts | RelativeFacts, rules: RuleSet): Yen => {
  if (incomes === undefined) return otherIncome;
  const pension = pensionIncome(incomes);
  const adjustment =
    pension === 0 ? 0 : pensionAdjustment(salaryIncome(rules.salaryTable.value, salaryRevenue), pension, rules);
  return yen(otherIncome + countedIncome(incomes) + pension - adjustment);
};

/** The earlier of the two deaths within the facts, if any: judged as on that day (所得税法第85条). */
const judgedOn = (member: LocalDate | undefined, person: LocalDate | undefined): LocalDate | undefined =>
  member === undefined || (person !== undefined && person < member) ? person : member;

const memberOf = (
  facts: SpouseFacts | RelativeFacts,
  path: string,
  death: LocalDate | undefined,
  rules: RuleSet,
): FamilyMember => {
  const { salaryRevenue, disability, livingTogether, nonResident } = facts;
  const ageJudgedOn = judgedOn(facts.diedOn, death);
  return {
    birthDate: stated(facts.birthDate, `${path}.birthDate`),
    salaryRevenue,
    otherIncome: otherIncomeOf(facts, rules),
    disability,
    livingTogether,
    nonResident: nonResident !== undefined,
    ...(ageJudgedOn === undefined ? {} : { ageJudgedOn }),
  };
};

/** The reason of a 国外居住親族; remittances below the limit of the law are none. */
const reasonOf = (facts: NonResidentFacts | undefined, { nonResidentRemittance }: RuleSet): NonResidentReason => {
  if (facts?.reason === 'remittance_380k' && facts.remittance < nonResidentRemittance.value) return 'none';
  return facts?.reason ?? 'none';
};

/** A spouse whom the law knows: 事実婚, 専従者 and whoever another taxpayer claims are none for any deduction. */
const isSpouseOfLaw = ({ deFacto, familyEmployee, claimedByOther }: SpouseFacts): boolean =>
  deFacto !== true && familyEmployee !== true && claimedByOther !== true;

const spouseOf = (facts: SpouseFacts, death: LocalDate | undefined, rules: RuleSet): FamilyMember => ({
  ...memberOf(facts, 'spouse', death, rules),
  ...(facts.livesWithRelative === true ? { livingWithRelative: true } : {}),
});

const relativeOf = (facts: RelativeFacts, index: number, death: LocalDate | undefined, rules: RuleSet): Relative => ({
  ...memberOf(facts, `relatives[${index}]`, death, rules),
  livingTogether: facts.livingTogether || facts.livesWith === 'spouse',
  ...(facts.livesWith === 'other_relative' ? { livingWithRelative: true } : {}),
  id: facts.id,
  linealAscendant: linealAscendants.has(facts.relation),
  child: facts.relation === 'child',
  claimedByOther: facts.claimedByOther,
  nonResidentReason: reasonOf(facts.nonResident, rules),
});

/** The day of the person's own death, when the adjustment is made because of it. */
const ownDeath = ({ employment }: AdjustmentFacts): LocalDate | undefined =>
  employment?.left?.reason === 'death' ? employment.left.on : undefined;

/** The family of the input, without those who are 専従者. Throws AppError `validation_failed` for a member without a birth date. */
export const deriveFamily = (
  facts: AdjustmentFacts,
  rules: RuleSet,
): { readonly spouse: FamilyMember | undefined; readonly relatives: readonly Relative[] } => {
  const { spouse } = facts;
  const death = ownDeath(facts);
  return {
    spouse: spouse !== undefined && isSpouseOfLaw(spouse) ? spouseOf(spouse, death, rules) : undefined,
    relatives: facts.relatives
      .map((relative, i) => (relative.familyEmployee === true ? undefined : relativeOf(relative, i, death, rules)))
      .filter((relative) => relative !== undefined),
  };
};
