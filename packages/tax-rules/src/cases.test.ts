import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import {
  adjust,
  checkFacts,
  computeAdjustment,
  deriveInput,
  parametersFor,
  parseFacts,
  type AdjustOutcome,
} from './index.js';
import { computedTax } from './annual-tax.js';
import { salaryIncome } from './employment-income.js';
import { december, figureAt, noPay, nobody, type CasePerson } from './testing/case-person.js';
import { officialPeople } from './testing/official-people.js';
import { personFromRuleCase } from './testing/person-from-rule-case.js';
import { ruleCases, salaryTableRows } from './testing/rule-cases.js';
import { seasonPeople } from './testing/season-people.js';
import { factsFromCase, specCases } from './testing/spec-cases.js';

const rules = parametersFor(december.taxYear, december.lastPaymentDate);

const adjusted = (person: CasePerson): Extract<AdjustOutcome, { status: 'adjusted' }> => {
  const outcome = adjust(parseFacts(JSON.parse(JSON.stringify(person.facts))), person.pay, person.context);
  if (outcome.status !== 'adjusted') throw new Error(`${person.id}: ${JSON.stringify(outcome)}`);
  return outcome;
};

const figuresAt = (result: object, expected: CasePerson['expected']): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.keys(expected).map((place) => [place, figureAt(result, place)]));

/** Compares every expected figure and returns how many there were. */
const compare = (person: CasePerson): number => {
  expect(figuresAt(adjusted(person).result, person.expected)).toEqual(person.expected);
  return Object.keys(person.expected).length;
};

describe('the worked examples of the booklet', () => {
  const [exampleA, exampleB] = officialPeople();

  test('example A: every category, every box, ㉖ and ㉗', () => {
    if (exampleA === undefined) throw new Error('example A is missing');
    expect(compare(exampleA)).toBe(37);
    const { result, violations } = adjusted(exampleA);
    expect([result.box26AnnualTax, result.box27Difference]).toEqual([41_400, -115_270]);
    expect(violations).toEqual([]);
  });

  test('example B: the part that is known', () => {
    if (exampleB === undefined) throw new Error('example B is missing');
    expect(exampleB.id).toBe('R8-OFFICIAL-B');
    expect(compare(exampleB)).toBe(3);
  });
});

describe('spec-cases.json as facts', () => {
  const all = specCases();
  const people = all.filter(({ expected }) => expected.status === 'adjusted').map(factsFromCase);

  test('119 are adjusted, of whom one claims what his income forbids: refused by name; one earns too much', () => {
    expect(people).toHaveLength(119);
    const refused = people.flatMap((person) => {
      const outcome = adjust(person.facts, person.pay, person.context);
      const errors = outcome.status === 'refused' ? outcome.violations.filter((one) => one.severity === 'error') : [];
      return errors.map(({ path, rule }) => [person.id, path, rule]);
    });
    expect(refused).toEqual([['P030', 'status.singleParent', 'single_parent_income_over_limit']]);
    const excluded = all.filter(({ expected }) => expected.status === 'excluded');
    expect(excluded.map((one) => adjust(nobody, { ...noPay, salaryTotal: one.input.salary_total }, december))).toEqual([
      { status: 'excluded', reason: 'salary_over_20m' },
    ]);
  });

  test.each(people.map((person) => [person.id, person] as const))('%s: every figure', (_id, person) => {
    const rulesOfDay = parametersFor(person.context.taxYear, person.context.lastPaymentDate);
    const facts = parseFacts(JSON.parse(JSON.stringify(person.facts)));
    const outcome = computeAdjustment(deriveInput(facts, person.pay, person.context), rulesOfDay);
    if (outcome.status !== 'adjusted') throw new Error(outcome.status);
    expect(Object.keys(person.expected).length).toBeGreaterThanOrEqual(35);
    expect(figuresAt(outcome.result, person.expected)).toEqual(person.expected);
  });
});

describe('tax-cases.json', () => {
  const cases = ruleCases();
  const people = cases.flatMap((source) => (source.scope === 'computed_tax' ? [] : [personFromRuleCase(source)]));

  test('163 cases: 154 are run as people, 9 on ㉓ alone', () => {
    expect(cases).toHaveLength(163);
    expect(people).toHaveLength(154);
    expect(cases.filter(({ scope }) => scope === 'computed_tax')).toHaveLength(9);
  });

  test.each(people.map((person) => [person.id, person] as const))('%s', (_id, person) => {
    expect(compare(person)).toBeGreaterThan(0);
  });

  test.each(cases.flatMap((source) => (source.scope === 'computed_tax' ? [[source.id, source] as const] : [])))(
    '%s',
    (_id, source) => {
      expect({ box23_computed_tax: computedTax(yen(source.input.taxable), rules) }).toEqual(source.expected);
    },
  );
});

describe('salary-table-cases.json', () => {
  test.each([
    [2024, 1_247],
    [2025, 1_175],
    [2026, 1_103],
  ] as const)('%p, all %p rows: the amount at both ends, without a gap, and another amount beyond', (year, count) => {
    const rows = salaryTableRows(year);
    expect(rows).toHaveLength(count);
    const table = parametersFor(taxYear(year), localDate(`${year}-12-25`)).salaryTable.value;
    const wrong = rows.filter(([from, to, amount], i) => {
      const next = rows[i + 1];
      const ends = salaryIncome(table, yen(from)) === amount && salaryIncome(table, yen(to - 1)) === amount;
      const beyond = salaryIncome(table, yen(to)) > amount && salaryIncome(table, yen(from - 1)) < amount;
      return !ends || !beyond || (next !== undefined && next[0] !== to);
    });
    expect(wrong).toEqual([]);
  });
});

describe('people for the season', () => {
  test('at least 20, the official example first, none with an error before pay is known', () => {
    const people = seasonPeople();
    expect(people[0]?.id).toBe('R8-OFFICIAL-A');
    expect(people).toHaveLength(49);
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length);
    people.forEach((person) => {
      const beforePay = checkFacts(person.facts, person.context);
      expect(beforePay.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(figureAt(adjusted(person).result, 'box27Difference')).toBe(person.expected['box27Difference']);
    });
  });
});
