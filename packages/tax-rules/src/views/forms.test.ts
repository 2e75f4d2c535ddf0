import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import type { AdjustmentContext } from '../derive-input.js';
import type { AdjustmentFacts, RelativeFacts } from '../facts.js';
import { december, nobody, spouseFacts } from '../testing/case-person.js';
import { officialPeople } from '../testing/official-people.js';
import { family, linesOf, viewSource } from '../testing/view-case.js';
import { formViews } from './form-views.js';

const [exampleA, exampleB] = officialPeople();
if (exampleA === undefined || exampleB === undefined) throw new Error('the examples are missing');

type Options = { readonly salary?: number; readonly context?: AdjustmentContext };

/** The forms of somebody with these facts, in the order of E1 to E4. */
const formsOf = (facts: Partial<AdjustmentFacts>, { salary = 6_000_000, context = december }: Options = {}) => {
  const pay = { salaryTotal: yen(salary), withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) };
  return formViews(viewSource({ facts: { ...nobody, ...facts }, pay, context }));
};
const form = (index: 0 | 1 | 2 | 3, facts: Partial<AdjustmentFacts>, options: Options = {}) => {
  const found = formsOf(facts, options)[index];
  if (found === undefined) throw new Error('there is no such form');
  return found;
};
const headings = (index: 0 | 1 | 2 | 3, facts: Partial<AdjustmentFacts>, options: Options = {}) =>
  form(index, facts, options).sections.map(({ heading }) => heading);

describe('the official example A', () => {
  const [dependants, deductions, insurance, housing] = formViews(viewSource(exampleA));
  if (dependants === undefined || deductions === undefined || insurance === undefined || housing === undefined) {
    throw new Error('a form is missing');
  }

  test('扶養控除等申告書: spouse in A, three relatives and the 特定親族 of 1,000,000 in B, the disability in C', () => {
    expect(linesOf(dependants, 'A 源泉控除対象配偶者')).toContain('所得の見積額 = 500000');
    expect(linesOf(dependants, 'B 源泉控除対象親族 2')).toEqual([
      'フリガナ = セツレイ ジロウ',
      '氏名 = 設例 二郎',
      '生年月日 = 2006-05-20',
      '続柄 = 子',
      '老人扶養親族 同居老親等 =',
      '老人扶養親族 その他 =',
      '特定扶養親族 = ○',
      '特定親族 =',
      '所得の見積額 = 0',
      '非居住者である親族の区分 =',
      '非居住者である親族 =',
      '生計を一にする事実 =',
      '住所又は居所 =',
      '異動月日 =',
      '異動の事由 =',
    ]);
    expect(linesOf(dependants, 'B 源泉控除対象親族 3')).toContain('老人扶養親族 同居老親等 = ○');
    expect(linesOf(dependants, 'B 源泉控除対象親族 4')).toContain('特定親族 = ○');
    expect(linesOf(dependants, 'C 障害者、寡婦、ひとり親又は勤労学生')).toContain('扶養親族 一般の障害者 = 1');
  });

  test('基・配・特・所: every line', () => {
    expect(linesOf(deductions, '給与所得者の基礎控除申告書')).toEqual([
      '(1) 給与所得 収入金額 = 8970000',
      '(1) 給与所得 所得金額 = 6973000',
      '(2) 給与所得以外の所得の合計額 = 0',
      '本年中の合計所得金額の見積額 = 6973000',
      '判定 = 655万円超900万円以下（A）',
      '区分Ⅰ = A',
      '基礎控除の額 = 620000',
    ]);
    expect(linesOf(deductions, '給与所得者の配偶者控除等申告書').slice(6)).toEqual([
      '老人控除対象配偶者 =',
      '給与所得 収入金額 = 1240000',
      '給与所得 所得金額 = 500000',
      '給与所得以外の所得の合計額 = 0',
      '配偶者の本年中の合計所得金額の見積額 = 500000',
      '区分Ⅱ = ②',
      '配偶者控除の額 = 380000',
      '配偶者特別控除の額 =',
    ]);
    expect(linesOf(deductions, '給与所得者の特定親族特別控除申告書 1').slice(-2)).toEqual([
      '本年中の合計所得金額の見積額 = 1000000',
      '特定親族特別控除の額 = 410000',
    ]);
    expect(linesOf(deductions, '所得金額調整控除申告書').slice(0, 5)).toEqual([
      '要件 あなた自身が特別障害者 =',
      '要件 同一生計配偶者が特別障害者 =',
      '要件 扶養親族が特別障害者 =',
      '要件 扶養親族が年齢23歳未満 = ○',
      '要件に該当する人の氏名 = 設例 二郎',
    ]);
  });

  test('保険料控除申告書: totals and deductions', () => {
    expect(linesOf(insurance, '一般の生命保険料 計')).toEqual([
      '新保険料等の合計額 = 80000',
      '旧保険料等の合計額 = 35000',
      '㋑ 控除額 = 60000',
    ]);
    expect(linesOf(insurance, '一般の生命保険料 23歳未満の扶養親族を有する場合の特例')).toContain(
      '☆ 扶養親族の氏名 = 設例 二郎',
    );
    expect(linesOf(insurance, '介護医療保険料 計')).toContain('控除額 = 40000');
    expect(linesOf(insurance, '個人年金保険料 計')).toContain('控除額 = 47500');
    expect(linesOf(insurance, '生命保険料控除額')).toEqual(['生命保険料控除額 計 = 120000']);
    expect(linesOf(insurance, '地震保険料控除 計')).toEqual([
      '地震保険料の合計額 = 42000',
      '旧長期損害保険料の合計額 = 14800',
      '地震保険料控除額 = 50000',
    ]);
    expect(linesOf(insurance, '個人年金保険料 2')).toContain('新・旧の区分 = 旧');
  });

  test('住宅借入金等特別控除申告書: the amount', () => {
    expect(linesOf(housing)).toContain('（特定増改築等）住宅借入金等特別控除額 = 76500');
  });
});

