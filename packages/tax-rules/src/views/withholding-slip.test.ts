import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { nobody, spouseFacts } from '../testing/case-person.js';
import { officialPeople } from '../testing/official-people.js';
import { born, family, payOf, slip } from '../testing/view-case.js';

describe('the official example A', () => {
  const [person] = officialPeople();
  if (person === undefined) throw new Error('example A is missing');
  const { facts, pay, context } = person;

  test('every amount of the slip', () => {
    expect(slip(facts, { pay, context }).amounts).toEqual({
      payment: 8_970_000,
      incomeAfterDeduction: 6_973_000,
      totalDeductions: 4_826_102,
      taxWithheld: 41_400,
      taxNotCollected: 0,
      spouseDeduction: 380_000,
      specialRelativeDeduction: 410_000,
      socialInsurance: 1_386_102,
      mutualAid: 0,
      lifeInsuranceDeduction: 120_000,
      earthquakeInsuranceDeduction: 50_000,
      housingLoanCredit: 76_500,
      housingLoanPossible: undefined,
      lifeGeneralNew: 80_000,
      lifeGeneralOld: 35_000,
      lifeCareMedical: 80_000,
      lifePensionNew: 30_000,
      lifePensionOld: 90_000,
      nationalPension: 0,
      oldLongTermInsurance: 14_800,
      basicDeduction: 620_000,
      incomeAdjustment: 47_000,
      spouseIncome: 500_000,
    });
  });

  test('marks, counts, names and codes', () => {
    const made = slip(facts, { pay, context });
    expect([made.hasSpouse, made.hasElderlySpouse, made.spouse?.code]).toEqual([true, false, '00']);
    expect(made.counts).toEqual({
      ...{ specific: 1, elderly: 1, elderlyLivingTogether: 1, other: 1, specialRelative: 1, under16: 0 },
      ...{ specialDisability: 0, specialDisabilityLivingTogether: 0, generalDisability: 1, nonResident: 0 },
    });
    expect(made.relatives.map(({ name, code }) => `${name} ${code}`)).toEqual([
      '設例 一郎 00',
      '設例 二郎 00',
      '設例 ヨネ 00',
      '設例 さくら 40',
    ]);
    expect(Object.values(made.marks).some((applies) => applies)).toBe(false);
    expect(made.remarks.map(({ text }) => text)).toEqual(['租税特別措置法第41条の15の5第1項適用']);
  });

  test('the same person not adjusted: what was paid and withheld, and ⑤⑥⑨⑭⑯⑰⑱⑲⑳㉑ empty', () => {
    const { amounts, adjusted, remarks } = slip(facts, { pay, context, adjusted: false });
    const filled = Object.entries(amounts).filter(([, amount]) => amount !== undefined);
    expect(adjusted).toBe(false);
    expect(Object.fromEntries(filled)).toEqual({
      payment: 8_970_000,
      taxWithheld: 156_670,
      taxNotCollected: 0,
      socialInsurance: 1_386_102,
      mutualAid: 0,
      spouseIncome: 500_000,
    });
    expect(remarks).toEqual([]);
  });
});

