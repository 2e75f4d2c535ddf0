import { type LocalDate, type TaxYear } from '@nencho/kernel';

/**
 * Age on 31 December. By 年齢計算ニ関スル法律 a year of age is complete on the day before the birthday, so somebody
 * born on 1 January is a year older than the calendar difference.
 */
export const ageAtYearEnd = (birthDate: LocalDate, year: TaxYear): number => {
  const difference = year - Number(birthDate.slice(0, 4));
  return birthDate.endsWith('-01-01') ? difference + 1 : difference;
};
