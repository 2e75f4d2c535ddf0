import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear } from '@nencho/kernel';
import { ageForYear, ageOn } from './age.js';

const year = taxYear(2026);
const born = (day: string) => localDate(day);

describe('a year of age is complete on the day before the birthday', () => {
  test.each([
    ['2000-05-05', '2026-05-03', 25],
    ['2000-05-05', '2026-05-04', 26],
    ['2000-05-05', '2026-05-05', 26],
    ['2004-01-01', '2025-12-30', 21],
    ['2004-01-01', '2025-12-31', 22],
    ['2004-01-02', '2026-12-31', 22],
    ['2004-01-01', '2026-12-31', 23],
    ['2000-02-29', '2026-02-27', 25],
    ['2000-02-29', '2026-02-28', 26],
    ['2000-02-29', '2024-02-27', 23],
    ['2000-02-29', '2024-02-28', 24],
    ['2000-03-01', '2024-02-28', 23],
    ['2000-03-01', '2024-02-29', 24],
    ['2026-05-05', '2026-05-05', 0],
  ])('born on %s, on %s: %p', (birthDate, day, age) => expect(ageOn(born(birthDate), localDate(day))).toBe(age));
});

describe('the age that a deduction judges', () => {
  test.each([
    ['1957-01-01', undefined, 70],
    ['1957-01-02', undefined, 69],
    ['1956-06-10', '2026-06-08', 69],
    ['1956-06-10', '2026-06-09', 70],
    ['2010-12-31', '2026-12-29', 15],
    ['2010-12-31', '2026-12-30', 16],
    ['1957-01-01', '2026-12-31', 70],
    ['1956-06-10', '2027-01-01', 70],
    ['1957-02-02', '2027-03-01', 69],
  ])('born on %s, dead on %s: %p', (birthDate, death, age) => {
    expect(ageForYear(born(birthDate), year, death === undefined ? undefined : localDate(death))).toBe(age);
  });

  test('on 31 December both ways of counting agree', () => {
    const days = ['1957-01-01', '1957-01-02', '2000-02-29', '2004-12-31', '2011-01-01', '2011-01-02'];
    const end = localDate('2026-12-31');
    expect(days.map((day) => ageForYear(born(day), year, undefined))).toEqual(days.map((day) => ageOn(born(day), end)));
  });
});
