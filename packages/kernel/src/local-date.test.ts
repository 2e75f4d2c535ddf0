import { describe, expect, test } from '@jest/globals';
import { addDays, compareDates, dateInTokyo, formatInstant, isAppError, isLocalDate, localDate } from './index.js';

describe('localDate', () => {
  test.each(['2024-02-29', '2026-12-31', '2000-02-29', '1000-01-01', '9999-12-31'])('accepts %p', (text) => {
    expect(localDate(text)).toBe(text);
  });

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-04-31',
    '2026-01-00',
    '2026-1-1',
    '0999-01-01',
    '2026-01-01T00:00',
    '2026-01-01\n',
    '２０２６-01-01',
    '',
  ])('refuses %p', (text) => {
    expect(isLocalDate(text)).toBe(false);
    try {
      localDate(text);
      throw new Error('accepted');
    } catch (error) {
      if (!isAppError(error)) throw error;
      expect(error.code).toBe('validation_failed');
      expect(error.violations).toEqual([{ path: '', rule: 'date' }]);
      if (text !== '') expect(error.message).not.toContain(text);
    }
  });

  test('what is no string is no date', () => {
    expect(isLocalDate(20260101)).toBe(false);
    expect(isLocalDate({ toString: () => '2026-01-01' })).toBe(false);
  });

  test('addDays crosses months, years and leap days both ways', () => {
    expect(addDays(localDate('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(localDate('2026-12-31'), 1)).toBe('2027-01-01');
    expect(addDays(localDate('2026-01-01'), -1)).toBe('2025-12-31');
    expect(addDays(localDate('2000-03-01'), -1)).toBe('2000-02-29');
    expect(() => addDays(localDate('2026-01-01'), 0.5)).toThrow(RangeError);
    expect(() => addDays(localDate('9999-12-31'), 1)).toThrow();
  });

  test('compareDates orders as the calendar does', () => {
    const [a, b] = [localDate('2026-09-30'), localDate('2026-10-01')];
    expect(compareDates(a, b)).toBeLessThan(0);
    expect(compareDates(b, a)).toBeGreaterThan(0);
    expect(compareDates(a, a)).toBe(0);
  });
});

describe('instants in Japan', () => {
  test('the day changes at 15:00 UTC', () => {
    expect(dateInTokyo(new Date('2026-11-30T14:59:59.999Z'))).toBe('2026-11-30');
    expect(dateInTokyo(new Date('2026-11-30T15:00:00.000Z'))).toBe('2026-12-01');
    expect(dateInTokyo(new Date('2026-12-31T15:00:00.000Z'))).toBe('2027-01-01');
  });

  test('every rendered time carries its offset', () => {
    expect(formatInstant(new Date('2026-12-01T00:00:00.000Z'))).toBe('2026-12-01T09:00:00.000+09:00');
    expect(new Date(formatInstant(new Date(1_234_567_890_123))).getTime()).toBe(1_234_567_890_123);
  });

  test('an invalid Date is refused', () => {
    expect(() => dateInTokyo(new Date(Number.NaN))).toThrow(RangeError);
    expect(() => formatInstant(new Date(Number.NaN))).toThrow(RangeError);
  });
});
