import { compareDates, localDate, type LocalDate } from '@nencho/kernel';
import { ruleSets } from './parameters/parameters-for.js';

export type Review = { readonly taxYear: number; readonly from: string; readonly due: LocalDate };

/** The rule sets whose numbers somebody had to compare with their texts by `today` or before. */
export const reviewsDue = (today: LocalDate): readonly Review[] =>
  ruleSets
    .map((set) => ({ taxYear: set.taxYear, from: set.lastPaymentFrom.value, due: localDate(set.nextReview) }))
    .filter(({ due }) => compareDates(due, today) <= 0);
