import { describe, expect, test } from '@jest/globals';
import { addYen, localDate, taxYear, yen } from '@nencho/kernel';
import type { AdjustmentInput } from '../adjustment-input.js';
import { deriveInput } from '../derive-input.js';
import type { AdjustmentFacts } from '../facts.js';
import { judgeFamily } from '../family.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from '../testing/case-person.js';
import { specCases } from '../testing/spec-cases.js';
import { parseInput } from '../parse-input.js';
import { limitDistances } from './limit-distances.js';

const rules = parametersFor(december.taxYear, december.lastPaymentDate);
const inputOf = (salary: number, facts: Partial<AdjustmentFacts> = {}): AdjustmentInput =>
  deriveInput({ ...nobody, ...facts }, { ...noPay, salaryTotal: yen(salary) }, december);
const near = (input: AdjustmentInput, within = 100_000) =>
  limitDistances(input, rules, yen(within)).map(({ id, path, left }) => `${id} ${path} ${left}`);

describe('the next limit', () => {
  test('R6: the flat reduction ends at 18,050,000 of income, which other income may reach', () => {
    const [year, day] = [taxYear(2024), localDate('2024-12-25')];
    const facts = { ...nobody, otherIncome: yen(40_000) };
    const pay = { ...noPay, salaryTotal: yen(19_950_000) };
    const input = deriveInput(facts, pay, { taxYear: year, lastPaymentDate: day });
    const found = limitDistances(input, parametersFor(year, day), yen(20_000));
    expect(found).toEqual([
      {
        ...{ id: 'flat_reduction', path: 'person', figure: 'totalIncome', value: 18_040_000 },
        ...{ upTo: 18_050_000, left: 10_000 },
        beyond: [{ ruleId: 'flatReductionAmount', before: 30_000, after: 0 }],
      },
    ]);
  });

  test('nobody near anything has none', () => {
    expect(near(inputOf(5_000_000))).toEqual([]);
  });

  test.each([
    [19_899_999, []],
    [19_900_000, ['main_salary person 100000']],
    [20_000_000, ['main_salary person 0']],
    [20_000_001, []],
  ])('pay of %p and the end of the year-end adjustment', (salary, expected) => {
    expect(near(inputOf(salary))).toEqual(expected);
  });

  test('pay beyond 20,000,000 excludes; the law says so, not a deduction', () => {
    const [found] = limitDistances(inputOf(20_000_000), rules, yen(0));
    expect(found).toMatchObject({ figure: 'salaryTotal', value: 20_000_000, upTo: 20_000_000, beyond: 'excluded' });
  });

  test('basic deduction: 4,890,000 is still 1,040,000, a yen more is 670,000', () => {
    const [found] = limitDistances(inputOf(6_700_000, { otherIncome: yen(-40_000) }), rules, yen(0));
    expect(found).toMatchObject({
      ...{ id: 'basic_deduction', path: 'person', figure: 'totalIncome', value: 4_890_000, left: 0 },
      beyond: [{ ruleId: 'box20Basic', before: 1_040_000, after: 670_000 }],
    });
    expect(found).not.toHaveProperty('leftAsPay');
  });

  test('所得金額調整控除 begins above 8,500,000 for whoever claims it', () => {
    const claims = { ...nobody.claims, incomeAdjustment: true };
    const relatives = [relativeFacts(0, {})];
    expect(near(inputOf(8_450_000, { claims, relatives }))).toContain('income_adjustment person 50000');
    expect(near(inputOf(8_450_000, { relatives }))).not.toContain('income_adjustment person 50000');
  });

  test('a spouse with only pay: the deduction stays 380,000 at 620,000 and falls at 950,000', () => {
    const spouse = spouseFacts({ salaryRevenue: yen(1_640_000) });
    const [found] = limitDistances(inputOf(5_000_000, { spouse }), rules, yen(100_000));
    expect(found).toMatchObject({
      ...{ id: 'spouse_income', path: 'spouse', value: 900_000, upTo: 950_000, left: 50_000, leftAsPay: 50_000 },
      beyond: [{ ruleId: 'box17Spouse', before: 380_000, after: 360_000 }],
    });
  });

  test('a disabled spouse loses the disability deduction at 620,000', () => {
    const spouse = spouseFacts({ salaryRevenue: yen(1_360_000), disability: 'general' });
    const [found] = limitDistances(inputOf(5_000_000, { spouse }), rules, yen(0));
    expect(found).toMatchObject({
      ...{ id: 'spouse_income', upTo: 620_000, left: 0 },
      beyond: [{ ruleId: 'box19DependantsDisabilityEtc', before: 270_000, after: 0 }],
    });
  });

  test('where the table takes 30 % off, pay may rise by more than income', () => {
    const child = relativeFacts(0, { salaryRevenue: yen(0), otherIncome: yen(600_000) });
    const [found] = limitDistances(inputOf(5_000_000, { relatives: [child] }), rules, yen(100_000));
    expect(found).toBeUndefined(); // under 16: no deduction to lose
    const parent = relativeFacts(0, { birthDate: '1950-05-05' as never, otherIncome: yen(600_000) });
    const [other] = limitDistances(inputOf(5_000_000, { relatives: [parent] }), rules, yen(100_000));
    // Up to 740,999 yen of pay are no income at all; 760,000 yen are 20,000.
    expect(other).toMatchObject({ id: 'relative_income', path: 'relatives[0]', left: 20_000, leftAsPay: 760_000 });
  });

  test('nearest first', () => {
    const spouse = spouseFacts({ otherIncome: yen(949_000) });
    const parent = relativeFacts(0, { birthDate: '1950-05-05' as never, otherIncome: yen(619_500) });
    expect(near(inputOf(5_000_000, { spouse, relatives: [parent] }))).toEqual([
      'relative_income relatives[0] 500',
      'spouse_income spouse 1000',
    ]);
  });
});

