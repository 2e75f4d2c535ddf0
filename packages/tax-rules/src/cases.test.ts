import { describe, expect, test } from '@jest/globals';
import { isAppError, localDate, taxYear, yen } from '@nencho/kernel';
import { adjust, checkFacts, parametersFor, parseFacts, type AdjustOutcome } from './index.js';
import { computedTax } from './annual-tax.js';
import { salaryIncome } from './employment-income.js';
import { december, figureAt, type CasePerson } from './testing/case-person.js';
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

/** Compares every expected figure and returns how many there were. */
const compare = (person: CasePerson): number => {
  const { result } = adjusted(person);
  const places = Object.keys(person.expected);
  const actual = places.map((place) => [place, figureAt(result, place)]);
  expect(Object.fromEntries(actual)).toEqual(
    Object.fromEntries(places.map((place) => [place, person.expected[place]])),
  );
  return places.length;
};

/** Why a person cannot be adjusted, as the engine itself says it; undefined when it can. */
const leftOut = (person: CasePerson): string | undefined => {
  try {
    const outcome = adjust(person.facts, person.pay, person.context);
    if (outcome.status !== 'refused') return undefined;
    const errors = outcome.violations.filter(({ severity }) => severity === 'error');
    return errors.map(({ rule, params }) => `${rule} ${params?.['case'] ?? ''}`.trim()).join(', ');
  } catch (error) {
    if (isAppError(error)) return error.violations.map(({ rule }) => rule).join(', ');
    throw error;
  }
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
  // The boxes of all 120 are compared in spec-cases.test.ts; here the road from facts is.
  const people = specCases()
    .filter(({ expected }) => expected.status === 'adjusted')
    .map(factsFromCase);
  const refused = new Map(
    people.flatMap((person) => {
      const reason = leftOut(person);
      return reason === undefined ? [] : [[person.id, reason] as const];
    }),
  );
  const run = people.filter(({ id }) => !refused.has(id));
  const settled = new Set(['P101', 'P102', 'P103', 'P111', 'P116', 'P120']);

  test('119 are adjusted; what facts cannot state yet is refused by name', () => {
    expect(people).toHaveLength(119);
    expect(run.length + refused.size).toBe(119);
    expect(Object.fromEntries(refused)).toEqual({
      P027: 'unsupported_case singleParent',
      P030: 'unsupported_case singleParent',
      P034: 'unsupported_case widow',
      P094: 'unsupported_case nonResidentRelative',
      P104: 'unsupported_case nonResidentRelative',
      P105: 'unsupported_case nonResidentRelative',
      P113: 'unsupported_case widow',
    });
  });

  test.each(run.map((person) => [person.id, person] as const))('%s: every figure', (id, person) => {
    // ㉘–㉚ depend on what payroll has not collected yet, which is no fact.
    const box = /^box(28|29|30)/;
    const places = Object.entries(person.expected).filter(([place]) => !settled.has(id) || !box.test(place));
    expect(compare({ ...person, expected: Object.fromEntries(places) })).toBeGreaterThanOrEqual(35);
  });
});

describe('tax-cases.json', () => {
  const cases = ruleCases();
  const people = cases.flatMap((source) => (source.scope === 'computed_tax' ? [] : [personFromRuleCase(source)]));
  const refused = new Map(
    people.flatMap((person) => {
      const reason = leftOut(person);
      return reason === undefined ? [] : [[person.id, reason] as const];
    }),
  );
  const run = people.filter(({ id }) => !refused.has(id));

  test('163 cases: 152 are run as people, 9 on ㉓ alone, 2 are left out, each refused by name', () => {
    expect(cases).toHaveLength(163);
    expect(run).toHaveLength(152);
    expect(cases.filter(({ scope }) => scope === 'computed_tax')).toHaveLength(9);
    expect(Object.fromEntries(refused)).toEqual({
      'R8-KT-PENSION': 'unsupported_case publicPension',
      'R8-KT-SECONDJOB': 'unsupported_case otherEmployer',
    });
  });

  test.each(run.map((person) => [person.id, person] as const))('%s', (_id, person) => {
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
