import type { LocalDate } from '@nencho/kernel';
import { eraDate } from '@nencho/tax-rules/views';

/** 1,234,567; the minus sign as accountants write it. Empty for what does not apply. */
export const yenText = (amount: number | undefined): string =>
  amount === undefined ? '' : `${amount < 0 ? '△' : ''}${Math.abs(amount).toLocaleString('en-US')}`;

/** An amount that a form leaves empty when it is zero. */
export const yenUnlessZero = (amount: number): string => (amount === 0 ? '' : yenText(amount));

export const countUnlessZero = (count: number): string => (count === 0 ? '' : String(count));

export const mark = (applies: boolean): string => (applies ? '○' : '');

/** 令和8年分 */
export const taxYearText = (taxYear: number): string => {
  const { era, year } = eraDate(`${taxYear}-12-31` as LocalDate);
  return `${era}${year}年分`;
};