test('example B: the box of 489万円以下', () => {
  const deductions = formViews(viewSource(exampleB))[1];
  if (deductions === undefined) throw new Error('no form');
  expect(linesOf(deductions, '給与所得者の基礎控除申告書')).toEqual([
    '(1) 給与所得 収入金額 = 4390000',
    '(1) 給与所得 所得金額 = 3070400',
    '(2) 給与所得以外の所得の合計額 = 0',
    '本年中の合計所得金額の見積額 = 3070400',
    '判定 = 489万円以下（A）',
    '区分Ⅰ = A',
    '基礎控除の額 = 1040000',
  ]);
});

// Pay of 0 and other income alone: the estimate is that income.
test.each([
  [4_890_000, '489万円以下（A）', 'A', 1_040_000],
  [4_890_001, '489万円超655万円以下（A）', 'A', 670_000],
  [6_550_000, '489万円超655万円以下（A）', 'A', 670_000],
  [6_550_001, '655万円超900万円以下（A）', 'A', 620_000],
  [9_000_000, '655万円超900万円以下（A）', 'A', 620_000],
  [9_000_001, '900万円超950万円以下（B）', 'B', 620_000],
  [9_500_001, '950万円超1,000万円以下（C）', 'C', 620_000],
  [10_000_000, '950万円超1,000万円以下（C）', 'C', 620_000],
  [10_000_001, '1,000万円超2,350万円以下', '', 620_000],
  [23_500_001, '2,350万円超2,400万円以下', '', 480_000],
  [24_000_001, '2,400万円超2,450万円以下', '', 320_000],
  [24_500_001, '2,450万円超2,500万円以下', '', 160_000],
  [25_000_001, '', '', 0],
])('own income of %p: %s, 区分Ⅰ "%s", 基礎控除 %p', (income, box, column, amount) => {
  const lines = linesOf(form(1, { otherIncome: yen(income) }, { salary: 0 }), '給与所得者の基礎控除申告書');
  expect(lines.slice(-3)).toEqual([`判定 = ${box}`.trim(), `区分Ⅰ = ${column}`.trim(), `基礎控除の額 = ${amount}`]);
});

