import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { parseBy } from './facts-schema.js';
import { contextShape, parseInput, paySchema } from './parse-input.js';
import { copyWith, violationsIn } from './testing/parsing-facts.js';
import { rawSpecCases } from './testing/spec-cases.js';

const withRelatives = rawSpecCases().find(
  ({ expected }) => (expected['relatives'] as readonly unknown[] | undefined)?.[1],
);
const withAt = (path: string, value: unknown) => copyWith(withRelatives?.input ?? {}, path, value);

describe('a relative of the input', () => {
  test.each(['none', 'study_abroad', 'remittance_380k'])('keeps its reason to be abroad: %s', (reason) => {
    const { relatives } = parseInput(withAt('relatives[1].non_resident_reason', reason));
    expect(relatives[1]?.nonResidentReason).toBe(reason);
  });

  test('has its place as its name, and is a child where it says so only', () => {
    const { relatives } = parseInput(
      copyWith(withAt('relatives[0].relationship', 'child'), 'relatives[1].relationship', 'parent'),
    );
    expect(relatives.slice(0, 2).map(({ id, child }) => [id, child])).toEqual([
      ['relatives[0]', true],
      ['relatives[1]', false],
    ]);
  });
});

test.each([
  ['last_payment_date', '2026-02-30', { rule: 'date' }],
  ['relatives[1].birth_date', '', { rule: 'date' }],
  ['tax_year', 1999, { rule: 'min', params: { min: '2000' } }],
  ['salary_total', 1.5, { rule: 'type', params: { expected: 'int' } }],
  [
    'relatives[1].non_resident_reason',
    'remittance',
    { rule: 'choice', params: { choices: 'none,study_abroad,remittance_380k' } },
  ],
])('%s: %j is refused at its place', (path, value, violation) => {
  expect(violationsIn(() => parseInput(withAt(path, value)))).toEqual([{ path, ...violation }]);
});

describe('beside facts', () => {
  const pay = { salaryTotal: 5_000_000, withheldTaxTotal: 100_000, socialInsuranceWithheld: 700_000 };
  const more = { mutualAidWithheld: 120_000, lastSalaryTaxNotCollected: 1, unpaidSalaryTaxNotCollected: 2 };

  test('pay is three totals, and three more that payroll may know', () => {
    expect(parseBy(paySchema, pay)).toEqual(pay);
    expect(parseBy(paySchema, { ...pay, ...more })).toEqual({ ...pay, ...more });
    expect(violationsIn(() => parseBy(paySchema, {})).map(({ path, rule }) => `${path} ${rule}`)).toEqual(
      Object.keys(pay).map((path) => `${path} type`),
    );
  });

  test('year and day are both needed', () => {
    const schema = z.strictObject(contextShape);
    const context = { taxYear: 2026, lastPaymentDate: '2026-12-25' };
    expect(parseBy(schema, context)).toEqual(context);
    expect(violationsIn(() => parseBy(schema, {})).map(({ path }) => path)).toEqual(Object.keys(context));
  });
});
