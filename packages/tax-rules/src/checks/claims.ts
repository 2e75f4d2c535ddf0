import type { TaxYear, Yen } from '@nencho/kernel';
import type { AdjustmentInput } from '../adjustment-input.js';
import { found, violation, type FactViolation, type Finding } from '../fact-rules.js';
import type { AdjustmentFacts } from '../facts.js';
import type { JudgedFamily } from '../family.js';
import { housingLoanAmount } from '../housing-loan-amount.js';
import type { RuleSet } from '../parameters/rule-set.js';
import type { CheckContext } from './context.js';

/** The person named makes 所得金額調整控除 possible. */
const isQualified = (facts: AdjustmentFacts, family: JudgedFamily, named: string, rules: RuleSet): boolean => {
  if (named === 'person') return facts.person.disability === 'special';
  if (named === 'spouse') return family.spouse?.isDependant === true && family.spouse.disability === 'special';
  return family.relatives.some(
    ({ id, isDependant, disability, ageAtYearEnd }) =>
      id === named && isDependant && (disability === 'special' || ageAtYearEnd < rules.youngDependantBelowAge.value),
  );
};

const namedPersons = (facts: AdjustmentFacts, family: JudgedFamily, rules: RuleSet): readonly Finding[] => {
  const { incomeAdjustment, incomeAdjustmentPerson, lifeInsuranceUnder23, lifeInsuranceUnder23Relative } = facts.claims;
  const isYoung = family.relatives.some(
    ({ id, isDependant, ageAtYearEnd }) =>
      id === lifeInsuranceUnder23Relative && isDependant && ageAtYearEnd < rules.youngDependantBelowAge.value,
  );
  return [
    incomeAdjustment &&
      family.hasQualifyingPerson &&
      incomeAdjustmentPerson !== undefined &&
      !isQualified(facts, family, incomeAdjustmentPerson, rules) &&
      violation('claims.incomeAdjustmentPerson', 'income_adjustment_person_unqualified'),
    lifeInsuranceUnder23 &&
      family.hasYoungDependant &&
      lifeInsuranceUnder23Relative !== undefined &&
      !isYoung &&
      violation('claims.lifeInsuranceUnder23Relative', 'life_special_person_unqualified'),
  ];
};

/** What is claimed without a reason, and what could be claimed: E8 4, 16 and 17. */
export const claimFindings = (
  facts: AdjustmentFacts,
  input: AdjustmentInput,
  family: JudgedFamily,
  rules: RuleSet,
): FactViolation[] => {
  const { claims } = facts;
  const special = rules.life.under23?.worthClaimingAbove.value;
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
      special !== undefined &&
      input.lifePremiums.generalNew > special &&
      violation('claims.lifeInsuranceUnder23', 'life_special_could_be_claimed', { limit: String(special) }),
    ...namedPersons(facts, family, rules),
  ]);
};

/** Why the housing loan credit is not computed, or what its limit says where the year of residence is not known. */
export const housingLoanFinding = (
  facts: AdjustmentFacts,
  totalIncome: Yen,
  year: TaxYear,
  rules: RuleSet,
): Finding => {
  const amount = housingLoanAmount(facts, () => totalIncome, year, rules);
  const { smallHouseIncomeLimit: small } = rules.housingLoan;
  const limit = (facts.housingLoan?.smallHouse === true ? small : rules.housingLoanIncomeLimit).value;
  switch (amount.status) {
    case 'needs_certificate_amount':
      return violation('housingLoanCredit', 'housing_amount_needed', { reason: amount.reason });
    case 'not_claimable':
      return amount.reason === 'first_year'
        ? violation('housingLoan.residenceFrom', 'housing_first_year')
        : violation('housingLoanCredit', 'housing_income_over_limit', { limit: String(limit) });
    case 'stated':
      return (
        totalIncome > limit && violation('housingLoanCredit', 'housing_loan_income_limit', { limit: String(limit) })
      );
    case 'computed':
    case 'none':
      return false;
  }
};

/** What depends on how much the person earns: E8 5 and 16. */
export const payFindings = (
  input: AdjustmentInput,
  family: JudgedFamily,
  totalIncome: Yen,
  rules: RuleSet,
): FactViolation[] => {
  const threshold = rules.incomeAdjustment.value.above;
  const ownLimit = rules.spouse.ownIncomeLimits.value[2];
  const { salaryTotal, claims } = input;
  return found([
    claims.incomeAdjustment &&
      salaryTotal <= threshold &&
      violation('claims.incomeAdjustment', 'income_adjustment_pay_not_above', { limit: String(threshold) }),
    !claims.incomeAdjustment &&
      salaryTotal > threshold &&
      family.hasQualifyingPerson &&
      violation('claims.incomeAdjustment', 'income_adjustment_could_be_claimed', { limit: String(threshold) }),
    input.spouse !== undefined &&
      totalIncome > ownLimit &&
      violation('spouse', 'own_income_over_spouse_limit', { limit: String(ownLimit) }),
  ]);
};

/** The paper of the housing loan credit as it is stated: E8 21. */
export const housingFindings = ({ housingLoan }: AdjustmentFacts, taxYear: number): FactViolation[] => {
  if (housingLoan === undefined) return [];
  const { formYear, printedForOtherPayer, loan } = housingLoan;
  return found([
    formYear !== undefined &&
      formYear !== taxYear &&
      violation('housingLoan.formYear', 'housing_form_year_differs', { taxYear: String(taxYear) }),
    printedForOtherPayer === true && violation('housingLoan.printedForOtherPayer', 'housing_printed_for_other_payer'),
    loan?.balance === 0 && violation('housingLoan.loan.balance', 'housing_balance_missing'),
  ]);
};

/** Other pay, premiums that payroll withheld, and what only a tax return can do: E8 20 and 24. */
export const employmentFindings = (facts: AdjustmentFacts, { pay }: CheckContext): FactViolation[] => {
  const { employers = [], finalReturnPlans = [], socialInsurance } = facts;
  return found([
    ...employers.map(
      ({ kind, column }, i) =>
        (kind === 'concurrent' || column !== 'main') && violation(`employers[${i}]`, 'second_employer'),
    ),
    ...socialInsurance.map(
      ({ amount }, i) =>
        amount > 0 &&
        amount === pay?.socialInsuranceWithheld &&
        violation(`socialInsurance[${i}].amount`, 'social_insurance_equals_withheld'),
    ),
    finalReturnPlans.length > 0 && violation('finalReturnPlans', 'final_return_planned'),
  ]);
};
