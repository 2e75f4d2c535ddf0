import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { floorTo, mulCeil, mulFloor, rate, yen, type Rate, type Yen } from './index.js';

// Every rounding once more in exact integers, up to the end of the safe ones.

const ratio = fc
  .tuple(fc.integer({ min: 0, max: 5_000 }), fc.integer({ min: 1, max: 5_000 }))
  .map(([numerator, denominator]) => rate(numerator, denominator));
const amount = fc.oneof(
  fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }),
  fc.integer({ min: Math.ceil(Number.MIN_SAFE_INTEGER / 5_000), max: Math.floor(Number.MAX_SAFE_INTEGER / 5_000) }),
);
const unit = fc.constantFrom(1, 2, 7, 100, 1_000, 4_000);

const floorOf = (dividend: bigint, divisor: bigint): bigint => dividend / divisor - (dividend % divisor < 0n ? 1n : 0n);

test('mulFloor, mulCeil and floorTo are exact', () => {
  fc.assert(
    fc.property(amount, ratio, unit, (n, by, to) => {
      const [dividend, divisor] = [BigInt(n) * BigInt(by.numerator), BigInt(by.denominator * to)];
      return (
        BigInt(mulFloor(yen(n), by, to)) === floorOf(dividend, divisor) * BigInt(to) &&
        BigInt(mulCeil(yen(n), by, to)) === -floorOf(-dividend, divisor) * BigInt(to) &&
        BigInt(floorTo(yen(n), to)) === floorOf(BigInt(n), BigInt(to)) * BigInt(to)
      );
    }),
    { numRuns: 100_000 },
  );
});

test('no quotient at the end of the safe integers is rounded up to a whole one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (by, below) => {
      const n = Number.MAX_SAFE_INTEGER - below;
      return BigInt(floorTo(yen(n), by)) === BigInt(n) - (BigInt(n) % BigInt(by));
    }),
    { numRuns: 100_000 },
  );
});

test('only the roundings lead from a product back to yen: what is marked does not compile', () => {
  const [pay, by]: [Yen, Rate] = [yen(100_000), rate(1_021, 1_000)];
  // @ts-expect-error a product of floating point is no yen: 102,099.99…
  const product: Yen = pay * 1.021;
  // @ts-expect-error neither is a quotient,
  const quotient: Yen = pay / 3;
  // @ts-expect-error nor a rounding that has no name of the law,
  const rounded: Yen = Math.floor(pay * 1.021);
  // @ts-expect-error nor any number; and a rate is no number to multiply with
  const plain: Yen = 102_100;
  // @ts-expect-error a rate is a ratio of integers
  const decimal: Rate = 1.021;
  expect([product, quotient, rounded, plain, decimal]).toHaveLength(5);
  expect(mulFloor(pay, by, 100)).toBe(102_100);
});