test('of every case: within the limit nothing that it decides changes, a yen beyond it does', () => {
  const inputs = specCases().map(({ input }) => parseInput(JSON.parse(JSON.stringify(input))));
  let found = 0;
  for (const input of inputs) {
    const set = parametersFor(input.taxYear, input.lastPaymentDate);
    for (const distance of limitDistances(input, set, yen(50_000))) {
      found += 1;
      expect(addYen(distance.value, distance.left)).toBe(distance.upTo);
      expect(distance.beyond.length).toBeGreaterThan(0);
      if (distance.leftAsPay === undefined || distance.path === 'spouse') continue;
      const index = Number(/\d+/.exec(distance.path)?.[0]);
      const incomeWith = (more: number) => {
        const relatives = input.relatives.map((relative, i) =>
          i === index ? { ...relative, salaryRevenue: addYen(relative.salaryRevenue, yen(more)) } : relative,
        );
        return judgeFamily({ ...input, relatives }, set).relatives[index]?.totalIncome;
      };
      expect(incomeWith(distance.leftAsPay)).toBeLessThanOrEqual(distance.upTo);
      expect(incomeWith(distance.leftAsPay + 1)).toBeGreaterThan(distance.upTo);
    }
  }
  expect(found).toBeGreaterThan(10);
});

test('whose figure it is, and which', () => {
  const family = { spouse: spouseFacts({ otherIncome: yen(940_000) }) };
  const parent = relativeFacts(0, { birthDate: localDate('1950-05-05'), otherIncome: yen(610_000) });
  const found = limitDistances(inputOf(19_990_000, { ...family, relatives: [parent] }), rules, yen(20_000));
  const figures = [
    ...found,
    ...limitDistances(inputOf(5_000_000, { ...family, relatives: [parent] }), rules, yen(20_000)),
  ].map(({ path, figure }) => `${path} ${figure}`);
  expect(new Set(figures)).toEqual(new Set(['person salaryTotal', 'spouse totalIncome', 'relatives[0] totalIncome']));
});