describe('who is not adjusted', () => {
  const relatives = family(born('2010-12-31'), born('2011-01-02'), born('2006-06-06', { otherIncome: yen(1_000_000) }));

  test('乙欄: the mark, the pay, nothing of the family', () => {
    const employment = { column: 'secondary' as const };
    const facts = { spouse: spouseFacts({ disability: 'special' }), relatives, employment };
    const made = slip(facts, { adjusted: false });
    expect(made.marks.secondaryColumn).toBe(true);
    expect([made.spouse, made.relatives, made.young, made.remarks]).toEqual([undefined, [], [], []]);
    expect(Object.values(made.counts).every((count) => count === 0)).toBe(true);
    expect(made.amounts).toMatchObject({ payment: 6_000_000, taxWithheld: 100_000, socialInsurance: 800_000 });
  });

  test('a leaver: the day, the family of the 扶養控除等申告書, 源泉控除対象親族 up to 1,000,000 by income', () => {
    const employment = { left: { on: localDate('2026-08-31'), reason: 'other' as const, expectsOtherPay: true } };
    const made = slip({ relatives, employment }, { adjusted: false });
    expect([made.leftOn, made.marks.death]).toEqual(['2026-08-31', false]);
    expect(made.relatives.map(({ code }) => code)).toEqual(['00', '40']);
    expect(made.counts).toMatchObject({ other: 1, under16: 1, specialRelative: 1 });
    const above = family(born('2006-06-06', { otherIncome: yen(1_000_001) }));
    expect(slip({ relatives: above, employment }, { adjusted: false }).relatives).toEqual([]);
    expect(slip({ relatives: above }).relatives).toHaveLength(1);
  });

  test('源泉控除対象配偶者: own income up to 9,000,000 and the spouse’s up to 950,000', () => {
    const of = (salary: number, income: number) =>
      slip({ spouse: spouseFacts({ otherIncome: yen(income) }) }, { pay: payOf(salary), adjusted: false }).hasSpouse;
    expect([of(10_950_000, 950_000), of(10_950_001, 950_000), of(10_950_000, 950_001)]).toEqual([true, false, false]);
  });

  test('died within the year: the mark, and adjusted all the same', () => {
    const employment = { left: { on: localDate('2026-12-10'), reason: 'death' as const, expectsOtherPay: false } };
    const made = slip({ employment });
    expect([made.marks.death, made.leftOn, made.adjusted]).toEqual([true, '2026-12-10', true]);
  });

  test('more than 20,000,000: pay and tax, no figure of an adjustment', () => {
    const { amounts } = slip({}, { pay: payOf(20_000_001), adjusted: false });
    expect([amounts.payment, amounts.incomeAfterDeduction, amounts.basicDeduction]).toEqual([
      20_000_001,
      undefined,
      undefined,
    ]);
  });
});

test('loans of ⑲: day and balance of each, none where no credit is taken', () => {
  const housingLoan = {
    residenceFrom: localDate('2019-05-01'),
    work: 'new_house',
    performance: 'other',
    loan: { balance: yen(20_000_000), price: yen(40_000_000) },
    second: {
      residenceFrom: localDate('2021-06-01'),
      work: 'extension',
      performance: 'other',
      balance: yen(3_000_000),
    },
  } as const;
  expect(slip({ housingLoan, housingLoanCredit: yen(100_000) }).housingLoans).toMatchObject([
    { residenceFrom: '2019-05-01', balance: 20_000_000 },
    { residenceFrom: '2021-06-01', balance: 3_000_000 },
  ]);
  expect(slip({ housingLoan }).housingLoans).toEqual([]);
});

describe('本人: 寡婦, ひとり親, 勤労学生', () => {
  const bereaved = { widow: { reason: 'bereaved', deFactoPartner: false } } as const;

  test('寡婦 up to 5,000,000 of own income', () => {
    // 6,888,888 × 90 % − 1,100,000 = 5,099,999; 6,777,778 → 5,000,000.
    expect(slip({ status: bereaved }, { pay: payOf(6_777_778) }).marks.widow).toBe(true);
    expect(slip({ status: bereaved }, { pay: payOf(6_777_780) }).marks.widow).toBe(false);
    expect(slip({ status: bereaved, employment: { column: 'secondary' } }, { adjusted: false }).marks.widow).toBe(
      false,
    );
  });

  test('ひとり親 with a child of one’s own', () => {
    const status = { singleParent: { reason: 'divorced', childId: 'relative-1', deFactoPartner: false } } as const;
    expect(slip({ status, relatives: family(born('2015-05-05')) }).marks.singleParent).toBe(true);
    expect(slip({ status }).marks.singleParent).toBe(false);
  });

  test('勤労学生 up to 890,000 of own income', () => {
    const status = { workingStudent: { school: '大学', schoolKind: 'school' } } as const;
    expect(slip({ status }, { pay: payOf(1_630_000) }).marks.workingStudent).toBe(true);
    expect(slip({ status }, { pay: payOf(1_630_001) }).marks.workingStudent).toBe(false);
  });
});

