import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import type { AdjustmentContext, PayTotals } from '../derive-input.js';
import type { AdjustmentFacts, RelativeFacts } from '../facts.js';
import { december, nobody, relativeFacts, spouseFacts } from '../testing/case-person.js';
import { officialPeople } from '../testing/official-people.js';
import { viewSource } from '../testing/view-case.js';
import type { SlipCopy } from './slip-people.js';
import { withholdingSlip, type WithholdingSlip } from './withholding-slip.js';

const payOf = (salary: number, tax = 100_000, insurance = 800_000): PayTotals => ({
  salaryTotal: yen(salary),
  withheldTaxTotal: yen(tax),
  socialInsuranceWithheld: yen(insurance),
});

type Options = {
  readonly pay?: PayTotals;
  readonly context?: AdjustmentContext;
  readonly copy?: SlipCopy;
  readonly adjusted?: boolean;
};

/** The slip of somebody with these facts; `adjusted: false` for who is not adjusted. */
const slip = (
  facts: Partial<AdjustmentFacts>,
  { pay = payOf(6_000_000), context = december, copy = 'office', adjusted = true }: Options = {},
): WithholdingSlip => withholdingSlip(viewSource({ facts: { ...nobody, ...facts }, pay, context }, adjusted), copy);

const remarksOf = (facts: Partial<AdjustmentFacts>, options: Options = {}): readonly string[] =>
  slip(facts, options).remarks.map(({ text }) => text);

const born = (birthDate: string, stated: Partial<RelativeFacts> = {}): Partial<RelativeFacts> => ({
  birthDate: localDate(birthDate),
  ...stated,
});
const family = (...members: readonly Partial<RelativeFacts>[]): readonly RelativeFacts[] =>
  members.map((stated, i) => relativeFacts(i, stated));
const in2024: AdjustmentContext = { taxYear: taxYear(2024), lastPaymentDate: localDate('2024-12-25') };

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

describe('区分', () => {
  const codes = (stated: Partial<RelativeFacts>, copy: SlipCopy = 'office') =>
    slip({ relatives: family(stated) }, { copy }).relatives.map(({ code }) => code);
  const abroad = (reason: 'none' | 'study_abroad' | 'remittance_380k') => ({
    nonResident: {
      reason,
      remittance: yen(380_000),
      kinshipDocuments: 'received' as const,
      remittanceDocuments: 'received' as const,
    },
  });

  // Income up to 85 / 90 / … / 123万; pay of this much less 74万 is the income.
  test.each([
    [620_001, '10'],
    [850_000, '10'],
    [850_001, '20'],
    [900_000, '20'],
    [900_001, '30'],
    [950_000, '30'],
    [950_001, '40'],
    [1_000_000, '40'],
    [1_000_001, '50'],
    [1_050_000, '50'],
    [1_050_001, '60'],
    [1_100_000, '60'],
    [1_100_001, '70'],
    [1_150_000, '70'],
    [1_150_001, '80'],
    [1_200_000, '80'],
    [1_200_001, '90'],
    [1_230_000, '90'],
  ])('a 特定親族 with income of %p has %s', (otherIncome, code) => {
    expect(codes(born('2006-06-06', { otherIncome: yen(otherIncome) }))).toEqual([code]);
    const nonResident = born('2006-06-06', { otherIncome: yen(otherIncome), ...abroad('none') });
    expect(codes(nonResident)).toEqual([String(Number(code) + 1)]);
  });

  test('with an income of 620,000 it is a 特定扶養親族, above 1,230,000 nobody', () => {
    expect(codes(born('2006-06-06', { otherIncome: yen(620_000) }))).toEqual(['00']);
    expect(codes(born('2006-06-06', { otherIncome: yen(1_230_001) }))).toEqual([]);
  });

  test.each([
    ['1997-01-02', 'none', 'none', '01'],
    ['1957-01-01', 'none', 'none', '01'],
    ['1997-01-01', 'study_abroad', 'none', '02'],
    ['1957-01-02', 'remittance_380k', 'none', '04'],
    ['1980-01-01', 'none', 'general', '03'],
  ] as const)('a non-resident born %s (reason %s, disability %s) has %s', (birthDate, reason, disability, code) => {
    const stated = born(birthDate, { disability, ...abroad(reason) });
    expect(codes(stated)).toEqual([code]);
    expect(codes(stated, 'recipient')).toEqual(['○']);
  });

  test('a non-resident of 30 to 69 without a reason is not named, of under 16 has 01', () => {
    expect(codes(born('1980-01-01', abroad('none')))).toEqual([]);
    const young = slip({ relatives: family(born('2011-01-02', abroad('none'))) });
    expect(young.young.map(({ code }) => code)).toEqual(['01']);
    expect(young.counts).toMatchObject({ under16: 1, nonResident: 1 });
  });

  test("the recipient's copy has no codes", () => {
    expect(codes(born('2006-06-06', { otherIncome: yen(1_000_000) }), 'recipient')).toEqual(['']);
  });

  test('the spouse has 00, a non-resident one 01 and ○ for the recipient', () => {
    const spouse = spouseFacts({});
    const away = spouseFacts(abroad('none'));
    expect(slip({ spouse }).spouse?.code).toBe('00');
    expect(slip({ spouse: away }).spouse?.code).toBe('01');
    expect(slip({ spouse: away }, { copy: 'recipient' }).spouse?.code).toBe('○');
  });
});

