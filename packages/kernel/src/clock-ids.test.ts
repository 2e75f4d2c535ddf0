import { describe, expect, test } from '@jest/globals';
import { isId, newId, shiftedClock, systemClock, taxYear } from './index.js';

test('a shifted clock moves with its base', () => {
  let at = 1_000;
  const clock = shiftedClock(500, { now: () => new Date(at) });
  expect(clock.now().getTime()).toBe(1_500);
  at = 2_000;
  expect(clock.now().getTime()).toBe(2_500);
});

test('the system clock runs between two readings of the machine', () => {
  const before = Date.now();
  const now = systemClock.now().getTime();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});

describe('ids', () => {
  test('new ids are distinct and pass isId', () => {
    const ids = Array.from({ length: 100 }, newId);
    expect(new Set(ids).size).toBe(100);
    expect(ids.every(isId)).toBe(true);
  });

  test.each([newId().toUpperCase(), `${newId()}\n`, '', 'x', 1, { $gt: '' }, null])('%p is no id', (value) => {
    expect(isId(value)).toBe(false);
  });
});

test.each([1999, 2101, 2026.5, Number.NaN])('tax year %p is refused', (n) => {
  expect(() => taxYear(n)).toThrow(RangeError);
});

test('tax years 2000 and 2100 are accepted', () => {
  expect([taxYear(2000), taxYear(2100)]).toEqual([2000, 2100]);
});
