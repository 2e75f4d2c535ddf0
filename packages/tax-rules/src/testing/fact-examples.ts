import { localDate, yen } from '@nencho/kernel';
import type { PayTotals } from '../derive-input.js';
import type { EmployerFacts } from '../employment-facts.js';
import type { FactRule } from '../fact-rules.js';
import type {
  AdjustmentFacts,
  EarthquakeInsuranceFacts,
  LifeInsuranceFacts,
  NonResidentFacts,
  RelativeFacts,
} from '../facts.js';
import type { HousingLoanFacts } from '../housing-loan-facts.js';
import { nobody, relativeFacts, spouseFacts } from './case-person.js';

/** What is said beyond somebody with nothing to declare. */
export type Stated = Partial<AdjustmentFacts> & { readonly pay?: Partial<PayTotals> };

export const day = localDate;
export const child = (stated: Partial<RelativeFacts> = {}) => relativeFacts(0, stated);
export const adult = (stated: Partial<RelativeFacts> = {}) => child({ birthDate: day('1976-06-06'), ...stated });
const paid = (salaryTotal: number): Stated => ({ pay: { salaryTotal: yen(salaryTotal) } });
export const claims = (stated: Partial<AdjustmentFacts['claims']>) => ({ ...nobody.claims, ...stated });
const widow = { reason: 'bereaved', deFactoPartner: false } as const;
const singleParent = { reason: 'unmarried', deFactoPartner: false } as const;
const student = { school: '大学', schoolKind: 'school' } as const;
const life = (stated: Partial<LifeInsuranceFacts>): Stated => ({
  lifeInsurance: [{ id: 'l', insurer: '生命', kind: 'general_new', netPremium: yen(10_000), ...stated }],
});
const quake = (stated: Partial<EarthquakeInsuranceFacts>): EarthquakeInsuranceFacts => ({
  ...{ id: 'e', insurer: '損保', kind: 'earthquake', netPremium: yen(10_000), contractDate: day('2005-05-05') },
  ...stated,
});
export const pension = { id: 's', kind: '国民年金', amount: yen(100_000), type: 'national_pension' } as const;
const loan: HousingLoanFacts = {
  ...{ residenceFrom: day('2023-05-05'), work: 'new_house', performance: 'certified' },
  loan: { balance: yen(30_000_000), price: yen(40_000_000) },
};
const housing = (stated: Partial<HousingLoanFacts>): Stated => ({
  ...paid(6_000_000),
  housingLoan: { ...loan, ...stated },
});
const employer: EmployerFacts = {
  ...{ id: 'p', name: '前の会社', kind: 'previous', column: 'main', slip: 'received' },
  ...{ salary: yen(1_000_000), withheldTax: yen(0), socialInsurance: yen(0) },
};
const abroad: NonResidentFacts = {
  ...{ reason: 'remittance_380k', remittance: yen(380_000) },
  ...{ kinshipDocuments: 'received', remittanceDocuments: 'received' },
};
const living = (stated: Partial<NonResidentFacts>, member: Partial<RelativeFacts> = {}): Stated => ({
  relatives: [adult({ livingTogether: false, nonResident: { ...abroad, ...stated }, ...member })],
});
const special = (name: keyof AdjustmentFacts['specialCases']) => ({ ...nobody.specialCases, [name]: true });
export const under23 = { relatives: [child()] };

/** Facts that break each rule of one declaration, and facts just beside them that do not. */
export const factExamples: Readonly<
  Record<Exclude<FactRule, 'family_member_claimed_twice'>, readonly [broken: Stated, kept: Stated]>
