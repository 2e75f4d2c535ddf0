declare const taxYearBrand: unique symbol;

/** 年分: the calendar year of an adjustment, 2000–2100. 令和8年分 is 2026. */
export type TaxYear = number & { readonly [taxYearBrand]: 'TaxYear' };

/** A tax year from a number; RangeError unless it is an integer from 2000 to 2100. */
export const taxYear = (n: number): TaxYear => {
  if (!Number.isInteger(n) || n < 2000 || n > 2100) throw new RangeError('a tax year is an integer from 2000 to 2100');
  return n as TaxYear;
};
