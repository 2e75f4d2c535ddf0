import { localDate, taxYear, yen, type LocalDate } from '@nencho/kernel';
import { type AdjustmentFacts, type RelativeFacts } from '../facts.js';
import {
  noPay,
  nobody,
  otherEmployer,
  relativeFacts,
  spouseFacts,
  type CasePerson,
  type Figure,
} from './case-person.js';
import { type RuleCase, type RulePerson } from './rule-cases.js';
import { camelCase, earthquakeContracts, lifeContracts } from './spec-cases.js';

const ages = { '0-15': 11, '16-18': 17, '19-22': 21, '23-69': 36, '70+': 76 } as const;

/** Somebody of the age band for the whole of the year. */
const bornFor = (year: number, band: keyof typeof ages): LocalDate => localDate(`${year - ages[band]}-05-05`);

type Premiums = NonNullable<RulePerson['life_insurance']>;
const contractsOf = (premiums: Premiums = {}) =>
  lifeContracts({
    general_new: yen(premiums.new_general ?? 0),
    general_old: yen(premiums.old_general ?? 0),
    care_medical: yen(premiums.care_medical ?? 0),
    pension_new: yen(premiums.new_pension ?? 0),
    pension_old: yen(premiums.old_pension ?? 0),
  });

const quakesOf = (premiums: RulePerson['earthquake_insurance'] = {}) =>
  earthquakeContracts(yen(premiums.earthquake ?? 0), yen(premiums.old_long_term ?? 0));

/** 0 yen is no contribution. */
const contribution = (kind: string, amount = 0) => (amount === 0 ? [] : [{ id: 'paid', kind, amount: yen(amount) }]);

const relativesOf = (input: RulePerson, year: number): RelativeFacts[] =>
  [
    ...(input.dependants ?? []).map((dependant): Partial<RelativeFacts> => ({
      relation: dependant.category === 'elderly_cohabiting_parent' ? 'parent' : 'child',
      birthDate: bornFor(year, dependant.age_band),
      disability: dependant.disability ?? 'none',
    })),
    ...(input.specified_relatives ?? []).map((relative): Partial<RelativeFacts> => ({
      birthDate: bornFor(year, '19-22'),
      otherIncome: yen(relative.total_income),
    })),
    ...(input.relatives ?? []).map((relative): Partial<RelativeFacts> => ({
      relation: relative.relation,
      birthDate: localDate(relative.birth),
      salaryRevenue: yen(relative.salary ?? 0),
      otherIncome: yen(relative.other_income ?? 0),
      livingTogether: relative.cohabiting ?? true,
    })),
  ].map((stated, i) => relativeFacts(i, stated));

const spouseOf = (input: RulePerson, year: number): Pick<AdjustmentFacts, 'spouse'> => {
  const { spouse } = input;
  if (spouse === undefined) return {};
  const birthDate = bornFor(year, spouse.age70_or_over === true ? '70+' : '23-69');
  const {
    total_income: otherIncome = 0,
    salary = 0,
    disability = 'none',
    living_together: livingTogether = true,
  } = spouse;
  return {
    spouse: spouseFacts({
      birthDate,
      otherIncome: yen(otherIncome),
      salaryRevenue: yen(salary),
      disability,
      livingTogether,
    }),
  };
};

type Draft = Pick<CasePerson, 'facts' | 'pay'>;

const wholePerson = (input: RulePerson, year: number): Draft => ({
  facts: {
    ...nobody,
    ...spouseOf(input, year),
    relatives: relativesOf(input, year),
    otherIncome: yen(input.other_income ?? 0),
    lifeInsurance: contractsOf(input.life_insurance),
    earthquakeInsurance: quakesOf(input.earthquake_insurance),
    socialInsurance: contribution('国民年金', input.social_insurance_declared),
    mutualAid: contribution('iDeCo', input.mutual_aid_declared),
    housingLoanCredit: yen(input.housing_loan_credit ?? 0),
    claims: {
      basicDeduction: true,
      incomeAdjustment: input.income_adjustment_claimed ?? false,
      lifeInsuranceUnder23: input.life_insurance_under23_special_claimed ?? false,
    },
    ...(input.other_employer_salary === undefined
      ? {}
      : { employers: [otherEmployer(yen(input.other_employer_salary))] }),
    ...(input.public_pension_misc_income === undefined
      ? {}
      : { incomes: [{ kind: 'public_pension', amount: yen(input.public_pension_misc_income) }] }),
  },
  pay: {
    salaryTotal: yen(input.salary_total),
    withheldTaxTotal: yen(input.withheld_tax_total ?? 0),
    socialInsuranceWithheld: yen(input.social_insurance_withheld ?? 0),
  },
});