> = {
  required: [{ relatives: [child({ name: ' ' })] }, under23],
  kana_missing: [{ relatives: [child({ kana: '' })] }, under23],
  unsupported_case: [{ specialCases: special('widow') }, { specialCases: special('widow'), status: { widow } }],
  duplicate_id: [
    { relatives: [child(), child({ name: '別 人' })] },
    { relatives: [child(), child({ name: '別 人', id: 'other' })] },
  ],
  same_person_twice: [
    { relatives: [child(), child({ id: 'other' })] },
    { relatives: [child(), child({ id: 'other', birthDate: day('2015-05-06') })] },
  ],
  birth_date_in_future: [
    { relatives: [child({ birthDate: day('2027-01-01') })] },
    { relatives: [child({ birthDate: day('2026-12-31') })] },
  ],
  date_outside_year: [
    { relatives: [child({ diedOn: day('2025-12-31') })] },
    { relatives: [child({ diedOn: day('2026-01-01') })] },
  ],
  pay_negative: [paid(-1), paid(0)],
  main_form_not_filed: [{ employment: { column: 'secondary' } }, { employment: { column: 'main' } }],
  previous_slip_missing: [
    { employers: [{ ...employer, slip: 'promised' }] },
    { employers: [{ ...employer, slip: 'received' }] },
  ],
  income_adjustment_pay_not_above: [
    { ...under23, ...paid(8_500_000), claims: claims({ incomeAdjustment: true }) },
    { ...under23, ...paid(8_500_001), claims: claims({ incomeAdjustment: true }) },
  ],
  income_adjustment_without_qualifying_person: [
    { relatives: [child({ birthDate: day('2004-01-01') })], claims: claims({ incomeAdjustment: true }) },
    { relatives: [child({ birthDate: day('2004-01-02') })], claims: claims({ incomeAdjustment: true }) },
  ],
  income_adjustment_person_unqualified: [
    { ...under23, claims: claims({ incomeAdjustment: true, incomeAdjustmentPerson: 'person' }) },
    { ...under23, claims: claims({ incomeAdjustment: true, incomeAdjustmentPerson: 'relative-1' }) },
  ],
  income_adjustment_could_be_claimed: [
    { ...under23, ...paid(8_500_001) },
    { ...under23, ...paid(8_500_000) },
  ],
  life_special_without_young_dependant: [
    { relatives: [child({ otherIncome: yen(620_001) })], claims: claims({ lifeInsuranceUnder23: true }) },
    { relatives: [child({ otherIncome: yen(620_000) })], claims: claims({ lifeInsuranceUnder23: true }) },
  ],
  life_special_person_unqualified: [
    {
      relatives: [child(), relativeFacts(1, { birthDate: day('2004-01-01') })],
      claims: claims({ lifeInsuranceUnder23: true, lifeInsuranceUnder23Relative: 'relative-2' }),
    },
    {
      relatives: [child(), relativeFacts(1, { birthDate: day('2004-01-02') })],
      claims: claims({ lifeInsuranceUnder23: true, lifeInsuranceUnder23Relative: 'relative-2' }),
    },
  ],
  life_special_could_be_claimed: [
    { ...under23, ...life({ netPremium: yen(20_001) }) },
    { ...under23, ...life({ netPremium: yen(20_000) }) },
  ],
  life_contract_date_mismatch: [
    life({ kind: 'pension_new', contractDate: day('2011-12-31') }),
    life({ kind: 'pension_new', contractDate: day('2012-01-01') }),
  ],
  old_long_term_contract_date: [
    { earthquakeInsurance: [quake({ kind: 'old_long_term', contractDate: day('2007-01-01') })] },
    { earthquakeInsurance: [quake({ kind: 'old_long_term', contractDate: day('2006-12-31') })] },
  ],
  earthquake_contract_twice: [
    { earthquakeInsurance: [quake({}), quake({ id: 'o', kind: 'old_long_term' })] },
    { earthquakeInsurance: [quake({}), quake({ id: 'o', kind: 'old_long_term', insurer: '別の損保' })] },
  ],
  certificate_missing: [
    life({ kind: 'general_old', netPremium: yen(9_001), certificate: 'missing' }),
    life({ kind: 'general_old', netPremium: yen(9_000), certificate: 'missing' }),
  ],
  certificate_promised: [life({ certificate: 'promised' }), life({ certificate: 'received' })],
  mandatory_certificate_missing: [
    { socialInsurance: [{ ...pension, certificate: 'missing' }] },
    { socialInsurance: [{ ...pension, type: 'national_health', certificate: 'missing' }] },
  ],
  housing_loan_income_limit: [
    { ...paid(20_000_000), otherIncome: yen(1_950_001), housingLoanCredit: yen(1) },
    { ...paid(20_000_000), otherIncome: yen(1_950_000), housingLoanCredit: yen(1) },
  ],
  housing_income_over_limit: [
    { ...housing({ smallHouse: true }), ...paid(11_950_001) },
    { ...housing({ smallHouse: true }), ...paid(11_950_000) },
  ],
  housing_form_year_differs: [housing({ formYear: 2025 }), housing({ formYear: 2026 })],
  housing_first_year: [housing({ residenceFrom: day('2026-01-01') }), housing({ residenceFrom: day('2025-12-31') })],
  housing_amount_needed: [
    housing({ residenceFrom: day('2021-12-31') }),
    { ...housing({ residenceFrom: day('2021-12-31') }), housingLoanCredit: yen(100_000) },
  ],
  housing_printed_for_other_payer: [housing({ printedForOtherPayer: true }), housing({ printedForOtherPayer: false })],
  housing_balance_missing: [housing({ balanceCertificate: 'missing' }), housing({ balanceCertificate: 'received' })],
  basic_deduction_not_claimed: [{ claims: claims({ basicDeduction: false }) }, {}],
  own_income_over_spouse_limit: [
    { spouse: spouseFacts({}), ...paid(11_950_001) },
    { spouse: spouseFacts({}), ...paid(11_950_000) },
  ],
  spouse_income_over_limit: [
    { spouse: spouseFacts({ otherIncome: yen(1_330_001) }) },
    { spouse: spouseFacts({ otherIncome: yen(1_330_000) }) },
  ],
  spouse_de_facto: [{ spouse: spouseFacts({ deFacto: true }) }, { spouse: spouseFacts({ deFacto: false }) }],
  spouse_died_in_year: [{ spouse: spouseFacts({ diedOn: day('2026-05-05') }) }, { spouse: spouseFacts({}) }],
  spouse_claimed_by_other: [
    { spouse: spouseFacts({ claimedByOther: true }) },
    { spouse: spouseFacts({ claimedByOther: false }) },
  ],
  family_employee: [{ relatives: [child({ familyEmployee: true })] }, under23],
  relative_income_over_limit: [
    { relatives: [child({ birthDate: day('2005-05-05'), otherIncome: yen(1_230_001) })] },
    { relatives: [child({ birthDate: day('2005-05-05'), otherIncome: yen(1_230_000) })] },
  ],
  disability_proof_differs: [
    { relatives: [child({ disability: 'general', disabilityProof: { kind: 'physical_handbook', grade: 2 } })] },
    { relatives: [child({ disability: 'general', disabilityProof: { kind: 'physical_handbook', grade: 3 } })] },
  ],
  disability_of_non_dependant: [
    { spouse: spouseFacts({ disability: 'general', otherIncome: yen(620_001) }) },
    { spouse: spouseFacts({ disability: 'general', otherIncome: yen(620_000) }) },
  ],
  age_category_changed: [
    { relatives: [child({ birthDate: day('2011-01-01') })] },
    { relatives: [child({ birthDate: day('2011-01-02') })] },
  ],
  newly_qualifying_relative: [
    { relatives: [child({ salaryRevenue: yen(1_230_001) })] },
    { relatives: [child({ salaryRevenue: yen(1_230_000) })] },
  ],
  widow_and_single_parent: [
    { ...under23, status: { widow, singleParent } },
    { ...under23, status: { singleParent } },
  ],
  widow_income_over_limit: [
    { status: { widow }, otherIncome: yen(5_000_001) },
    { status: { widow }, otherIncome: yen(5_000_000) },
  ],
  widow_without_dependant: [
    { status: { widow: { ...widow, reason: 'divorced' } } },
    { status: { widow: { ...widow, reason: 'divorced' } }, relatives: [adult({ relation: 'parent' })] },
  ],
  single_parent_income_over_limit: [
    { ...under23, status: { singleParent }, otherIncome: yen(5_000_001) },
    { ...under23, status: { singleParent }, otherIncome: yen(5_000_000) },
  ],
  single_parent_without_child: [
    { relatives: [child({ claimedByOther: true })], status: { singleParent } },
    { relatives: [child({ claimedByOther: false })], status: { singleParent } },
  ],
  single_parent_with_spouse: [
    { ...under23, status: { singleParent }, spouse: spouseFacts({}) },
    { ...under23, status: { singleParent: { ...singleParent, reason: 'fate_unknown' } }, spouse: spouseFacts({}) },
  ],
  de_facto_partner: [
    { status: { widow: { ...widow, deFactoPartner: true } } },
    { status: { widow: { ...widow, deFactoPartner: false } } },
  ],
  working_student_income_over_limit: [
    { status: { workingStudent: student }, ...paid(1_630_001) },
    { status: { workingStudent: student }, ...paid(1_630_000) },
  ],
  working_student_other_income_over_limit: [
    { status: { workingStudent: student }, otherIncome: yen(100_001) },
    { status: { workingStudent: student }, otherIncome: yen(100_000) },
  ],
  non_resident_without_reason: [
    living({ reason: 'none' }, { birthDate: day('1997-01-01') }),
    living({ reason: 'none' }, { birthDate: day('1997-01-02') }),
  ],
  non_resident_living_together: [living({}, { livingTogether: true }), living({})],
  remittance_below_limit: [living({ remittance: yen(379_999) }), living({ remittance: yen(380_000) })],
  non_resident_documents_missing: [living({ kinshipDocuments: 'missing' }), living({ kinshipDocuments: 'received' })],
  social_insurance_equals_withheld: [
    { socialInsurance: [pension], pay: { socialInsuranceWithheld: yen(100_000) } },
    { socialInsurance: [pension], pay: { socialInsuranceWithheld: yen(100_001) } },
  ],
  second_employer: [
    { employers: [{ ...employer, kind: 'concurrent', column: 'secondary' }] },
    { employers: [employer] },
  ],
  final_return_may_be_needed: [{ otherIncome: yen(200_001) }, { otherIncome: yen(200_000) }],
  final_return_planned: [{ finalReturnPlans: ['donation'] }, { finalReturnPlans: [] }],
  salary_over_adjustment_limit: [paid(20_000_001), paid(20_000_000)],
  disaster_relief_not_adjusted: [{ employment: { disasterRelief: true } }, { employment: { disasterRelief: false } }],
  non_resident_not_adjusted: [
    { employment: { nonResidentFrom: day('2026-01-01') } },
    { employment: { nonResidentFrom: day('2026-01-02') } },
  ],
  leaver_not_adjusted: [
    { employment: { left: { on: day('2026-11-30'), reason: 'after_december_pay', expectsOtherPay: false } } },
    { employment: { left: { on: day('2026-12-01'), reason: 'after_december_pay', expectsOtherPay: false } } },
  ],
};

