import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { nobody, relativeFacts } from '../testing/case-person.js';
import { officialPeople } from '../testing/official-people.js';
import { linesOf, viewSource } from '../testing/view-case.js';
import { ledgerView } from './ledger-view.js';

const [exampleA, exampleB] = officialPeople();
if (exampleA === undefined || exampleB === undefined) throw new Error('the examples are missing');

test('the official example A, ⑦ to ㉚', () => {
  const view = ledgerView(viewSource(exampleA));
  expect(view.arranged).toBe(true);
  expect(linesOf(view)).toEqual([
    '⑦ 給与・賞与の総額 = 8970000',
    '⑧ 徴収税額 = 156670',
    '⑨ 給与所得控除後の給与等の金額 = 7020000',
    '⑩ 所得金額調整控除額 = 47000',
    '⑪ 給与所得控除後の給与等の金額（調整控除後） = 6973000',
    '⑫ 社会保険料等控除額（給与等からの控除分） = 1386102',
    '⑬ 社会保険料等控除額（申告による社会保険料の控除分） = 0',
    '⑭ 社会保険料等控除額（申告による小規模企業共済等掛金の控除分） = 0',
    '⑮ 生命保険料の控除額 = 120000',
    '⑯ 地震保険料の控除額 = 50000',
    '⑰ 配偶者（特別）控除額 = 380000',
    '⑱ 特定親族特別控除額 = 410000',
    '⑲ 扶養控除額及び障害者等の控除額の合計額 = 1860000',
    '⑳ 基礎控除額 = 620000',
    '㉑ 所得控除額の合計額 = 4826102',
    '㉒ 差引課税給与所得金額 = 2146000',
    '㉓ 算出所得税額 = 117100',
    '㉔ （特定増改築等）住宅借入金等特別控除額 = 76500',
    '㉕ 年調所得税額 = 40600',
    '㉖ 年調年税額 = 41400',
    '㉗ 差引超過額又は不足額 = -115270',
    '㉘ 本年最後の給与から徴収する税額に充当する金額 = 0',
    '㉙ 未払給与に係る未徴収の税額に充当する金額 = 0',
    '㉚ 差引還付する金額 = 115270',
  ]);
});

test('the official example B, as far as it is known: ⑨ and ⑳', () => {
  expect(linesOf(ledgerView(viewSource(exampleB)))).toEqual(
    expect.arrayContaining(['⑨ 給与所得控除後の給与等の金額 = 3070400', '⑳ 基礎控除額 = 1040000']),
  );
});

describe('other years and people', () => {
  const source = (year: number) =>
    viewSource({
      facts: { ...nobody, relatives: [relativeFacts(0, { birthDate: localDate(`${year - 20}-06-06`) })] },
      pay: { salaryTotal: yen(5_000_000), withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) },
      context: { taxYear: taxYear(year), lastPaymentDate: localDate(`${year}-12-25`) },
    });
  const numbered = (year: number) =>
    ledgerView(source(year)).sections.flatMap(({ lines }) =>
      lines.flatMap(({ number, label }) => (number === '' ? [] : [`${number} ${label}`])),
    );

  test('R6 has the lines of 定額減税 and their numbers: ㉔-3 = ㉔ − ㉔-2', () => {
    expect(numbered(2024)).toEqual([
      '㉔ 年調所得税額',
      '㉔-2 年調減税額',
      '㉔-3 年調減税額控除後の税額',
      '㉔-4 控除外額',
    ]);
    // 5,000,000 → 3,560,000 − 480,000 − 630,000 = 2,450,000 → 147,500; two people take 60,000 off.
    expect(linesOf(ledgerView(source(2024))).slice(-9, -5)).toEqual([
      '㉔ 年調所得税額 = 147500',
      '㉔-2 年調減税額 = 60000',
      '㉔-3 年調減税額控除後の税額 = 87500',
      '㉔-4 控除外額 = 0',
    ]);
  });

  test('R7 has ⑰−2 for the 特定親族 and ⑳ for the total; R9 no numbers; neither has 定額減税', () => {
    expect(numbered(2025)).toEqual(['⑰−2 特定親族特別控除額', '⑳ 所得控除額の合計額']);
    expect(numbered(2027)).toEqual([]);
    [2025, 2026, 2027].forEach((year) => {
      expect(linesOf(ledgerView(source(year))).join()).not.toContain('年調減税額');
    });
    expect(linesOf(ledgerView(source(2024))).join()).not.toContain('特定親族');
  });

  test('who is not adjusted has ⑦, ⑧ and ⑫', () => {
    const lines = linesOf(ledgerView(viewSource(exampleA, false)));
    expect(lines.filter((line) => !line.endsWith('='))).toEqual([
      '⑦ 給与・賞与の総額 = 8970000',
      '⑧ 徴収税額 = 156670',
      '⑫ 社会保険料等控除額（給与等からの控除分） = 1386102',
    ]);
  });
});
