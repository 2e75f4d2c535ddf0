import { violation, type FactViolation, type Finding, found } from '../fact-rules.js';
import { disabilityOfProof } from '../disability-proof.js';
import type { AdjustmentFacts, PersonFacts, RelativeFacts, SpouseFacts } from '../facts.js';
import type { JudgedFamily, JudgedRelative, JudgedSpouse } from '../family.js';
import type { RuleSet } from '../parameters/rule-set.js';
import { family } from './context.js';

/** The highest income of a relative that gives a deduction: higher at the age of a 特定親族. */
const incomeLimitOf = ({ ageAtYearEnd }: JudgedRelative, rules: RuleSet): number => {
  const ages = rules.dependantAges.value;
  const student = ageAtYearEnd >= ages.specificFrom && ageAtYearEnd < ages.specificBelow;
  return (student ? rules.specialRelative?.value.at(-1)?.upTo : undefined) ?? rules.dependantIncomeLimit.value;
};

const changesCategory = (age: number, { dependantAges: { value: ages } }: RuleSet): boolean =>
  [ages.generalFrom, ages.specificFrom, ages.specificBelow, ages.elderlyFrom].includes(age);

const relativeFindings = (relative: JudgedRelative, path: string, rules: RuleSet): readonly Finding[] => {
  const { category, isDependant, disability, salaryRevenue, ageAtYearEnd } = relative;
  const reform = rules.notices.newlyQualifyingSalary?.value;
  const newlyQualifies =
    reform !== undefined && isDependant && salaryRevenue > reform.above && salaryRevenue <= reform.upTo;
  return [
    category === 'none' &&
      violation(path, 'relative_income_over_limit', { limit: String(incomeLimitOf(relative, rules)) }),
    !isDependant && disability !== 'none' && violation(`${path}.disability`, 'disability_of_non_dependant'),
    category === 'nonresident_30_69_not_deductible' &&
      violation(`${path}.nonResident.reason`, 'non_resident_without_reason', {
        from: String(rules.nonResidentAges.value.reasonFrom),
        below: String(rules.nonResidentAges.value.reasonBelow),
        limit: String(rules.nonResidentRemittance.value),
      }),
    newlyQualifies && violation(`${path}.salaryRevenue`, 'newly_qualifying_relative', { above: String(reform.above) }),
    category !== 'none' &&
      changesCategory(ageAtYearEnd, rules) &&
      violation(path, 'age_category_changed', { age: String(ageAtYearEnd) }),
  ];
};

const spouseFindings = (spouse: JudgedSpouse, rules: RuleSet): readonly Finding[] => {
  const limit = rules.spouse.special.value.at(-1)?.upTo ?? rules.dependantIncomeLimit.value;
  return [
    spouse.totalIncome > limit && violation('spouse', 'spouse_income_over_limit', { limit: String(limit) }),
    !spouse.isDependant &&
      spouse.disability !== 'none' &&
      violation('spouse.disability', 'disability_of_non_dependant'),
    spouse.ageAtYearEnd === rules.spouse.elderlyFromAge.value &&
      spouse.isDependant &&
      violation('spouse', 'age_category_changed', { age: String(spouse.ageAtYearEnd) }),
  ];
};

/** By income and age, once every birth date is known. Relatives are found by their id: not all of them need be judged. */
export const judgedFamilyFindings = (
  facts: AdjustmentFacts,
  { spouse, relatives }: JudgedFamily,
  rules: RuleSet,
): FactViolation[] =>
  found([
    ...(spouse === undefined ? [] : spouseFindings(spouse, rules)),
    ...relatives.flatMap((relative) => {
      const index = facts.relatives.findIndex(({ id }) => id === relative.id);
      return relativeFindings(relative, `relatives[${index}]`, rules);
    }),
  ]);

type Disabled = Pick<PersonFacts, 'disability' | 'disabilityProof'>;

const abroadFindings = (path: string, member: SpouseFacts | RelativeFacts, rules: RuleSet): readonly Finding[] => {
  const { nonResident, livingTogether } = member;
  if (nonResident === undefined) return [];
  const limit = rules.nonResidentRemittance.value;
  return [
    livingTogether && violation(`${path}.livingTogether`, 'non_resident_living_together'),
    nonResident.reason === 'remittance_380k' &&
      nonResident.remittance < limit &&
      violation(`${path}.nonResident.remittance`, 'remittance_below_limit', { limit: String(limit) }),
  ];
};

const proofFindings = (path: string, { disability, disabilityProof }: Disabled): readonly Finding[] => {
  const proven = disabilityProof === undefined ? undefined : disabilityOfProof(disabilityProof);
  return [proven !== undefined && proven !== disability && violation(`${path}.disability`, 'disability_proof_differs')];
};

/** What is stated about members of the family that the law excludes or asks more of. */
export const statedFamilyFindings = (facts: AdjustmentFacts, rules: RuleSet): FactViolation[] =>
  found([
    facts.spouse?.deFacto === true && violation('spouse.deFacto', 'spouse_de_facto'),
    facts.spouse?.diedOn !== undefined && violation('spouse.diedOn', 'spouse_died_in_year'),
    facts.spouse?.claimedByOther === true && violation('spouse.claimedByOther', 'spouse_claimed_by_other'),
    ...family(facts).flatMap(({ path, member }) => [
      member.familyEmployee === true && violation(`${path}.familyEmployee`, 'family_employee'),
      ...abroadFindings(path, member, rules),
      ...proofFindings(path, member),
    ]),
    ...proofFindings('person', facts.person),
  ]);
