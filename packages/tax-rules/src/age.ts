import { addDays, localDate, type LocalDate, type TaxYear } from '@nencho/kernel';

/** The age on 31 December of a year of those who live then; without the date arithmetic of `ageOn`, for bulk runs. */
const ageAtEndOf = (birthDate: LocalDate, year: number): number => {
  const difference = year - Number(birthDate.slice(0, 4));
  return birthDate.endsWith('-01-01') ? difference + 1 : difference;
};

/**
 * Age on a day. By 年齢計算ニ関スル法律 a year of age is complete on the day before the birthday: the day after is compared, and
 * whoever was born on 29 February is a year older from 28 February on.
 */
export const ageOn = (birthDate: LocalDate, day: LocalDate): number => {
  const next = addDays(day, 1);
  const difference = Number(next.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return next.slice(5) >= birthDate.slice(5) ? difference : difference - 1;
};

/** Age as a deduction judges it: on 31 December, or on the day of a death within the year (所得税法第85条). */
export const ageForYear = (birthDate: LocalDate, year: TaxYear, death: LocalDate | undefined): number =>
  death === undefined || death > localDate(`${year}-12-31`) ? ageAtEndOf(birthDate, year) : ageOn(birthDate, death);
