import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { golden, slipOf } from '../../../testing/slips.js';
import {
  factsWith,
  largeFamily,
  officialExampleA,
  personOnWire,
  relative,
  singleParentWithPreviousEmployer,
} from '../../../testing/wire-data.js';
import { slipTexts } from './fields.js';
import { withholdingSlipLayout } from './layout.js';

const pay = { salaryTotal: 6_000_000, withheldTaxTotal: 100_000, socialInsuranceWithheld: 800_000 };
const textsOf = (facts: Readonly<Record<string, unknown>>, birthDate?: string) =>
  slipTexts(slipOf(personOnWire(factsWith(facts, birthDate), pay)), 'recipient');
const codesOf = (facts: Readonly<Record<string, unknown>>) =>
  slipTexts(slipOf(personOnWire(factsWith(facts), pay)), 'payer');
const spouse = {
  name: '配偶者　花',
  kana: 'ハイグウシャ　ハナ',
  birthDate: '1980-01-01',
  livingTogether: true,
  salaryRevenue: 0,
  otherIncome: 0,
  disability: 'none',
};

describe('the official example A for R8', () => {
  const slip = slipOf(officialExampleA());

  test('shows the figures of the booklet', () => {
    expect(slipTexts(slip, 'recipient')).toMatchObject({
      payment: '8,970,000',
      incomeAfterDeduction: '6,973,000',
      totalDeductions: '4,826,102',
      taxWithheld: '41,400',
      spouseDeduction: '380,000',
      specialRelativeDeduction: '410,000',
      socialInsurance: '1,386,102',
      lifeInsuranceDeduction: '120,000',
      earthquakeInsuranceDeduction: '50,000',
      housingLoanCredit: '76,500',
      basicDeduction: '620,000',
      incomeAdjustment: '47,000',
      spouseIncome: '500,000',
    });
  });

  test.each(['recipient', 'payer'] as const)("equals the golden file, field by field: the %s's copy", (copy) => {
    const expected = JSON.parse(readFileSync(golden('withholding-slip-official-a.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(slipTexts(slip, copy)).toEqual(expected[copy]);
  });
});

test('every field has exactly one place on the page, and every place its field', () => {
  const placed = withholdingSlipLayout.flatMap(({ field }) => (field === undefined ? [] : [field]));
  expect([...placed].sort()).toEqual(Object.keys(slipTexts(slipOf(officialExampleA()), 'payer')).sort());
});

test('every box lies on the A4 page', () => {
  for (const { x, y, w, h } of withholdingSlipLayout) {
    expect(x).toBeGreaterThanOrEqual(10);
    expect(x + w).toBeLessThanOrEqual(200.001);
    expect(y).toBeGreaterThanOrEqual(10);
    expect(y + h).toBeLessThanOrEqual(285);
  }
});

const isCode = (name: string) => /^(spouse|relative\d|young\d)Code$/.test(name);

describe('the two copies', () => {
  const both = (copy: 'recipient' | 'payer') => slipTexts(slipOf(largeFamily()), copy);

  test("the recipient's has no codes, the payer's has them", () => {
    const codes = (copy: 'recipient' | 'payer') =>
      Object.entries(both(copy)).flatMap(([name, text]) => (isCode(name) && text !== '' ? [text] : []));
    expect(codes('recipient')).toEqual([]);
    expect(codes('payer')).toEqual(Array.from({ length: 8 }, () => '00'));
  });

  test('they differ in nothing else but their name and the code in the remarks', () => {
    const [recipient, payer] = [both('recipient'), both('payer')];
    const differing = Object.keys(recipient).filter((name) => recipient[name] !== payer[name] && !isCode(name));
    expect(differing).toEqual(['copy', 'remarks']);
    expect(payer['remarks']?.replace('(10)', '')).toBe(recipient['remarks']);
    expect(payer['remarks']).toContain('(10)');
  });
});

test.each([
  [1_360_001, 630_000, '10'],
  [1_590_001, 610_000, '20'],
  [1_640_001, 510_000, '30'],
  [1_690_001, 410_000, '40'],
  [1_740_001, 310_000, '50'],
  [1_790_001, 210_000, '60'],
  [1_840_001, 110_000, '70'],
  [1_890_001, 60_000, '80'],
  [1_940_001, 30_000, '90'],
])('a 特定親族 with pay of %s yen takes %s yen off and has the code %s', (salaryRevenue, deduction, code) => {
  const relatives = [relative('r1', { name: '学生', birthDate: '2006-06-06', salaryRevenue })];
  expect(codesOf({ relatives })).toMatchObject({
    specialRelativeDeduction: deduction.toLocaleString('en-US'),
    specialRelativeCount: '1',
    relative1Name: '学生',
    relative1Code: code,
  });
});

test('a child whom another taxpayer claims is neither counted nor named', () => {
  const relatives = [
    relative('r1', { name: '長男', birthDate: '2005-05-05', claimedByOther: true }),
    relative('r2', { name: '次男', birthDate: '2015-05-05', claimedByOther: true }),
  ];
  expect(textsOf({ relatives })).toMatchObject({
    specificCount: '',
    under16Count: '',
    relative1Name: '',
    young1Name: '',
  });
});

describe('the spouse', () => {
  test('with 配偶者控除 has the mark, the deduction, the name and the income', () => {
    expect(textsOf({ spouse })).toMatchObject({
      hasSpouse: '○',
      hasElderlySpouse: '',
      spouseDeduction: '380,000',
      spouseName: '配偶者　花',
      spouseIncome: '0',
    });
  });

  test('of 70 years has the second mark', () => {
    expect(textsOf({ spouse: { ...spouse, birthDate: '1957-01-01' } })).toMatchObject({
      hasSpouse: '○',
      hasElderlySpouse: '○',
      spouseDeduction: '480,000',
    });
    expect(textsOf({ spouse: { ...spouse, birthDate: '1957-01-02' } })).toMatchObject({ hasElderlySpouse: '' });
  });

  test('with 配偶者特別控除 has the name but no mark', () => {
    expect(textsOf({ spouse: { ...spouse, salaryRevenue: 1_800_000 } })).toMatchObject({
      hasSpouse: '',
      spouseName: '配偶者　花',
      spouseIncome: '1,060,000',
    });
  });

  test('with more income than that is not on the slip', () => {
    expect(textsOf({ spouse: { ...spouse, salaryRevenue: 3_000_000 } })).toMatchObject({
      hasSpouse: '',
      spouseDeduction: '',
      spouseName: '',
      spouseIncome: '',
    });
  });
});

describe('people with a disability', () => {
  test('are counted without the person, the 同居特別障害者 twice', () => {
    expect(slipTexts(slipOf(largeFamily()), 'recipient')).toMatchObject({
      ownSpecialDisability: '○',
      ownGeneralDisability: '',
      specialDisabilityCount: '2',
      specialDisabilityLivingTogetherCount: '2',
      generalDisabilityCount: '1',
    });
  });

  test('who live elsewhere are not 同居特別障害者', () => {
    const relatives = [
      relative('r1', { name: '父', birthDate: '1960-05-05', disability: 'special', livingTogether: false }),
    ];
    expect(textsOf({ relatives })).toMatchObject({
      specialDisabilityCount: '1',
      specialDisabilityLivingTogetherCount: '',
    });
  });
});

test('mutual aid is named within the social insurance, and the national pension in its own box', () => {
  expect(slipTexts(slipOf(largeFamily()), 'recipient')).toMatchObject({
    mutualAid: '276,000',
    socialInsurance: '2,080,000',
    nationalPension: '204,000',
  });
});

test('the whole housing loan credit is shown only where the tax was too small for it', () => {
  expect(slipTexts(slipOf(largeFamily()), 'recipient')).toMatchObject({
    housingLoanCredit: '88,250',
    housingLoanPossible: '350,000',
  });
  expect(textsOf({ housingLoanCredit: 10_000 })).toMatchObject({
    housingLoanCredit: '10,000',
    housingLoanPossible: '',
  });
});

test('without 基礎控除申告書 the basic deduction is shown as 0', () => {
  const claims = { basicDeduction: false, incomeAdjustment: false, lifeInsuranceUnder23: false };
  expect(textsOf({ claims })['basicDeduction']).toBe('0');
});

test.each([
  ['2009-01-02', ''],
  ['2009-01-03', '○'],
])('somebody born on %s has the mark of a minor: "%s"', (birthDate, expected) => {
  expect(textsOf({ person: { birthDate, disability: 'none', estimatedSalary: 0 } })['minor']).toBe(expected);
});

test.each([
  ['2026-04-01', ['○', '', '8', '4', '1']],
  ['2025-12-31', ['', '', '', '', '']],
  ['', ['', '', '', '', '']],
])('who joined on "%s" has 就職 %s', (joinedOn, expected) => {
  const person = personOnWire(factsWith({}), pay, { profile: { joinedOn } });
  const texts = slipTexts(slipOf(person), 'recipient');
  const names = ['joined', 'left', 'movementYear', 'movementMonth', 'movementDay'];
  expect(names.map((name) => texts[name])).toEqual(expected);
});

test('the remarks of the law stand side by side', () => {
  const relatives = [1, 2, 3, 4, 5, 6].flatMap((i) => [
    relative(`old${i}`, { name: `成人${i}`, birthDate: `200${i}-01-01` }),
    relative(`young${i}`, { name: `年少${i}`, birthDate: `201${i + 2}-01-01` }),
  ]);
  expect(textsOf({ relatives })['remarks']).toBe('(1)成人5　(2)成人6　(3)年少5(年少)　(4)年少6(年少)');
});

test('details that travelled over the wire are on the slip: 前職 in all figures and in the remarks, ひとり親, who is abroad', () => {
  const slip = slipOf(singleParentWithPreviousEmployer());
  expect(slipTexts(slip, 'recipient')).toMatchObject({
    payment: '6,000,000',
    incomeAfterDeduction: '4,360,000',
    socialInsurance: '880,000',
    singleParent: '○',
    remarks: expect.stringContaining(
      '前職 大阪市見本区 見本前職商事 令和8年4月30日退職 支払金額1,200,000円 源泉徴収税額24,000円 社会保険料等の金額180,000円',
    ) as unknown,
  });
  expect(slipTexts(slip, 'payer')).toMatchObject({ relative1Code: '00', relative2Code: '01' });
});

test('a figure that the result lacks is an error, not a zero', () => {
  const person = officialExampleA();
  const result = person.data.result;
  if (result === undefined) throw new Error('no result');
  const boxes = Object.fromEntries(Object.entries(result.boxes).filter(([name]) => name !== 'box26AnnualTax'));
  expect(() => slipOf({ ...person, data: { ...person.data, result: { ...result, boxes } } })).toThrow('box26AnnualTax');
});

test('the date of birth is written in its era', () => {
  expect(slipTexts(slipOf(officialExampleA()), 'recipient')).toMatchObject({ birthEra: '昭和', birthYear: '50' });
});
