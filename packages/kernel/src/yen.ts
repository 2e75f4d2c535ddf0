declare const yenBrand: unique symbol;
declare const rateBrand: unique symbol;

/** An amount in whole yen: a safe integer, possibly negative. Made only by the functions of this file. */
export type Yen = number & { readonly [yenBrand]: 'Yen' };

/** An exact ratio of two integers, such as 1021/1000. Yen × rate becomes Yen again only by a named rounding. */
export type Rate = { readonly numerator: number; readonly denominator: number; readonly [rateBrand]: 'Rate' };

const assertSafe = (n: number, what: string): void => {
  if (!Number.isSafeInteger(n)) throw new RangeError(`${what} is not a safe integer`);
};

const assertUnit = (unit: number): void => {
  if (!Number.isSafeInteger(unit) || unit < 1) throw new RangeError('a rounding unit is a positive integer');
};

/** Whole yen from a number; RangeError unless it is a safe integer. −0 becomes 0. */
export const yen = (n: number): Yen => {
  assertSafe(n, 'an amount of yen');
  return (n + 0) as Yen;
};

/** The ratio numerator/denominator of integers; the denominator is positive, the numerator not negative. */
export const rate = (numerator: number, denominator: number): Rate => {
  assertSafe(numerator, 'a numerator');
  assertSafe(denominator, 'a denominator');
  if (denominator < 1 || numerator < 0) throw new RangeError('a rate is a non-negative numerator over a positive one');
  return { numerator, denominator } as Rate;
};

/**
 * Exact integer division towards −∞. Floating point divides two safe integers closely enough: a quotient that is no whole number
 * is at least 1/divisor away from one, which is more than half of what is lost (dividend < 2^53).
 */
const floorDivide = (dividend: number, divisor: number): number => Math.floor(dividend / divisor);

/** 切捨て: amount × rate, rounded down (towards −∞) to a multiple of `unit` yen. */
export const mulFloor = (amount: Yen, by: Rate, unit = 1): Yen => {
  assertUnit(unit);
  const dividend = amount * by.numerator;
  const divisor = by.denominator * unit;
  assertSafe(dividend, 'yen × rate');
  assertSafe(divisor, 'denominator × unit');
  return yen(floorDivide(dividend, divisor) * unit);
};

/** 切上げ: amount × rate, rounded up (towards +∞) to a multiple of `unit` yen. */
export const mulCeil = (amount: Yen, by: Rate, unit = 1): Yen => yen(0 - mulFloor(yen(0 - amount), by, unit));

/** The sum of a list; nothing is 0. */
export const addYen = (...amounts: readonly Yen[]): Yen => {
  let sum = 0;
  // By index: the compiler then makes no list of the arguments, and no iterator.
  for (let i = 0; i < amounts.length; i += 1) sum += amounts[i] ?? 0;
  return yen(sum);
};
export const subYen = (a: Yen, b: Yen): Yen => yen(a - b);
export const minYen = (a: Yen, b: Yen): Yen => (a < b ? a : b);
export const maxYen = (a: Yen, b: Yen): Yen => (a > b ? a : b);

/** 端数切捨て: drops what is below `unit` yen (towards −∞). */
export const floorTo = (amount: Yen, unit: number): Yen => {
  assertUnit(unit);
  return yen(floorDivide(amount, unit) * unit);
};
