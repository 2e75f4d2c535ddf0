import { addDays, localDate, type LocalDate, type TaxYear } from '@nencho/kernel';

const digit = (date: LocalDate, place: number): number => date.charCodeAt(place) - 48;

/** Without a substring: every member of every family is asked. */
const yearOf = (date: LocalDate): number =>
  digit(date, 0) * 1_000 + digit(date, 1) * 100 + digit(date, 2) * 10 + digit(date, 3);

/** The age on 31 December of a year of those who live then; without the date arithmetic of `ageOn`, for bulk runs. */
const ageAtEndOf = (birthDate: LocalDate, year: number): number => {
  const difference = year - yearOf(birthDate);
  return birthDate.endsWith('-01-01') ? difference + 1 : difference;
};

/**
 * Age on a day. By 年齢計算ニ関スル法律 a year of age is complete on the day before the birthday: the day after is compared, and
 * whoever was born on 29 February is a year older from 28 February on.
 */
export const ageOn = (birthDate: LocalDate, day: LocalDate): number => {
  const next = addDays(day, 1);
  const difference = yearOf(next) - yearOf(birthDate);
  return next.slice(5) >= birthDate.slice(5) ? difference : difference - 1;
};

/** Age as a deduction judges it: on 31 December, or on the day of a death within the year (所得税法第85条). */
export const ageForYear = (birthDate: LocalDate, year: TaxYear, death: LocalDate | undefined): number =>
  death === undefined || death > localDate(`${year}-12-31`) ? ageAtEndOf(birthDate, year) : ageOn(birthDate, death);
