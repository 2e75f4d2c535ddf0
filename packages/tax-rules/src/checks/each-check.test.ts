import { describe, expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import { checkFacts } from '../checks.js';
import type { PayTotals } from '../derive-input.js';
import type { EmployerFacts } from '../employment-facts.js';
import { factRules, type FactRule } from '../fact-rules.js';
import type {
  AdjustmentFacts,
  EarthquakeInsuranceFacts,
  LifeInsuranceFacts,
  NonResidentFacts,
  RelativeFacts,
} from '../facts.js';
import type { HousingLoanFacts } from '../housing-loan-facts.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from '../testing/case-person.js';
import { claimedTwice } from './same-person.js';

type Stated = Partial<AdjustmentFacts> & { readonly pay?: Partial<PayTotals> };

const day = localDate;
const child = (stated: Partial<RelativeFacts> = {}) => relativeFacts(0, stated);
const adult = (stated: Partial<RelativeFacts> = {}) => child({ birthDate: day('1976-06-06'), ...stated });
const paid = (salaryTotal: number): Stated => ({ pay: { salaryTotal: yen(salaryTotal) } });
const claims = (stated: Partial<AdjustmentFacts['claims']>) => ({ ...nobody.claims, ...stated });
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
const pension = { id: 's', kind: '国民年金', amount: yen(100_000), type: 'national_pension' } as const;
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
const under23 = { relatives: [child()] };

/** Facts that break each rule of one declaration, and facts just beside them that do not. */
const examples: Readonly<
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

const findings = ({ pay, ...stated }: Stated) =>
  checkFacts({ ...nobody, ...stated }, { ...december, pay: pay && { ...noPay, ...pay } });

describe('each check is found in facts that break it, and not in facts just beside them', () => {
  test.each(Object.entries(examples))('%s', (rule, [broken, kept]) => {
    const found = findings(broken).filter((finding) => finding.rule === rule);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ severity }) => severity === factRules[rule as FactRule])).toBe(true);
    expect(findings(kept).map((finding) => finding.rule)).not.toContain(rule);
  });
});

describe('the person who is named for 所得金額調整控除', () => {
  const special = { disability: 'special' } as const;
  const people: Stated = {
    spouse: spouseFacts(special),
    relatives: [
      ...[adult(special), relativeFacts(1, { birthDate: day('2004-01-02') })],
      ...[
        relativeFacts(2, { birthDate: day('2004-01-01') }),
        relativeFacts(3, { otherIncome: yen(620_001), ...special }),
      ],
    ],
  };
  const isRefused = (incomeAdjustmentPerson: string, stated: Stated = {}): boolean =>
    findings({ ...people, ...stated, claims: claims({ incomeAdjustment: true, incomeAdjustmentPerson }) }).some(
      ({ rule }) => rule === 'income_adjustment_person_unqualified',
    );

  test.each([
    ['the person, not disabled', 'person', {}, true],
    ['the person, specially disabled', 'person', { person: { ...nobody.person, ...special } }, false],
    ['the spouse, specially disabled', 'spouse', {}, false],
    ['the spouse, generally disabled', 'spouse', { spouse: spouseFacts({ disability: 'general' }) }, true],
    ['the spouse over the limit', 'spouse', { spouse: spouseFacts({ ...special, otherIncome: yen(620_001) }) }, true],
    ['no spouse', 'spouse', { spouse: undefined }, true],
    ['an adult, specially disabled', 'relative-1', {}, false],
    ['somebody of 22', 'relative-2', {}, false],
    ['somebody of 23', 'relative-3', {}, true],
    ['a child over the limit', 'relative-4', {}, true],
    ['nobody of the facts', 'relative-9', {}, true],
  ] as const)('%s', (_who, named, stated, refused) => expect(isRefused(named, stated)).toBe(refused));
});

test.each([
  ['2008-01-02', '620000'],
  ['2008-01-01', '1230000'],
  ['2004-01-02', '1230000'],
  ['2004-01-01', '620000'],
])('the limit that a relative born on %s is over is %s', (born, limit) => {
  const found = findings({ relatives: [child({ birthDate: day(born), otherIncome: yen(1_230_001) })] });
  expect(found.find(({ rule }) => rule === 'relative_income_over_limit')?.params).toEqual({ limit });
});

test('nothing declared is nothing declared twice', () => {
  const found = findings({
    socialInsurance: [{ ...pension, amount: yen(0) }],
    pay: { socialInsuranceWithheld: yen(0) },
  });
  expect(found.map(({ rule }) => rule)).toEqual(['required']);
});

test('two rows without a name, or without a birth date, are not one person', () => {
  const rows = (stated: Partial<RelativeFacts>) => ({ relatives: [child(stated), child({ ...stated, id: 'other' })] });
  const rulesOf = (stated: Stated) => findings(stated).map(({ rule }) => rule);
  expect(rulesOf(rows({ name: '' }))).not.toContain('same_person_twice');
  expect(rulesOf(rows({ birthDate: '' }))).not.toContain('same_person_twice');
});

describe('what a finding says', () => {
  const said = Object.values(examples).flatMap(([broken]) => findings(broken));

  test('holds no name, no insurer and no address of the facts', () => {
    const text = JSON.stringify(said);
    for (const word of ['事例', 'ジレイ', '別 人', '生命', '損保', '前の会社', '大学'])
      expect(text).not.toContain(word);
  });

  test('holds limits of the law, ages and days, no amount of the person', () => {
    const amounts = new Set(
      said.flatMap(({ params = {} }) => Object.values(params)).filter((text) => /^\d{4,}$/.test(text)),
    );
    expect([...amounts].map(Number).sort((a, b) => a - b)).toEqual([
      ...[2026, 20_000, 100_000, 200_000, 380_000, 620_000, 890_000, 1_230_000, 1_330_000, 5_000_000],
      ...[8_500_000, 10_000_000, 20_000_000],
    ]);
  });
});

describe('one family member claimed by two employees', () => {
  const facts = (stated: Partial<AdjustmentFacts>): AdjustmentFacts => ({ ...nobody, ...stated });
  const found = (...declared: readonly AdjustmentFacts[]) =>
    claimedTwice(declared.map((one, i) => ({ id: `P${i + 1}`, facts: one })));

  test('is found in both, at its place, without a name', () => {
    const both = found(
      facts({ relatives: [adult({ name: 'A B' }), relativeFacts(1, {})] }),
      facts(under23),
      facts({ relatives: [relativeFacts(1, { id: 'x' })] }),
    );
    const rule = 'family_member_claimed_twice';
    expect(both).toEqual([
      { id: 'P1', violations: [{ path: 'relatives[1]', rule, severity: 'warning' }] },
      { id: 'P3', violations: [{ path: 'relatives[0]', rule, severity: 'warning' }] },
    ]);
  });

  test('not where one of the two says that the other claims', () => {
    expect(found(facts(under23), facts({ relatives: [child({ claimedByOther: true })] }))).toEqual([]);
  });

  test('not within one declaration, and not for two of the same name', () => {
    expect(found(facts({ relatives: [child(), child({ id: 'other' })] }))).toEqual([]);
    expect(found(facts(under23), facts({ relatives: [child({ birthDate: day('2015-05-06') })] }))).toEqual([]);
  });
});
