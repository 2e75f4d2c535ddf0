import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import type { RelativeFacts } from '../facts.js';
import { december, nobody, spouseFacts } from '../testing/case-person.js';
import { born, family, linesOf, slip } from '../testing/view-case.js';
import type { SlipCopy } from './slip-people.js';
import { slipView } from './slip-view.js';

describe('給与支払報告書: 退職手当等を有する親族', () => {
  const retired = (other: number, stated: Partial<RelativeFacts> = {}) =>
    slip(
      {
        relatives: family({
          birthDate: localDate('1960-05-05'),
          otherIncome: yen(other),
          incomes: [{ kind: 'retirement', amount: yen(3_000_000) }],
          ...stated,
        }),
      },
      { copy: 'municipality' },
    );

  test('whose income without it is within the limit, and only there', () => {
    const made = retired(620_000);
    expect(made.relatives).toEqual([]);
    expect(made.retirementRelatives.map((one) => [one.stated.name, one.incomeWithoutRetirement])).toEqual([
      ['事例 一郎', 620_000],
    ]);
    expect(linesOf(slipView(made), '退職手当等を有する配偶者・扶養親族・特定親族')).toEqual([
      '氏名 = 事例 一郎',
      '退職所得を除く所得の見積額 = 620000',
    ]);
    expect(retired(620_001).retirementRelatives).toEqual([]);
    expect(retired(620_000, { claimedByOther: true }).retirementRelatives).toEqual([]);
    expect(slipView({ ...made, copy: 'office' }).sections.map(({ heading }) => heading)).not.toContain(
      '退職手当等を有する配偶者・扶養親族・特定親族',
    );
  });

  test('from 19 to 22 up to 1,230,000; a spouse up to 1,330,000', () => {
    const student = { birthDate: localDate('2004-01-02') };
    expect(retired(1_230_000, student).retirementRelatives).toHaveLength(1);
    expect(retired(1_230_001, student).retirementRelatives).toHaveLength(0);
    const incomes = [{ kind: 'retirement' as const, amount: yen(3_000_000) }];
    const ofSpouse = (other: number) =>
      slip({ spouse: spouseFacts({ otherIncome: yen(other), incomes }) }).retirementRelatives.length;
    expect([ofSpouse(1_330_000), ofSpouse(1_330_001)]).toEqual([1, 0]);
  });
});

describe('line by line', () => {
  const facts = { spouse: spouseFacts({ birthDate: localDate('1950-01-01') }), relatives: family(born('2011-01-02')) };
  const lines = (copy: SlipCopy, context = december) => linesOf(slipView(slip(facts, { copy, context })));

  test('marks are 1 for offices and ○ for the recipient, who sees no codes', () => {
    expect(lines('office')).toEqual(
      expect.arrayContaining(['⑧ （源泉）控除対象配偶者 老人 = 1', '㉔ 16歳未満の扶養親族 1 区分 = 00']),
    );
    expect(lines('municipality')).toContain('⑧ （源泉）控除対象配偶者の有無等 = 1');
    expect(lines('recipient')).toEqual(
      expect.arrayContaining(['⑧ （源泉）控除対象配偶者 老人 = ○', '㉔ 16歳未満の扶養親族 1 区分 =']),
    );
  });

  test('numbers of R8; values alone for R9', () => {
    expect(lines('office')).toContain('④ 支払金額 = 6000000');
    const in2027 = { taxYear: taxYear(2027), lastPaymentDate: localDate('2027-12-24') };
    expect(lines('office', in2027)).toContain('支払金額 = 6000000');
    expect(slipView(slip(facts, { context: in2027 })).arranged).toBe(false);
  });

  test('each text of 摘要 says which text asks for it', () => {
    const claims = { ...nobody.claims, lifeInsuranceUnder23: true };
    const lifeInsurance = [{ id: 'l', insurer: '甲', kind: 'general_new' as const, netPremium: yen(1) }];
    const { sections } = slipView(slip({ ...facts, claims, lifeInsurance }));
    const remarks = sections.find(({ heading }) => heading === '摘要')?.lines;
    expect(remarks).toEqual([
      {
        ...{ number: '㉚', label: '摘要', value: { kind: 'text', value: '租税特別措置法第41条の15の5第1項適用' } },
        citation: { source: 'S3; 措法第41条の15の5', confidence: 'official', checked: '2026-11-22' },
      },
    ]);
  });
});

test('a relative whose other income is no retirement pay is not named for it', () => {
  const incomes = [{ kind: 'business' as const, amount: yen(300_000) }];
  const made = slip({ relatives: family(born('1960-05-05', { incomes })) }, { copy: 'municipality' });
  expect(made.retirementRelatives).toEqual([]);
});

test('a count of nobody stays empty', () => {
  expect(linesOf(slipView(slip({})))).toContain('⑪ 16歳未満扶養親族の数 =');
});

test.each([
  ['recipient', '給与所得の源泉徴収票（受給者交付用）'],
  ['office', '給与所得の源泉徴収票（税務署提出用）'],
  ['municipality', '給与支払報告書（個人別明細書）'],
] as const)('the copy for the %s is called %s', (copy, title) => {
  expect(slipView(slip({}, { copy })).title).toBe(title);
});
