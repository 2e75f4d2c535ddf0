import { compareDates, localDate, yen, type LocalDate } from '@nencho/kernel';
import { computeAdjustment, type AdjustmentResult } from './adjustment.js';
import type { AdjustmentInput } from './adjustment-input.js';
import { deriveInput, type AdjustmentContext, type PayTotals } from './derive-input.js';
import { found, violation, type FactViolation, type Finding } from './fact-rules.js';
import { type AdjustmentFacts, type SpecialCaseFacts } from './facts.js';
import { judgeFamily, type JudgedFamily, type JudgedRelative } from './family.js';
import { parametersFor } from './parameters/parameters-for.js';
import { type RuleSet } from './parameters/rule-set.js';

/** With `pay` the checks use the real totals, before that `person.estimatedSalary`, if stated. */
export type CheckContext = AdjustmentContext & { readonly pay?: PayTotals | undefined };

/** The spouse, if any, and the relatives, each with the path of their facts. */
const family = (facts: AdjustmentFacts) => [
  ...(facts.spouse === undefined ? [] : [{ path: 'spouse', member: facts.spouse }]),
  ...facts.relatives.map((member, i) => ({ path: `relatives[${i}]`, member })),
];

const missingOfFamily = (facts: AdjustmentFacts): FactViolation[] =>
  found(
    family(facts).flatMap(({ path, member }) => [
      member.name.trim() === '' && violation(`${path}.name`, 'required'),
      member.birthDate === '' && violation(`${path}.birthDate`, 'required'),
      member.kana.trim() === '' && violation(`${path}.kana`, 'kana_missing'),
    ]),
  );

/** Contracts and contributions: a row says what it is and how much, or it is deleted. */
const missingOfPayments = (facts: AdjustmentFacts): FactViolation[] => {
  const rows = [
    ...(['lifeInsurance', 'earthquakeInsurance'] as const).flatMap((list) =>
      facts[list].map(({ insurer, netPremium }, i) => [`${list}[${i}]`, { insurer, netPremium }] as const),
    ),
    ...(['socialInsurance', 'mutualAid'] as const).flatMap((list) =>
      facts[list].map(({ kind, amount }, i) => [`${list}[${i}]`, { kind, amount }] as const),
    ),
  ];
  return rows.flatMap(([path, row]) =>
    Object.entries(row).flatMap(([name, value]) =>
      value === 0 || String(value).trim() === '' ? [violation(`${path}.${name}`, 'required')] : [],
    ),
  );
};

const specialCases = [
  'widow',
  'singleParent',
  'workingStudent',
  'nonResidentRelative',
  'publicPension',
  'otherEmployer',
] as const satisfies readonly (keyof SpecialCaseFacts)[];

const unsupported = (facts: AdjustmentFacts): FactViolation[] =>
  specialCases
    .filter((name) => facts.specialCases[name])
    .map((name) => violation(`specialCases.${name}`, 'unsupported_case', { case: name }));

const duplicateIds = (facts: AdjustmentFacts): FactViolation[] => {
  const lists = ['relatives', 'lifeInsurance', 'earthquakeInsurance', 'socialInsurance', 'mutualAid'] as const;
  return lists.flatMap((list) => {
    const ids = facts[list].map((item) => item.id);
    return found(ids.map((id, i) => ids.indexOf(id) < i && violation(`${list}[${i}].id`, 'duplicate_id')));
  });
};

const identity = (member: { readonly name: string; readonly birthDate: string }): string =>
  `${member.birthDate} ${member.name.normalize('NFKC').replace(/\s/g, '')}`;

/** E.g. a parent entered as spouse and relative. Name and birth date together: twins are two. */
const samePersonTwice = (facts: AdjustmentFacts): FactViolation[] => {
  const members = family(facts).filter(({ member }) => member.name.trim() !== '' && member.birthDate !== '');
  return members.flatMap(({ path, member }, i) => {
    const other = members.slice(0, i).find((earlier) => identity(earlier.member) === identity(member));
    return other === undefined ? [] : [violation(path, 'same_person_twice', { other: other.path })];
  });
};

const bornAfterYear = (facts: AdjustmentFacts, latest: LocalDate): FactViolation[] =>
  found(
    [{ path: 'person', member: facts.person }, ...family(facts)].map(({ path, member }) => {
      const { birthDate } = member;
      const future = birthDate !== '' && compareDates(birthDate, latest) > 0;
      return future && violation(`${path}.birthDate`, 'birth_date_in_future', { latest });
    }),
  );

const negativePay = ({ pay }: CheckContext): FactViolation[] =>
  pay === undefined
    ? []
    : found(
        (['salaryTotal', 'withheldTaxTotal', 'socialInsuranceWithheld'] as const).map(
          (name) => pay[name] < 0 && violation(`pay.${name}`, 'pay_negative'),
        ),
      );

const claimsOf = (
  facts: AdjustmentFacts,
  input: AdjustmentInput,
  family: JudgedFamily,
  rules: RuleSet,
): FactViolation[] => {
  const { claims } = facts;
  const premiums = input.lifePremiums.generalNew;
  return found([
    !claims.basicDeduction && violation('claims.basicDeduction', 'basic_deduction_not_claimed'),
    claims.incomeAdjustment &&
      !family.hasQualifyingPerson &&
      violation('claims.incomeAdjustment', 'income_adjustment_without_qualifying_person'),
    claims.lifeInsuranceUnder23 &&
      !family.hasYoungDependant &&
      violation('claims.lifeInsuranceUnder23', 'life_special_without_young_dependant'),
    !claims.lifeInsuranceUnder23 &&
      family.hasYoungDependant &&
      rules.life.under23 !== undefined &&
      premiums > rules.life.under23.worthClaimingAbove.value &&
      violation('claims.lifeInsuranceUnder23', 'life_special_could_be_claimed'),
  ]);
};