describe('four rows, the fifth in 摘要', () => {
  const adults = (count: number) => Array.from({ length: count }, (_, i) => born(`198${i}-05-05`));
  const children = (count: number) => Array.from({ length: count }, (_, i) => born(`201${i + 1}-05-05`));

  test('the fourth stands in its row', () => {
    const made = slip({ relatives: family(...adults(4), ...children(4)) });
    expect([made.relatives.length, made.young.length, made.remarks]).toEqual([4, 4, []]);
  });

  test('the fifth of each kind is named, numbered through, the young one marked', () => {
    const made = slip({ relatives: family(...adults(5), ...children(5)) });
    expect([made.relatives.length, made.young.length]).toEqual([4, 4]);
    expect(made.remarks).toEqual([
      { rule: 'further_relative', text: '(1)事例 五郎' },
      { rule: 'further_young', text: '(2)事例 十郎(年少)' },
    ]);
    expect(made.counts).toMatchObject({ other: 5, under16: 5 });
  });

  test("a 特定親族 in 摘要 has its code, but not on the recipient's copy", () => {
    const relatives = family(...adults(4), born('2006-06-06', { otherIncome: yen(1_230_000) }));
    expect(remarksOf({ relatives })).toEqual(['(1)事例 五郎(90)']);
    expect(remarksOf({ relatives }, { copy: 'recipient' })).toEqual(['(1)事例 五郎']);
  });
});

describe('the spouse', () => {
  const disabled = spouseFacts({ disability: 'general' });

  test('(同配) only where the spouse with a disability stands in no box', () => {
    // Own income above 10,000,000: pay of 11,950,000 less 1,950,000 is exactly the limit.
    expect(remarksOf({ spouse: disabled }, { pay: payOf(11_950_000) })).toEqual([]);
    expect(remarksOf({ spouse: disabled }, { pay: payOf(11_950_001) })).toEqual(['事例 花子(同配)']);
    expect(remarksOf({ spouse: spouseFacts({}) }, { pay: payOf(11_950_001) })).toEqual([]);
    expect(slip({ spouse: disabled }, { pay: payOf(11_950_001) }).counts.generalDisability).toBe(1);
  });

  test.each([
    ['1957-01-01', true],
    ['1957-01-02', false],
  ])('born %s: 老人 %p', (birthDate, elderly) => {
    const made = slip({ spouse: spouseFacts({ birthDate: localDate(birthDate) }) });
    expect([made.hasSpouse, made.hasElderlySpouse]).toEqual([true, elderly]);
  });

  test('配偶者特別控除 names without the mark; above 1,330,000 nobody is named', () => {
    const of = (income: number) => slip({ spouse: spouseFacts({ otherIncome: yen(income) }) });
    expect([of(620_000).hasSpouse, of(620_000).amounts.spouseIncome]).toEqual([true, 620_000]);
    expect([of(620_001).hasSpouse, of(620_001).spouse?.name]).toEqual([false, '事例 花子']);
    expect([of(1_330_000).spouse?.name, of(1_330_001).spouse]).toEqual(['事例 花子', undefined]);
  });
});