describe('the spouse of the second form', () => {
  const classOf = (birthDate: string, income: number) =>
    linesOf(
      form(1, { spouse: spouseFacts({ birthDate: localDate(birthDate), otherIncome: yen(income) }) }),
      '給与所得者の配偶者控除等申告書',
    ).slice(-3);

  test.each([
    ['1957-01-01', 620_000, '①', '480000', ''],
    ['1957-01-02', 620_000, '②', '380000', ''],
    ['1957-01-01', 620_001, '③', '', '380000'],
    ['1980-01-01', 950_000, '③', '', '380000'],
    ['1980-01-01', 950_001, '④', '', '360000'],
    ['1980-01-01', 1_330_000, '④', '', '30000'],
  ])('born %s with %p: 区分Ⅱ %s', (birthDate, income, column, ordinary, special) => {
    expect(classOf(birthDate, income)).toEqual([
      `区分Ⅱ = ${column}`,
      `配偶者控除の額 = ${ordinary}`.trim(),
      `配偶者特別控除の額 = ${special}`.trim(),
    ]);
  });

  test('blank above 1,330,000, and above 10,000,000 of one’s own', () => {
    expect(classOf('1980-01-01', 1_330_001)).toEqual([]);
    const rich = form(1, { spouse: spouseFacts({}) }, { salary: 11_950_001 });
    expect(linesOf(rich, '給与所得者の配偶者控除等申告書')).toEqual([]);
  });
});

test('所得金額調整控除: blank at 8,500,000 and without a claim', () => {
  const relatives = family({ birthDate: localDate('2010-05-05') });
  const claims = { ...nobody.claims, incomeAdjustment: true };
  const lines = (facts: Partial<AdjustmentFacts>, salary: number) =>
    linesOf(form(1, facts, { salary }), '所得金額調整控除申告書').length;
  expect([lines({ relatives, claims }, 8_500_000), lines({ relatives, claims }, 8_500_001) > 0]).toEqual([0, true]);
  expect(lines({ relatives }, 9_000_000)).toBe(0);
});

describe('扶養控除等申告書', () => {
  test('A: own income up to 9,000,000 and the spouse’s up to 950,000', () => {
    const lines = (salary: number, income: number) =>
      linesOf(form(0, { spouse: spouseFacts({ otherIncome: yen(income) }) }, { salary }), 'A 源泉控除対象配偶者')
        .length;
    expect([lines(10_950_000, 950_000) > 0, lines(10_950_001, 950_000), lines(10_950_000, 950_001)]).toEqual([
      true,
      0,
      0,
    ]);
  });

  test('B: a 特定親族 up to 1,000,000; whom another claims is in D; under 16 in the part of the residents’ tax', () => {
    const student = (income: number) => family({ birthDate: localDate('2006-06-06'), otherIncome: yen(income) });
    expect(headings(0, { relatives: student(1_000_000) })).toContain('B 源泉控除対象親族 1');
    expect(headings(0, { relatives: student(1_000_001) })).not.toContain('B 源泉控除対象親族 1');
    const relatives = family(
      { birthDate: localDate('2005-05-05'), claimedByOther: true },
      { birthDate: localDate('2011-01-02') },
      { birthDate: localDate('2011-01-01') },
    );
    expect(headings(0, { relatives })).toEqual([
      'A 源泉控除対象配偶者',
      'B 源泉控除対象親族 1',
      'C 障害者、寡婦、ひとり親又は勤労学生',
      'D 他の所得者が控除を受ける扶養親族等 1',
      '住民税に関する事項 16歳未満の扶養親族 1',
    ]);
  });

  test('乙欄: no form at all', () => {
    expect(formsOf({ employment: { column: 'secondary' } })).toEqual([]);
  });
});

test.each([
  ['2022-01-01', '⑥'],
  ['2021-12-31', '⑧'],
  ['2019-01-01', '⑧'],
  ['2018-12-31', '⑭'],
])('residence from %s: the credit is line %s', (day, number) => {
  const housingLoan = { residenceFrom: localDate(day), work: 'new_house', performance: 'certified' } as const;
  expect(linesOf(form(3, { housingLoan, housingLoanCredit: yen(50_000) }))).toContain(
    `${number} （特定増改築等）住宅借入金等特別控除額 = 50000`,
  );
});

