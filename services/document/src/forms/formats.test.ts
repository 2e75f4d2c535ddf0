import { expect, test } from '@jest/globals';
import { countUnlessZero, mark, taxYearText, yenText, yenUnlessZero } from './formats.js';

test('amounts carry separators, and △ when they are negative', () => {
  expect([0, 999, 1_000, -1_234_567].map(yenText)).toEqual(['0', '999', '1,000', '△1,234,567']);
  expect(yenText(undefined)).toBe('');
  expect([yenUnlessZero(0), yenUnlessZero(1_000)]).toEqual(['', '1,000']);
});

test('counts and marks leave a box empty when nothing applies', () => {
  expect([countUnlessZero(0), countUnlessZero(2), mark(false), mark(true)]).toEqual(['', '2', '', '○']);
});

test('a tax year is named by its era', () => {
  expect(taxYearText(2026)).toBe('令和8年分');
});
