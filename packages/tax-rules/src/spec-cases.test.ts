import { describe, expect, test } from '@jest/globals';
import { computeAdjustment, parametersFor, parseInput } from './index.js';
import { figureAt } from './testing/case-person.js';
import { camelCase, rawSpecCases } from './testing/spec-cases.js';

const cases = rawSpecCases();

/** The file's sentence for a claim that fails; this package has a word for it. */
const sentences: Readonly<Record<string, string>> = {
  'single_parent: own total income over 5,000,000': 'single_parent_income_over_limit',
};

const flat = (row: object, prefix = ''): [string, unknown][] =>
  Object.entries(row)
    .filter(([, value]) => value !== null && typeof value !== 'object')
    .map(([name, value]) => [`${prefix}${camelCase(name)}`, value]);

describe('spec-cases.json: every box of every case, straight from the input', () => {
  test('there are 120 cases', () => expect(cases).toHaveLength(120));

  test.each(cases.map((one) => [one.id, one.target, one] as const))('%s %s', (_id, _target, { input, expected }) => {
    const parsed = parseInput(input);
    const outcome = computeAdjustment(parsed, parametersFor(parsed.taxYear, parsed.lastPaymentDate));
    const { status, relatives, invalid_claims: invalid = [], ...figures } = expected;
    expect(outcome.status).toBe(status);
    if (outcome.status !== 'adjusted') return;
    const rows = (relatives ?? []) as readonly object[];
    const places = [...flat(figures), ...rows.flatMap((row, i) => flat(row, `relatives[${i}].`))];
    expect(places.length).toBeGreaterThan(35);
    expect(Object.fromEntries(places.map(([place]) => [place, figureAt(outcome.result, place)]))).toEqual(
      Object.fromEntries(places),
    );
    expect(outcome.result.invalidClaims).toEqual((invalid as readonly string[]).map((sentence) => sentences[sentence]));
  });
});