const relativeFindings = (relative: JudgedRelative, path: string, rules: RuleSet): readonly Finding[] => {
  const ages = rules.dependantAges.value;
  const student = relative.ageAtYearEnd >= ages.specificFrom && relative.ageAtYearEnd < ages.specificBelow;
  const limit = (student ? rules.specialRelative?.value.at(-1)?.upTo : undefined) ?? rules.dependantIncomeLimit.value;
  const reform = rules.notices.newlyQualifyingSalary?.value;
  const newlyQualifies =
    reform !== undefined &&
    relative.isDependant &&
    relative.salaryRevenue > reform.above &&
    relative.salaryRevenue <= reform.upTo;
  return [
    relative.category === 'none' && violation(path, 'relative_income_over_limit', { limit: String(limit) }),
    !relative.isDependant &&
      relative.disability !== 'none' &&
      violation(`${path}.disability`, 'disability_of_non_dependant'),
    newlyQualifies && violation(`${path}.salaryRevenue`, 'newly_qualifying_relative', { above: String(reform.above) }),
  ];
};

const familyFindings = ({ spouse, relatives }: JudgedFamily, rules: RuleSet): FactViolation[] => {
  const limit = rules.spouse.special.value.at(-1)?.upTo ?? rules.dependantIncomeLimit.value;
  return found([
    spouse !== undefined &&
      spouse.totalIncome > limit &&
      violation('spouse', 'spouse_income_over_limit', { limit: String(limit) }),
    spouse !== undefined &&
      !spouse.isDependant &&
      spouse.disability !== 'none' &&
      violation('spouse.disability', 'disability_of_non_dependant'),
    ...relatives.flatMap((relative, i) => relativeFindings(relative, `relatives[${i}]`, rules)),
  ]);
};

/** What depends on how much the person earns. */
const payFindings = (
  input: AdjustmentInput,
  family: JudgedFamily,
  result: AdjustmentResult,
  rules: RuleSet,
): FactViolation[] => {
  const threshold = rules.incomeAdjustment.value.above;
  const ownLimit = rules.spouse.ownIncomeLimits.value[2];
  const loanLimit = rules.housingLoanIncomeLimit.value;
  const { salaryTotal, claims } = input;
  return found([
    claims.incomeAdjustment &&
      salaryTotal <= threshold &&
      violation('claims.incomeAdjustment', 'income_adjustment_pay_not_above', { limit: String(threshold) }),
    !claims.incomeAdjustment &&
      salaryTotal > threshold &&
      family.hasQualifyingPerson &&
      violation('claims.incomeAdjustment', 'income_adjustment_could_be_claimed'),
    input.spouse !== undefined &&
      result.totalIncomeEstimate > ownLimit &&
      violation('spouse', 'own_income_over_spouse_limit', { limit: String(ownLimit) }),
    input.housingLoanCredit > 0 &&
      result.totalIncomeEstimate > loanLimit &&
      violation('housingLoanCredit', 'housing_loan_income_limit', { limit: String(loanLimit) }),
  ]);
};

const derivedFindings = (facts: AdjustmentFacts, context: CheckContext, rules: RuleSet): FactViolation[] => {
  const none = { withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) };
  const pay = context.pay ?? { salaryTotal: facts.person.estimatedSalary, ...none };
  const input = deriveInput(facts, pay, context);
  const family = judgeFamily(input, rules);
  const known = context.pay !== undefined || facts.person.estimatedSalary > 0;
  const outcome = known ? computeAdjustment(input, rules) : undefined;
  return [
    ...claimsOf(facts, input, family, rules),
    ...familyFindings(family, rules),
    ...(outcome?.status === 'adjusted' ? payFindings(input, family, outcome.result, rules) : []),
    ...(outcome?.status === 'excluded' ? [violation('person.estimatedSalary', 'salary_over_adjustment_limit')] : []),
  ];
};

const notices = (facts: AdjustmentFacts, { pay }: CheckContext, rules: RuleSet): FactViolation[] =>
  found([
    ...facts.socialInsurance.map(
      ({ amount }, i) =>
        amount > 0 &&
        amount === pay?.socialInsuranceWithheld &&
        violation(`socialInsurance[${i}].amount`, 'social_insurance_equals_withheld'),
    ),
    facts.otherIncome > rules.notices.finalReturnOtherIncomeAbove.value &&
      violation('otherIncome', 'final_return_may_be_needed'),
  ]);

/**
 * Everything that is wrong or remarkable about the facts, at once. Shape and bounds are `parseFacts`'s business. Rules
 * that need the whole family wait until every member has a birth date. Throws like `parametersFor` for a year or day
 * that is not supported.
 */
export const checkFacts = (facts: AdjustmentFacts, context: CheckContext): readonly FactViolation[] => {
  const rules = parametersFor(context.taxYear, context.lastPaymentDate);
  const impossiblePay = negativePay(context);
  const derivable = impossiblePay.length === 0 && family(facts).every(({ member }) => member.birthDate !== '');
  return [
    ...missingOfFamily(facts),
    ...missingOfPayments(facts),
    ...unsupported(facts),
    ...duplicateIds(facts),
    ...samePersonTwice(facts),
    ...bornAfterYear(facts, localDate(`${context.taxYear}-12-31`)),
    ...impossiblePay,
    ...(derivable ? derivedFindings(facts, context, rules) : []),
    ...notices(facts, context, rules),
  ];
};