/** Only one rule is at stake: the smallest person for whom it decides. Income of one's own is other income. */
const draftOf = (source: Exclude<RuleCase, { scope: 'computed_tax' }>): Draft => {
  const { claims } = nobody;
  switch (source.scope) {
    case 'full':
    case 'deductions':
      return wholePerson(source.input, source.year);
    case 'salary_income':
      return { facts: nobody, pay: { ...noPay, salaryTotal: yen(source.input.salary_total) } };
    case 'income_adjustment':
      return {
        facts: { ...nobody, relatives: [relativeFacts(0, {})], claims: { ...claims, incomeAdjustment: true } },
        pay: { ...noPay, salaryTotal: yen(source.input.salary_total) },
      };
    case 'relative_income': {
      const relative = relativeFacts(0, { salaryRevenue: yen(source.input.relative_salary) });
      return { facts: { ...nobody, relatives: [relative] }, pay: noPay };
    }
    case 'basic_deduction':
      return { facts: { ...nobody, otherIncome: yen(source.input.total_income) }, pay: noPay };
    case 'spouse_deduction': {
      const birthDate = bornFor(source.year, source.input.spouse_age70_or_over ? '70+' : '23-69');
      const spouse = spouseFacts({ birthDate, otherIncome: yen(source.input.spouse_total_income) });
      return { facts: { ...nobody, otherIncome: yen(source.input.own_total_income), spouse }, pay: noPay };
    }
    case 'specified_relative': {
      const birthDate = localDate(`${source.year - source.input.relative_age}-05-05`);
      const relative = relativeFacts(0, { birthDate, otherIncome: yen(source.input.relative_total_income) });
      return { facts: { ...nobody, relatives: [relative] }, pay: noPay };
    }
    case 'life_insurance': {
      const young = source.input.has_dependant_under23;
      // The special exists from 2026 on; before, nobody can claim it.
      const claimed = young && source.year >= 2026;
      const relatives = young ? [relativeFacts(0, {})] : [];
      const lifeInsurance = contractsOf(source.input.life_insurance);
      return {
        facts: { ...nobody, relatives, lifeInsurance, claims: { ...claims, lifeInsuranceUnder23: claimed } },
        pay: noPay,
      };
    }
    case 'earthquake_insurance':
      return { facts: { ...nobody, earthquakeInsurance: quakesOf(source.input.earthquake_insurance) }, pay: noPay };
    case 'age_category': {
      const relative = relativeFacts(0, { relation: 'sibling', birthDate: localDate(source.input.birth_date) });
      return { facts: { ...nobody, relatives: [relative] }, pay: noPay };
    }
  }
};

/** Names that differ from those of the spec cases. */
const places: Readonly<Record<string, string>> = {
  box9_income_after_salary_deduction: 'box9SalaryAfterSalaryDeduction',
  box11_after_adjustment: 'box11AfterIncomeAdjustment',
  box12_social_insurance: 'box12SocialInsuranceWithheld',
  box16_earthquake: 'box16EarthquakeInsurance',
  box18_specified_relative: 'box18SpecialRelative',
  box19_dependants_and_disability: 'box19DependantsDisabilityEtc',
  box22_taxable: 'box22TaxableSalaryIncome',
  box24_housing_loan_applied: 'box24HousingLoanCreditApplied',
  box25_tax_after_credit: 'box25AnnualIncomeTax',
  box27_over_under: 'box27Difference',
  income_adjustment_paragraph2: 'incomeAdjustmentPensionInEstimate',
  kind: 'spouseDeductionKind',
  relative_total_income: 'relatives[0].totalIncome',
  is_dependant_by_income: 'relatives[0].category',
  category: 'relatives[0].category',
};

const words: Readonly<Record<string, string>> = {
  spouse_special: 'special',
  'general(16-18)': 'general',
  'general(23-69)': 'general',
  'specific(19-22)': 'specific',
  'elderly(70+)': 'elderly',
  // A child of 11 who is within the income limit.
  true: 'under16',
};

const expectedOf = (expected: Readonly<Record<string, Figure>>): CasePerson['expected'] =>
  Object.fromEntries(
    Object.entries(expected).map(([name, value]) => [
      places[name] ?? camelCase(name),
      typeof value === 'number' ? value : (words[String(value)] ?? value),
    ]),
  );

/** A one-rule or full-path case as a person; `computed_tax` alone has none, since ㉒ cannot be declared. */
export const personFromRuleCase = (source: Exclude<RuleCase, { scope: 'computed_tax' }>): CasePerson => ({
  id: source.id,
  ...draftOf(source),
  context: { taxYear: taxYear(source.year), lastPaymentDate: localDate(`${source.year}-12-25`) },
  expected: expectedOf(source.expected),
});
