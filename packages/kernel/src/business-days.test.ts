import { describe, expect, test } from '@jest/globals';
import { addBusinessDays, businessDaysBetween, lastCalendarYear } from './business-days.js';
import { holidayYears } from './holidays.js';
import { addDays, localDate, type LocalDate } from './local-date.js';

const weekdayOf = (date: LocalDate): number => new Date(`${date}T00:00:00Z`).getUTCDay();
const range = (first: LocalDate, last: LocalDate): LocalDate[] => {
  const days: LocalDate[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
};
const isBusinessDay = (date: LocalDate): boolean => businessDaysBetween(addDays(date, -1), date) === 1;
const years = Object.keys(holidayYears).map(Number);
const written = (year: number): string[] =>
  (holidayYears[year]?.days ?? []).map((day) => `${year}-${day.slice(0, 2)}-${day.slice(2)}`);

/** Second, third … Monday of a month. */
const monday = (year: number, month: number, nth: number): string => {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  const day = 1 + ((8 - first) % 7) + 7 * (nth - 1);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

/** The usual approximation of the days that 暦要項 fixes; good from 1980 to 2099. */
const equinox = (year: number, month: '03' | '09'): string => {
  const base = month === '03' ? 20.8431 : 23.2488;
  const day = Math.floor(base + 0.242194 * (year - 1980)) - Math.floor((year - 1980) / 4);
  return `${year}-${month}-${day}`;
};

/** 海の日, 山の日, スポーツの日: moved for the games of 2020 and 2021. */
const movable = (year: number): string[] => {
  if (year === 2020) return ['2020-07-23', '2020-08-10', '2020-07-24'];
  if (year === 2021) return ['2021-07-22', '2021-08-08', '2021-07-23'];
  return [monday(year, 7, 3), `${year}-08-11`, monday(year, 10, 2)];
};

/** 国民の祝日 of 祝日法 第2条, without what 第3条 makes of them. */
const namedHolidays = (year: number): string[] => [
  ...['01-01', '02-11', '04-29', '05-03', '05-04', '05-05', '11-03', '11-23'].map((day) => `${year}-${day}`),
  ...(year === 2019 ? ['2019-05-01', '2019-10-22'] : [`${year}-02-23`]),
  ...[monday(year, 1, 2), monday(year, 9, 3), equinox(year, '03'), equinox(year, '09')],
  ...movable(year),
];

/** 第3条第2項 振替休日 and 第3項 国民の休日. */
const byLaw = (year: number): string[] => {
  const named = new Set(namedHolidays(year));
  const days = new Set(named);
  for (const day of [...named].map(localDate).filter((date) => weekdayOf(date) === 0)) {
    let substitute = addDays(day, 1);
    while (named.has(substitute)) substitute = addDays(substitute, 1);
    days.add(substitute);
  }
  for (const day of [...named].map(localDate)) {
    const between = addDays(day, 1);
    if (!named.has(between) && named.has(addDays(day, 2)) && weekdayOf(between) !== 0) days.add(between);
  }
  return [...days].sort();
};

describe('the table of national holidays', () => {
  test.each(years)('of %i is what 祝日法 gives', (year) => {
    expect(written(year)).toEqual(byLaw(year));
  });

  test('has every year from 2019 on, each with its source', () => {
    expect(years).toEqual(Array.from({ length: lastCalendarYear() - 2018 }, (_, i) => 2019 + i));
    for (const { source } of Object.values(holidayYears)) expect(source).toMatch(/内閣府/);
  });
});

describe('a business day', () => {
  test.each([
    ['2026-11-23', '勤労感謝の日', false],
    ['2026-11-24', 'the day after', true],
    ['2026-09-22', '国民の休日 between two holidays', false],
    ['2027-03-22', '振替休日', false],
    ['2019-04-30', '国民の休日 before 即位の日', false],
    ['2020-10-12', 'スポーツの日 was in July that year', true],
    ['2026-12-28', 'the last Monday of the year', true],
    ['2026-12-29', '年末', false],
    ['2027-01-03', '年始 (a Sunday)', false],
    ['2027-01-04', 'the first Monday', true],
    ['2026-11-28', 'Saturday', false],
  ])('%s: %s', (day, _, expected) => {
    expect(isBusinessDay(localDate(day))).toBe(expected);
  });

  test('of a year whose holidays are not known is an error that names the year', () => {
    const missing = lastCalendarYear() + 1;
    const failing = { code: 'illegal_state', details: { reason: 'calendar_year_missing', year: String(missing) } };
    expect(() => isBusinessDay(localDate(`${missing}-01-01`))).toThrow(expect.objectContaining(failing));
    expect(() => addBusinessDays(localDate(`${missing - 1}-12-01`), 60)).toThrow(expect.objectContaining(failing));
    expect(() => isBusinessDay(localDate('2018-12-31'))).toThrow(/2018/);
  });
});

describe('counting business days', () => {
  test('reckons the example of a contract that ends with the year', () => {
    const end = localDate('2026-12-31');
    expect(addBusinessDays(end, 20)).toBe('2027-02-01');
    expect(addBusinessDays(end, 60)).toBe('2027-04-01');
    expect(businessDaysBetween(end, localDate('2027-03-09'))).toBe(44);
  });

  test('goes back as it goes forth', () => {
    expect(addBusinessDays(localDate('2027-01-05'), -2)).toBe('2026-12-28');
    expect(addBusinessDays(localDate('2026-11-21'), 0)).toBe('2026-11-21');
    expect(businessDaysBetween(localDate('2027-01-05'), localDate('2026-12-28'))).toBe(-2);
    expect(businessDaysBetween(localDate('2026-11-22'), localDate('2026-11-21'))).toBe(0);
  });

  test('takes 85 to 96 days for 60 business days, from every day of 2026-04 to 2027-03', () => {
    const lengths = range(localDate('2026-04-01'), localDate('2027-03-31')).map((start) => {
      const end = addBusinessDays(start, 60);
      return (Date.parse(end) - Date.parse(start)) / 86_400_000;
    });
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([85, 96]);
  });

  test('agrees with itself from every day of every year: later counts are later days, and sums add up', () => {
    const wrong = range(localDate('2019-01-01'), localDate('2027-06-30')).filter((start) => {
      const twenty = addBusinessDays(start, 20);
      const counted = isBusinessDay(twenty) && businessDaysBetween(start, twenty) === 20;
      return !counted || addBusinessDays(twenty, 26) !== addBusinessDays(start, 46);
    });
    expect(wrong).toEqual([]);
  });

  test('never finds more than 26 business days in the 36 days from the end of the grace to the last backup', () => {
    // The promise of business day 46 rests on this: 20 + 26.
    const counts = range(localDate('2019-01-01'), localDate('2027-11-20')).map((day) =>
      businessDaysBetween(day, addDays(day, 36)),
    );
    expect(Math.max(...counts)).toBe(26);
  });
});
