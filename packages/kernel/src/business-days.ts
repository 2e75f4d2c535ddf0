import { AppError } from './app-error.js';
import { holidayYears } from './holidays.js';
import { addDays, compareDates, type LocalDate } from './local-date.js';

/** 年末年始: not holidays by law, but no business days by 行政機関の休日に関する法律 第1条 and by custom. */
const newYearDays = new Set(['1229', '1230', '1231', '0101', '0102', '0103']);

const closed = new Map<string, ReadonlySet<string>>();

/**
 * The closed days of a year. @throws AppError `illegal_state` `calendar_year_missing` with the year: its holidays are
 * not published, or not in this version. Nothing is guessed, not even that it has Sundays.
 */
const closedDaysOf = (date: LocalDate): ReadonlySet<string> => {
  const year = date.slice(0, 4);
  const known = closed.get(year);
  if (known !== undefined) return known;
  const published = holidayYears[Number(year)];
  if (published === undefined) {
    throw new AppError('illegal_state', `the national holidays of ${year} are not in this version`, {
      details: { reason: 'calendar_year_missing', year },
    });
  }
  const days = new Set(published.days);
  closed.set(year, days);
  return days;
};

/** 営業日: neither Saturday, Sunday, 国民の祝日・休日 nor 12/29–1/3. */
export const isBusinessDay = (date: LocalDate): boolean => {
  const days = closedDaysOf(date);
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  const day = date.slice(5, 7) + date.slice(8);
  return weekday !== 0 && weekday !== 6 && !newYearDays.has(day) && !days.has(day);
};

/**
 * The `count`-th business day after the date (before it, when negative). The date itself is day 0, whether or not it is
 * a business day: 民法 第140条 (初日不算入).
 */
export const addBusinessDays = (date: LocalDate, count: number): LocalDate => {
  if (!Number.isInteger(count)) throw new RangeError('business days are whole');
  const step = Math.sign(count);
  let day = date;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, step);
    if (isBusinessDay(day)) left -= 1;
  }
  return day;
};

/** Business days after `from` up to and with `to`; negative when `to` is earlier. */
export const businessDaysBetween = (from: LocalDate, to: LocalDate): number => {
  if (compareDates(from, to) > 0) {
    const reversed = businessDaysBetween(to, from);
    return reversed === 0 ? 0 : -reversed;
  }
  let count = 0;
  for (let day = from; compareDates(day, to) < 0;) {
    day = addDays(day, 1);
    if (isBusinessDay(day)) count += 1;
  }
  return count;
};

/** The last year whose holidays are known: what a service reports, so that somebody adds the next one in time. */
export const lastCalendarYear = (): number => Math.max(...Object.keys(holidayYears).map(Number));
