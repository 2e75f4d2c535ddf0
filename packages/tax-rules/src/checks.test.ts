import { describe, expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import { adjust, blocksSubmitting, checkFacts, factRules, type AdjustmentFacts, type PayTotals } from './index.js';
import { isFactRule, violation, type FactRule } from './fact-rules.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from './testing/case-person.js';

const paid = (salaryTotal: number): PayTotals => ({ ...noPay, salaryTotal: yen(salaryTotal) });
const young = (stated: Parameters<typeof relativeFacts>[1] = {}) => relativeFacts(0, stated);
const claiming = (claims: Partial<AdjustmentFacts['claims']>) => ({ ...nobody.claims, ...claims });

/** What is found about the facts, without and with pay, as "path rule". */
const findings = (stated: Partial<AdjustmentFacts>, pay?: PayTotals): string[] =>
  checkFacts({ ...nobody, ...stated }, { ...december, pay }).map(({ path, rule }) => `${path} ${rule}`);

test('an ordinary family has nothing to remark', () => {
  expect(findings({ spouse: spouseFacts({}), relatives: [young()] }, paid(5_000_000))).toEqual([]);
});

test('every finding has the severity of its rule', () => {
  const found = checkFacts(
    { ...nobody, claims: claiming({ basicDeduction: false }), specialCases: { ...nobody.specialCases, widow: true } },
    december,
  );
  expect(found).toEqual([
    { path: 'specialCases.widow', rule: 'unsupported_case', severity: 'error', params: { case: 'widow' } },
    { path: 'claims.basicDeduction', rule: 'basic_deduction_not_claimed', severity: 'warning' },
  ]);
  expect(found.every(({ rule, severity }) => factRules[rule] === severity)).toBe(true);
});

test.each([
  'widow',
  'singleParent',
  'workingStudent',
  'nonResidentRelative',
  'publicPension',
  'otherEmployer',
] as const)('%s is refused by its name, and so is the adjustment', (name) => {
  const facts = { ...nobody, specialCases: { ...nobody.specialCases, [name]: true } };
  expect(adjust(facts, paid(5_000_000), december)).toEqual({
    status: 'refused',
    violations: [{ path: `specialCases.${name}`, rule: 'unsupported_case', severity: 'error', params: { case: name } }],
  });
});

describe('what is missing', () => {
  test('everything missing is named at once, and family rules wait', () => {
    expect(
      findings({
        spouse: spouseFacts({ name: ' ', birthDate: '' }),
        relatives: [young({ birthDate: '', kana: '' })],
        claims: claiming({ lifeInsuranceUnder23: true, incomeAdjustment: true }),
      }),
    ).toEqual([
      'spouse.name required',
      'spouse.birthDate required',
      'relatives[0].birthDate required',
      'relatives[0].kana kana_missing',
    ]);
  });

  test('a contract or contribution says what it is and how much', () => {
    expect(
      findings({
        lifeInsurance: [{ id: 'l', insurer: ' ', kind: 'general_new', netPremium: yen(0) }],
        earthquakeInsurance: [{ id: 'e', insurer: '', kind: 'earthquake', netPremium: yen(1) }],
        socialInsurance: [{ id: 's', kind: '国民年金', amount: yen(0) }],
        mutualAid: [{ id: 'm', kind: '', amount: yen(1) }],
      }),
    ).toEqual([
      'lifeInsurance[0].insurer required',
      'lifeInsurance[0].netPremium required',
      'earthquakeInsurance[0].insurer required',
      'socialInsurance[0].amount required',
      'mutualAid[0].kind required',
    ]);
  });

  test('another payer says who it is and what it paid, a student says at which school', () => {
    const row = { id: 'e', kind: 'concurrent', column: 'secondary', slip: 'missing' } as const;
    const empty = { ...row, name: ' ', salary: yen(0), withheldTax: yen(0), socialInsurance: yen(0) };
    expect(
      findings({
        employers: [empty, { ...empty, name: '会社', salary: yen(1) }],
        status: { workingStudent: { school: '', schoolKind: 'school' } },
      }),
    ).toEqual([
      ...['employers[0].name required', 'employers[0].salary required', 'status.workingStudent.school required'],
      ...['employers[1].id duplicate_id', 'employers[0] second_employer', 'employers[1] second_employer'],
    ]);
  });

  test('an adjustment with a missing birth date is refused', () => {
    const facts = { ...nobody, relatives: [young({ birthDate: '' })] };
    expect(adjust(facts, paid(5_000_000), december)).toMatchObject({ status: 'refused' });
  });
});

describe('dates', () => {
  test.each([
    ['2026-12-31', []],
    ['2027-01-01', ['spouse.birthDate birth_date_in_future', 'relatives[0].birthDate birth_date_in_future']],
  ])('family born on %s', (day, expected) => {
    const birthDate = localDate(day);
    expect(findings({ spouse: spouseFacts({ birthDate }), relatives: [young({ birthDate })] })).toEqual(expected);
  });

  test('the person too', () => {
    expect(findings({ person: { ...nobody.person, birthDate: localDate('2027-01-01') } })).toEqual([
      'person.birthDate birth_date_in_future',
    ]);
  });
});

describe('one person twice', () => {
  test('spouse and relative with the same name, however it is written, and the same birth date', () => {
    const birthDate = localDate('1980-03-03');
    const relatives = [young(), relativeFacts(1, { name: '事例　花子', birthDate, relation: 'other_relative' })];
    expect(findings({ spouse: spouseFacts({ birthDate }), relatives })).toEqual(['relatives[1] same_person_twice']);
    const other = checkFacts({ ...nobody, spouse: spouseFacts({ birthDate }), relatives }, december)[0]?.params;
    expect(other).toEqual({ other: 'spouse' });
  });

  test('a name in full width is the same name', () => {
    const relatives = [young({ name: 'Anna Maria' }), relativeFacts(1, { name: 'Ａｎｎａ Ｍａｒｉａ' })];
    expect(findings({ relatives })).toEqual(['relatives[1] same_person_twice']);
  });

  test('twins are two, and namesakes of other ages are two', () => {
    const birthDate = localDate('2015-01-05');
    expect(findings({ relatives: [young({ birthDate }), relativeFacts(1, { birthDate })] })).toEqual([]);
    expect(findings({ relatives: [young({ name: 'A B' }), relativeFacts(1, { name: 'A B', birthDate })] })).toEqual([]);
  });

  test('an id used twice within a list', () => {
    const contract = { id: 'x', insurer: '生命', kind: 'care_medical' as const, netPremium: yen(1) };
    expect(
      findings({ lifeInsurance: [contract, contract], mutualAid: [{ id: 'x', kind: 'iDeCo', amount: yen(1) }] }),
    ).toEqual(['lifeInsurance[1].id duplicate_id']);
  });
});

describe('所得金額調整控除', () => {
  const claims = claiming({ incomeAdjustment: true });

  test.each([
    [8_500_000, ['claims.incomeAdjustment income_adjustment_pay_not_above']],
    [8_500_001, []],
  ])('claimed with pay of %p', (salary, expected) => {
    expect(findings({ claims, relatives: [young()] }, paid(salary))).toEqual(expected);
  });

  test.each([
    [8_500_000, []],
    [8_500_001, ['claims.incomeAdjustment income_adjustment_could_be_claimed']],
  ])('not claimed with pay of %p and a young dependant', (salary, expected) => {
    expect(findings({ relatives: [young()] }, paid(salary))).toEqual(expected);
  });

  const noOne = ['claims.incomeAdjustment income_adjustment_without_qualifying_person'];
  test.each([
    ['nobody', {}, noOne],
    [
      'a dependant of 23',
      { relatives: [young({ birthDate: localDate('2004-01-01') })] },
      [...noOne, 'relatives[0] age_category_changed'],
    ],
    ['a dependant of 22', { relatives: [young({ birthDate: localDate('2004-01-02') })] }, []],
    ['a child whom another claims', { relatives: [young({ claimedByOther: true })] }, []],
    [
      'a child over the limit',
      { relatives: [young({ otherIncome: yen(620_001) })] },
      [...noOne, 'relatives[0] relative_income_over_limit'],
    ],
    [
      'a student as 特定親族',
      { relatives: [young({ birthDate: localDate('2005-05-05'), otherIncome: yen(620_001) })] },
      noOne,
    ],
    ['the person, specially disabled', { person: { ...nobody.person, disability: 'special' as const } }, []],
    ['the person, generally disabled', { person: { ...nobody.person, disability: 'general' as const } }, noOne],
    [
      'the spouse, specially disabled',
      { spouse: spouseFacts({ disability: 'special', otherIncome: yen(620_000) }) },
      [],
    ],
    [
      'a disabled spouse over the limit',
      { spouse: spouseFacts({ disability: 'special', otherIncome: yen(620_001) }) },
      [...noOne, 'spouse.disability disability_of_non_dependant'],
    ],
    [
      'a specially disabled parent',
      { relatives: [young({ birthDate: localDate('1950-01-01'), disability: 'special' as const })] },
      [],
    ],
  ])('claimed for %s', (_who, stated, expected) => {
    expect(findings({ claims, ...stated }, paid(9_000_000))).toEqual(expected);
  });

  test('before pay is known the estimate decides, if there is one; real pay overrules it', () => {
    const over = { claims, relatives: [young()], person: { ...nobody.person, estimatedSalary: yen(8_500_000) } };
    expect(findings(over)).toEqual(['claims.incomeAdjustment income_adjustment_pay_not_above']);
    expect(findings({ ...over, person: nobody.person })).toEqual([]);
    expect(findings(over, paid(9_000_000))).toEqual([]);
  });
});

describe('the special of the general life premiums', () => {
  const premium = (netPremium: number) => [
    { id: 'l', insurer: '生命', kind: 'general_new' as const, netPremium: yen(netPremium) },
  ];

  test('claimed without a young dependant', () => {
    expect(findings({ claims: claiming({ lifeInsuranceUnder23: true }) })).toEqual([
      'claims.lifeInsuranceUnder23 life_special_without_young_dependant',
    ]);
  });

  test.each([
    [20_000, []],
    [20_001, ['claims.lifeInsuranceUnder23 life_special_could_be_claimed']],
  ])('not claimed with a young dependant and premiums of %p', (amount, expected) => {
    expect(findings({ relatives: [young()], lifeInsurance: premium(amount) })).toEqual(expected);
  });
});

describe('limits of income', () => {
  test.each([
    [1_330_000, []],
    [1_330_001, ['spouse spouse_income_over_limit']],
  ])('a spouse with %p', (otherIncome, expected) => {
    expect(findings({ spouse: spouseFacts({ otherIncome: yen(otherIncome) }) })).toEqual(expected);
  });

  test.each([
    [11_950_000, []],
    [11_950_001, ['spouse own_income_over_spouse_limit']],
  ])('a spouse and pay of one’s own of %p', (salary, expected) => {
    expect(findings({ spouse: spouseFacts({}) }, paid(salary))).toEqual(expected);
  });

  test.each([
    ['2015-05-05', 620_000, []],
    ['2015-05-05', 620_001, ['relatives[0] relative_income_over_limit']],
    ['2005-05-05', 1_230_000, []],
    ['2005-05-05', 1_230_001, ['relatives[0] relative_income_over_limit']],
  ])('a relative born on %s with %p', (day, otherIncome, expected) => {
    expect(findings({ relatives: [young({ birthDate: localDate(day), otherIncome: yen(otherIncome) })] })).toEqual(
      expected,
    );
  });

  test.each([
    [1_230_000, []],
    [1_230_001, ['relatives[0].salaryRevenue newly_qualifying_relative']],
    [1_360_000, ['relatives[0].salaryRevenue newly_qualifying_relative']],
    [1_360_001, ['relatives[0] relative_income_over_limit']],
  ])('a child with pay of %p', (salary, expected) => {
    expect(findings({ relatives: [young({ salaryRevenue: yen(salary) })] })).toEqual(expected);
  });

  test.each([
    [1_950_000, []],
    [1_950_001, ['housingLoanCredit housing_loan_income_limit']],
  ])('a housing loan with other income of %p beside pay of 20,000,000', (otherIncome, expected) => {
    const stated = { housingLoanCredit: yen(1), otherIncome: yen(otherIncome) };
    expect(findings(stated, paid(20_000_000))).toEqual([...expected, 'otherIncome final_return_may_be_needed']);
  });

  test.each([
    [200_000, []],
    [200_001, ['otherIncome final_return_may_be_needed']],
  ])('other income of %p', (otherIncome, expected) => {
    expect(findings({ otherIncome: yen(otherIncome) })).toEqual(expected);
  });
});

describe('pay', () => {
  test('declared social insurance that equals what was withheld', () => {
    const socialInsurance = [{ id: 's', kind: '国民年金', amount: yen(500_000) }];
    expect(findings({ socialInsurance }, { ...paid(5_000_000), socialInsuranceWithheld: yen(500_000) })).toEqual([
      'socialInsurance[0].amount social_insurance_equals_withheld',
    ]);
    expect(findings({ socialInsurance }, { ...paid(5_000_000), socialInsuranceWithheld: yen(500_001) })).toEqual([]);
    expect(findings({ socialInsurance })).toEqual([]);
  });

  test('negative totals are refused', () => {
    const pay = { salaryTotal: yen(-1), withheldTaxTotal: yen(-1), socialInsuranceWithheld: yen(-1) };
    expect(findings({}, pay)).toEqual(
      ['salaryTotal', 'withheldTaxTotal', 'socialInsuranceWithheld'].map((name) => `pay.${name} pay_negative`),
    );
    expect(adjust(nobody, pay, december)).toMatchObject({ status: 'refused' });
  });

  test('exactly 20,000,000 is adjusted; above it everybody is excluded, whatever the facts', () => {
    expect(adjust(nobody, paid(20_000_000), december).status).toBe('adjusted');
    const widow = { ...nobody, specialCases: { ...nobody.specialCases, widow: true } };
    expect(adjust(widow, paid(20_000_001), december)).toEqual({ status: 'excluded', reason: 'salary_over_20m' });
    expect(findings({ person: { ...nobody.person, estimatedSalary: yen(20_000_001) } })).toEqual([
      'person.estimatedSalary salary_over_adjustment_limit',
    ]);
  });
});

test('every error blocks submitting but the slip of a previous employer, and nothing milder does', () => {
  const blocking = (Object.keys(factRules) as FactRule[]).filter((rule) => blocksSubmitting(violation('', rule)));
  const errors = (Object.keys(factRules) as FactRule[]).filter((rule) => factRules[rule] === 'error');
  expect(errors).toContain('previous_slip_missing');
  expect(blocking).toEqual(errors.filter((rule) => rule !== 'previous_slip_missing'));
});

test('a rule is known by its name, and a violation says numbers only where it has some', () => {
  expect(['required', 'toString', 'unknown', ''].map(isFactRule)).toEqual([true, false, false, false]);
  expect(violation('spouse', 'spouse_died_in_year')).toStrictEqual({
    ...{ path: 'spouse', rule: 'spouse_died_in_year', severity: factRules.spouse_died_in_year },
  });
  expect(violation('spouse', 'spouse_income_over_limit', { limit: '1' })).toMatchObject({ params: { limit: '1' } });
});

test('the pension is said when it stands beside other income, and abroad when one of the family is', () => {
  const specialCases = { ...nobody.specialCases, publicPension: true, nonResidentRelative: true };
  const incomes = [
    { kind: 'business', amount: yen(1) },
    { kind: 'public_pension', amount: yen(1) },
  ] as const;
  expect(findings({ specialCases, incomes, relatives: [young()] })).toContain(
    'specialCases.nonResidentRelative unsupported_case',
  );
  expect(findings({ specialCases, incomes }).filter((text) => text.startsWith('specialCases.publicPension'))).toEqual(
    [],
  );
});

test('a name of blanks is none, and its kana too', () => {
  expect(findings({ relatives: [young({ kana: '　 ' })] })).toEqual(['relatives[0].kana kana_missing']);
  const [blank, other] = [young({ name: ' ' }), young({ id: 'other', name: ' ' })];
  expect(findings({ relatives: [blank, other] })).toEqual(['relatives[0].name required', 'relatives[1].name required']);
});

test('without a birth date nobody is born in the future', () => {
  expect(findings({ spouse: spouseFacts({ birthDate: '' }) })).toEqual(['spouse.birthDate required']);
});

test('a claim that fails is found once, where it is claimed, also for somebody with a status', () => {
  const claims = claiming({ incomeAdjustment: true, lifeInsuranceUnder23: true });
  const status = { widow: { reason: 'bereaved', deFactoPartner: false } } as const;
  expect(findings({ claims, status }, paid(9_000_000))).toEqual(
    expect.arrayContaining([
      'claims.incomeAdjustment income_adjustment_without_qualifying_person',
      'claims.lifeInsuranceUnder23 life_special_without_young_dependant',
    ]),
  );
  const found = checkFacts({ ...nobody, claims, status }, { ...december, pay: paid(9_000_000) });
  expect(found).not.toContain(undefined);
  expect(new Set(found.map(({ rule }) => rule)).size).toBe(found.length);
});