describe('other years', () => {
  const in2024 = { context: { taxYear: taxYear(2024), lastPaymentDate: localDate('2024-12-25') } };
  const in2025 = { context: { taxYear: taxYear(2025), lastPaymentDate: localDate('2025-12-25') } };

  test('values without numbers', () => {
    const forms = formsOf({}, in2025);
    expect(forms.map(({ arranged }) => arranged)).toEqual([false, false, false]);
    const numbers = forms.flatMap(({ sections }) => sections.flatMap(({ lines }) => lines.map(({ number }) => number)));
    expect(new Set(numbers)).toEqual(new Set(['']));
  });

  test('R6 has 定額減税, R7 特定親族; column B is 控除対象扶養親族 up to R7', () => {
    const relatives = family({ birthDate: localDate('2005-06-06') });
    expect(headings(1, { relatives }, in2024)).toContain('年末調整に係る定額減税のための申告書');
    expect(form(1, {}, in2024).title).toContain('年末調整に係る定額減税のための申告書');
    expect(form(1, {}, in2025).title).not.toContain('定額減税');
    // Two people: 30,000 each.
    expect(linesOf(form(1, { relatives }, in2024), '年末調整に係る定額減税のための申告書')).toEqual([
      '年調減税額の対象となる人の数 = 2',
      '年調減税額 = 60000',
    ]);
    expect(headings(1, { relatives }, in2025)).not.toContain('年末調整に係る定額減税のための申告書');
    expect(headings(0, { relatives }, in2025)).toContain('B 控除対象扶養親族 1');
  });
});

describe('基・配・特・所, blank or whose', () => {
  test('without 基礎控除申告書 the part is blank; 判定 is R8’s alone', () => {
    const claims = { ...nobody.claims, basicDeduction: false };
    expect(linesOf(form(1, { claims }), '給与所得者の基礎控除申告書')).toEqual([]);
    const context = { taxYear: taxYear(2027), lastPaymentDate: localDate('2027-12-24') };
    expect(linesOf(form(1, {}, { context }), '給与所得者の基礎控除申告書').join()).not.toContain('判定');
  });

  test('a 特定親族 whom another claims is not there', () => {
    const student = { birthDate: localDate('2006-06-06'), otherIncome: yen(1_000_000) };
    const heading = '給与所得者の特定親族特別控除申告書 1';
    expect(headings(1, { relatives: family(student) })).toContain(heading);
    expect(headings(1, { relatives: family({ ...student, claimedByOther: true }) })).not.toContain(heading);
  });

  test('所得金額調整控除 names whom the claim names, and of the person oneself only the fact', () => {
    const incomeAdjustment = { ...nobody.claims, incomeAdjustment: true };
    const relatives = family({ birthDate: localDate('2010-05-05') }, { birthDate: localDate('2012-05-05') });
    const lines = (facts: Partial<AdjustmentFacts>) =>
      linesOf(form(1, { relatives, ...facts }, { salary: 9_000_000 }), '所得金額調整控除申告書');
    const named = { ...incomeAdjustment, incomeAdjustmentPerson: 'relative-2' };
    expect(lines({ claims: named })).toContain('要件に該当する人の氏名 = 事例 二郎');
    expect(lines({ claims: incomeAdjustment })).toContain('要件に該当する人の氏名 = 事例 一郎');
    const disabilityProof = { kind: 'physical_handbook', grade: 2 } as const;
    const person = { ...nobody.person, disability: 'special' as const, disabilityProof };
    expect(lines({ person, claims: incomeAdjustment }).slice(4)).toEqual([
      '特別障害者に該当する事実 = 身体障害者手帳 2級',
    ]);
  });
});