/** Facts that reach the findings, papers and limits which no example of a rule reaches. */
export const besideExamples: Readonly<Record<string, Stated>> = {
  'paid by the day': { employment: { column: 'daily' } },
  'days of another year': {
    employment: { left: { on: day('2025-12-31'), reason: 'after_december_pay', expectsOtherPay: false } },
    employers: [
      { ...employer, leftOn: day('2025-03-31') },
      { ...employer, id: 'q', leftOn: day('2026-03-31') },
    ],
    spouse: spouseFacts({ diedOn: day('2025-05-05') }),
  },
  'main pay beside this one, secondary pay before it': {
    ...paid(4_000_000),
    employers: [
      { ...employer, kind: 'concurrent' },
      { ...employer, id: 'q', column: 'secondary' },
      { ...employer, id: 'r' },
    ],
  },
  'other income and a pension of 200,000 together': {
    otherIncome: yen(100_000),
    incomes: [{ kind: 'public_pension', amount: yen(100_001) }],
  },
  'a pension that a loss brings to 200,000': {
    otherIncome: yen(-100_000),
    incomes: [{ kind: 'public_pension', amount: yen(300_000) }],
  },
  'a loan without a balance': housing({ loan: { balance: yen(0), price: yen(40_000_000) } }),
  'a credit stated with too much income of one’s own': {
    ...housing({}),
    ...paid(20_000_000),
    otherIncome: yen(1_950_001),
  },
  'a divorced person without a dependant': { ...paid(3_000_000), status: { widow: { ...widow, reason: 'divorced' } } },
  'a single parent who is near the limit': {
    ...paid(6_777_000),
    ...under23,
    status: { singleParent: { ...singleParent, childId: 'relative-1' } },
  },
  'a single parent with a partner as if married, and a spouse who died': {
    ...under23,
    spouse: spouseFacts({ diedOn: day('2026-05-05') }),
    status: { singleParent: { ...singleParent, deFactoPartner: true } },
  },
  'a student near both limits': {
    ...paid(1_570_000),
    otherIncome: yen(50_000),
    status: { workingStudent: student },
  },
  'a spouse of 70, of little income': { ...paid(5_000_000), spouse: spouseFacts({ birthDate: day('1957-01-01') }) },
  'a spouse just above the limit, own income just below': {
    ...paid(10_949_000),
    spouse: spouseFacts({ salaryRevenue: yen(1_300_000) }),
  },
  'a disabled relative with too much income': {
    relatives: [adult({ disability: 'special', otherIncome: yen(620_001) })],
  },
  'a student child just below the limit, a parent near it': {
    ...paid(8_450_000),
    relatives: [
      child({ birthDate: day('2005-05-05'), salaryRevenue: yen(1_340_000) }),
      relativeFacts(1, { birthDate: day('1950-05-05'), otherIncome: yen(600_000) }),
    ],
  },
  'pay just below the limit of the adjustment': paid(19_950_000),
  'two kinds of premiums named twice by one insurer with a blank': {
    earthquakeInsurance: [quake({}), quake({ id: 'o', kind: 'old_long_term', insurer: ' 損保 ' }), quake({ id: 'p' })],
  },
  'a long-term contract without a day, an earthquake contract of today': {
    earthquakeInsurance: [
      quake({ kind: 'old_long_term', contractDate: undefined }),
      quake({ id: 'o', insurer: '別の損保', contractDate: day('2020-01-01') }),
    ],
  },
  'claims without anybody for them, with names': {
    claims: claims({
      incomeAdjustment: true,
      incomeAdjustmentPerson: 'spouse',
      lifeInsuranceUnder23: true,
      lifeInsuranceUnder23Relative: 'relative-9',
    }),
  },
  'names without claims': {
    ...under23,
    claims: claims({ incomeAdjustmentPerson: 'spouse', lifeInsuranceUnder23Relative: 'relative-9' }),
  },
};