test.each([
  ['2009-01-02', false],
  ['2009-01-03', true],
])('born %s: 未成年者 %p', (birthDate, minor) => {
  const person = { ...nobody.person, birthDate: localDate(birthDate) };
  expect(slip({ person }).marks.minor).toBe(minor);
});

test('⑭ and 特親 are on slips of adjustments from 1 December 2025 on', () => {
  const of = (year: number, day: string) =>
    slip({}, { context: { taxYear: taxYear(year), lastPaymentDate: localDate(day) } }).knowsSpecialRelatives;
  expect([of(2024, '2024-12-25'), of(2025, '2025-11-30'), of(2025, '2025-12-01'), of(2026, '2026-06-30')]).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('without 基礎控除申告書 ⑳ is 0; a credit that the tax could not use is told whole', () => {
  expect(slip({ claims: { ...nobody.claims, basicDeduction: false } }).amounts.basicDeduction).toBe(0);
  const { amounts } = slip({ housingLoanCredit: yen(350_000) });
  expect(amounts.housingLoanPossible).toBe(350_000);
  expect(slip({ housingLoanCredit: yen(10_000) }).amounts).toMatchObject({
    housingLoanCredit: 10_000,
    housingLoanPossible: undefined,
  });
});

test('内書: mutual aid that payroll withheld and that was declared', () => {
  const mutualAid = [{ id: 'm', kind: 'iDeCo', amount: yen(276_000) }];
  const pay = { ...payOf(6_000_000), mutualAidWithheld: yen(24_000) };
  expect(slip({ mutualAid }, { pay }).amounts).toMatchObject({ mutualAid: 300_000, socialInsurance: 1_076_000 });
  const leaver = slip({ mutualAid }, { pay, adjusted: false });
  expect(leaver.amounts).toMatchObject({ mutualAid: 24_000, socialInsurance: 800_000 });
});

describe('内書: 未徴収 tax of unpaid pay', () => {
  const pay = { ...payOf(6_000_000, 2_000_000), unpaidSalaryTaxNotCollected: yen(30_000) };
  test('of who is not adjusted all of it; an excess is set off against it first', () => {
    expect(slip({}, { pay, adjusted: false }).amounts.taxNotCollected).toBe(30_000);
    expect(slip({}, { pay }).amounts.taxNotCollected).toBe(0);
    const short = { ...payOf(6_000_000, 30_000), unpaidSalaryTaxNotCollected: yen(30_000) };
    expect(slip({}, { pay: short }).amounts.taxNotCollected).toBe(30_000);
  });
});

test('国民年金 and its fund stand in a box of their own, health insurance does not', () => {
  const socialInsurance = [
    { id: 'a', kind: '国民年金', amount: yen(200_000) },
    { id: 'b', kind: '国民年金基金', amount: yen(50_000) },
    { id: 'c', kind: '国民健康保険', amount: yen(30_000) },
  ];
  expect(slip({ socialInsurance }).amounts).toMatchObject({ nationalPension: 250_000, socialInsurance: 1_080_000 });
});

test('外国人 and 災害者 are marked where stated', () => {
  const { marks } = slip({ employment: { foreigner: true, disasterRelief: true } }, { adjusted: false });
  expect([marks.foreigner, marks.disaster]).toEqual([true, true]);
  const none = slip({}).marks;
  expect([none.foreigner, none.disaster]).toEqual([false, false]);
});

test('a spouse of 70 with 配偶者特別控除 has no mark', () => {
  const spouse = spouseFacts({ birthDate: localDate('1950-01-01'), otherIncome: yen(900_000) });
  expect(slip({ spouse })).toMatchObject({ hasSpouse: false, hasElderlySpouse: false });
});

test('源泉控除対象配偶者: the adjustment of income lowers own income only where it is claimed', () => {
  const facts = { spouse: spouseFacts({}), relatives: family(born('2015-05-05')) };
  const claims = { ...nobody.claims, incomeAdjustment: true };
  const options = { pay: payOf(10_950_001), adjusted: false };
  expect(slip(facts, options).hasSpouse).toBe(false);
  expect(slip({ ...facts, claims }, options).hasSpouse).toBe(true);
});