describe('保険料控除申告書, line by line', () => {
  const contract = { insurer: '甲', netPremium: yen(30_000) };

  test('new and old, earthquake and old long-term, kinds of mutual aid', () => {
    const made = form(2, {
      lifeInsurance: [
        { ...contract, id: 'a', kind: 'general_old' },
        { ...contract, id: 'b', kind: 'general_new' },
      ],
      earthquakeInsurance: [{ ...contract, id: 'c', kind: 'old_long_term' }],
      mutualAid: [
        { id: 'd', kind: 'iDeCo', amount: yen(10_000), type: 'individual_pension' },
        { id: 'e', kind: 'その他', amount: yen(5_000) },
      ],
    });
    expect(linesOf(made, '一般の生命保険料 1')).toContain('新・旧の区分 = 旧');
    expect(linesOf(made, '一般の生命保険料 2')).toContain('新・旧の区分 = 新');
    expect(linesOf(made, '地震保険料控除 1')).toContain('地震保険料又は旧長期損害保険料の区分 = 旧長期');
    expect(linesOf(made, '小規模企業共済等掛金控除 1')[0]).toBe('種類 = 個人型年金加入者掛金');
    expect(linesOf(made, '小規模企業共済等掛金控除 2')[0]).toBe('種類 = その他');
    expect(linesOf(made, '小規模企業共済等掛金控除 計')).toEqual(['合計（控除額） = 15000']);
  });

  test('☆ is whom the claim names, otherwise the first 扶養親族 under 23, never a 特定親族', () => {
    const relatives = family(
      { birthDate: localDate('2006-06-06'), otherIncome: yen(700_000) },
      { birthDate: localDate('2010-05-05') },
      { birthDate: localDate('2012-05-05') },
    );
    const lines = (claims: Partial<AdjustmentFacts['claims']>) =>
      linesOf(
        form(2, { relatives, claims: { ...nobody.claims, lifeInsuranceUnder23: true, ...claims } }),
        '一般の生命保険料 23歳未満の扶養親族を有する場合の特例',
      );
    expect(lines({})).toContain('☆ 扶養親族の氏名 = 事例 二郎');
    expect(lines({ lifeInsuranceUnder23Relative: 'relative-3' })).toContain('☆ 扶養親族の氏名 = 事例 三郎');
  });
});

test('住宅借入金等特別控除申告書: shares in percent; there without an amount too, not without a loan', () => {
  const housingLoan = {
    residenceFrom: localDate('2019-05-01'),
    work: 'new_house',
    performance: 'zeh',
    loan: { balance: yen(20_000_000), price: yen(40_000_000), residentialShare: 9_550, debtShare: 5_000 },
  } as const;
  const lines = linesOf(form(3, { housingLoan }));
  expect(lines).toEqual(expect.arrayContaining(['居住用割合 = 95.5%', '連帯債務による負担割合 = 50%']));
  expect(formsOf({})).toHaveLength(3);
});

test('of who is not adjusted the declaration of the spouse stays blank', () => {
  const pay = { salaryTotal: yen(6_000_000), withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) };
  const facts = { ...nobody, spouse: spouseFacts({}) };
  const [, deductions] = formViews(viewSource({ facts, pay, context: december }, false));
  const section = deductions?.sections.find(({ heading }) => heading === '給与所得者の配偶者控除等申告書');
  expect(section?.lines).toEqual([]);
});

test('a disability whose proof is not stated: nothing after the name, not even a blank', () => {
  const { sections } = form(0, { person: { ...nobody.person, disability: 'general' } });
  expect(sections.flatMap(({ lines }) => lines).map(({ value }) => value)).toContainEqual({
    ...{ kind: 'text', value: '本人' },
  });
});

test('a child under 16 abroad is marked in the part of the residents’ tax', () => {
  const nonResident = { reason: 'none', remittance: yen(0) } as const;
  const papers = { kinshipDocuments: 'received', remittanceDocuments: 'received' } as const;
  const marked = (stated: Partial<RelativeFacts>) =>
    linesOf(form(0, { relatives: family({ birthDate: localDate('2015-05-05'), ...stated }) })).filter((text) =>
      text.startsWith('控除対象外国外扶養親族'),
    );
  expect(marked({})).toEqual(['控除対象外国外扶養親族 =']);
  expect(marked({ livingTogether: false, nonResident: { ...nonResident, ...papers } })).toEqual([
    '控除対象外国外扶養親族 = ○',
  ]);
});
