import { AppError } from './app-error.js';
import { holidayYears } from './holidays.js';
import { localDate, type LocalDate } from './local-date.js';

/** 年末年始: not holidays by law, but no business days by 行政機関の休日に関する法律 第1条 and by custom. */
const newYearDays = ['1229', '1230', '1231', '0101', '0102', '0103'];

const millisecondsPerDay = 86_400_000;

/** Days since 1970-01-01: counting goes over these, since a search takes dozens of steps. */
const dayNumber = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) / millisecondsPerDay;
const dateOf = (day: number): LocalDate => localDate(new Date(day * millisecondsPerDay).toISOString().slice(0, 10));

const closed = new Map<number, ReadonlySet<number>>();

/**
 * The closed days of a year. @throws AppError `illegal_state` `calendar_year_missing` with the year: its holidays are
 * not published, or not in this version. Nothing is guessed, not even that it has Sundays.
 */
const closedDaysOf = (year: number): ReadonlySet<number> => {
  const known = closed.get(year);
  if (known !== undefined) return known;
  const published = holidayYears[year];
  if (published === undefined) {
    throw new AppError('illegal_state', `the national holidays of ${year} are not in this version`, {
      details: { reason: 'calendar_year_missing', year: String(year) },
    });
  }
  const numbers = [...published.days, ...newYearDays].map((day) =>
    dayNumber(localDate(`${year}-${day.slice(0, 2)}-${day.slice(2)}`)),
  );
  const days = new Set(numbers);
  closed.set(year, days);
  return days;
};

/** 営業日: neither Saturday, Sunday, 国民の祝日・休日 nor 12/29–1/3. */
const isOpen = (day: number): boolean => {
  const date = new Date(day * millisecondsPerDay);
  const days = closedDaysOf(date.getUTCFullYear());
  const weekday = date.getUTCDay();
  return weekday !== 0 && weekday !== 6 && !days.has(day);
};

/**
 * The `count`-th business day after the date (before it, when negative). The date itself is day 0, whether or not it is
 * a business day: 民法 第140条 (初日不算入).
 */
export const addBusinessDays = (date: LocalDate, count: number): LocalDate => {
  if (!Number.isInteger(count)) throw new RangeError('business days are whole');
  const step = Math.sign(count);
  let day = dayNumber(date);
  for (let left = Math.abs(count); left > 0;) {
    day += step;
    if (isOpen(day)) left -= 1;
  }
  return dateOf(day);
};

/** Business days after `from` up to and with `to`; negative when `to` is earlier. */
export const businessDaysBetween = (from: LocalDate, to: LocalDate): number => {
  const [first, last] = [dayNumber(from), dayNumber(to)];
  let count = 0;
  for (let day = Math.min(first, last) + 1; day <= Math.max(first, last); day += 1) if (isOpen(day)) count += 1;
  return first > last && count > 0 ? -count : count;
};

/** The last year whose holidays are known: what a service reports, so that somebody adds the next one in time. */
export const lastCalendarYear = (): number => Math.max(...Object.keys(holidayYears).map(Number));
