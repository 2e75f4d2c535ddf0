import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calculateCase, type CaseAnswer } from './cli/calculate-case.js';
import { rawSpecCases } from './testing/spec-cases.js';

const cases = rawSpecCases();

const isSound = (answer: CaseAnswer): boolean => {
  if ('violations' in answer) return answer.violations.length > 0;
  if ('views' in answer) return answer.views.length > 0;
  if ('comparison' in answer) {
    const { comparison } = answer;
    return comparison.status === 'excluded' || comparison.changes.every(({ after }) => Number.isSafeInteger(after));
  }
  if ('declared' in answer) return answer.checks.every(({ text }) => text !== '');
  return Object.values(answer.result).every((value) => typeof value !== 'number' || Number.isSafeInteger(value));
};

describe('whatever the file holds, a case gets a result of whole yen or violations, never an exception', () => {
  test('any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.boolean(), fc.boolean(), (value, facts, checks) => {
        expect(isSound(calculateCase(value, 0, { facts, checks }))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a case of the file with any of its values replaced', () => {
    const amounts = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.constantFrom(0, 2 ** 53, -1, 0.5, 20_000_000, 20_000_001),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.dictionary(fc.constantFrom(...Object.keys(cases[0]?.input ?? {})), fc.oneof(amounts, fc.jsonValue())),
        ({ id, input }, changes) => {
          const answer = calculateCase({ id, input: { ...input, ...changes } }, 0, { facts: false });
          expect(answer.id).toBe(id);
          expect(isSound(answer)).toBe(true);
          expect(isSound(calculateCase({ id, input }, 0, { facts: false, whatIf: changes }))).toBe(true);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