describe('所得金額調整控除', () => {
  const claims = { ...nobody.claims, incomeAdjustment: true };
  const child = (claimedByOther: boolean) => family(born('2010-05-05', { claimedByOther }));
  const pay = payOf(9_000_000);

  test('names the child whom the other parent claims, and no child of a row', () => {
    expect(remarksOf({ relatives: child(true), claims }, { pay })).toEqual(['事例 一郎(調整)']);
    expect(remarksOf({ relatives: child(false), claims }, { pay })).toEqual([]);
    expect(remarksOf({ relatives: child(true) }, { pay })).toEqual([]);
  });

  test('exactly 8,500,000 takes nothing off and names nobody', () => {
    expect(remarksOf({ relatives: child(true), claims }, { pay: payOf(8_500_000) })).toEqual([]);
    expect(remarksOf({ relatives: child(true), claims }, { pay: payOf(8_500_001) })).toEqual(['事例 一郎(調整)']);
  });
});

describe('定額減税 of R6', () => {
  const facts = { relatives: family(born('2015-05-05'), born('1980-05-05')) };

  test('what was taken off and what was left over', () => {
    // 30,000 × 3; pay so small that there is no tax: everything is left over.
    const options = { context: in2024, pay: payOf(1_000_000, 0, 0) };
    expect(remarksOf(facts, options)).toEqual(['源泉徴収時所得税減税控除済額0円', '控除外額90,000円']);
    expect(remarksOf(facts, { context: in2024, pay: payOf(15_000_000) })).toEqual([
      '源泉徴収時所得税減税控除済額90,000円',
      '控除外額0円',
    ]);
  });

  test('a 同一生計配偶者 without 配偶者控除 is named as counted', () => {
    const pay = payOf(11_950_001);
    const spouse = spouseFacts({});
    expect(remarksOf({ spouse }, { context: in2024, pay })).toContain('非控除対象配偶者減税有');
    expect(remarksOf({ spouse }, { context: in2024, pay: payOf(11_950_000) })).not.toContain('非控除対象配偶者減税有');
  });

  test('nothing above 18,050,000 of income, and nothing in R8', () => {
    expect(remarksOf({}, { context: in2024, pay: payOf(20_000_000) })).toHaveLength(2);
    const otherIncome = yen(1);
    expect(remarksOf({ otherIncome }, { context: in2024, pay: payOf(20_000_000) })).toEqual([]);
    expect(remarksOf({})).toEqual([]);
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

describe('coming and going', () => {
  test('one day of the year each; both: the day of coming is told in 摘要', () => {
    const left = { on: localDate('2026-09-30'), reason: 'other' as const, expectsOtherPay: false };
    const both = slip({ employment: { joinedOn: localDate('2026-04-01'), left } }, { adjusted: false });
    expect(both.remarks).toEqual([{ rule: 'joined_and_left', text: '2026-04-01就職' }]);
    const joined = slip({ employment: { joinedOn: localDate('2026-04-01') } });
    expect([joined.joinedOn, joined.leftOn, joined.remarks]).toEqual(['2026-04-01', undefined, []]);
    expect(slip({ employment: { joinedOn: localDate('2025-12-31') } }).joinedOn).toBeUndefined();
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
