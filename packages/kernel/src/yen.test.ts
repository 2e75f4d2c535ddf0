import { describe, expect, test } from '@jest/globals';
import { addYen, floorTo, maxYen, minYen, mulCeil, mulFloor, rate, subYen, yen, type Yen } from './index.js';

const reconstruction = rate(1021, 1000);

describe('yen', () => {
  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53)])('refuses %p', (n) => {
    expect(() => yen(n)).toThrow(RangeError);
  });

  test('accepts the bounds of safe integers and turns −0 into 0', () => {
    expect(yen(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
    expect(yen(Number.MIN_SAFE_INTEGER)).toBe(Number.MIN_SAFE_INTEGER);
    expect(Object.is(yen(-0), 0)).toBe(true);
    expect(Object.is(mulCeil(yen(0), reconstruction), 0)).toBe(true);
    expect(Object.is(mulFloor(yen(-0), reconstruction), 0)).toBe(true);
  });

  test('a bare product is not Yen', () => {
    const amount = yen(1000);
    // @ts-expect-error a product with a float has lost its exactness
    const wrong: Yen = amount * 0.1;
    expect(wrong).toBe(100);
  });

  test('sums that leave the safe integers are refused', () => {
    expect(() => addYen(yen(Number.MAX_SAFE_INTEGER), yen(1))).toThrow(RangeError);
    expect(() => subYen(yen(Number.MIN_SAFE_INTEGER), yen(1))).toThrow(RangeError);
    expect(addYen()).toBe(0);
    expect(addYen(yen(1), yen(2), yen(-5))).toBe(-2);
    expect(minYen(yen(3), yen(-1))).toBe(-1);
    expect(maxYen(yen(3), yen(-1))).toBe(3);
  });
});

describe('rounding', () => {
  test('×102.1 %, below 100 yen dropped, equals exact integer arithmetic for every computed tax to 5,000,000', () => {
    for (let tax = 0; tax <= 5_000_000; tax += 100) {
      const exact = Number(((BigInt(tax) * 1021n) / 100_000n) * 100n);
      expect(mulFloor(yen(tax), reconstruction, 100)).toBe(exact);
    }
  });

  test('where floating point goes wrong the answer is right', () => {
    expect(Math.floor((100_000 * 1.021) / 100) * 100).toBe(102_000);
    expect(mulFloor(yen(100_000), reconstruction, 100)).toBe(102_100);
  });

  test('the example of the booklet: 10 % of 265,432, upwards', () => {
    expect(mulCeil(yen(265_432), rate(10, 100))).toBe(26_544);
  });

  test('exact multiples move in neither direction', () => {
    expect(mulFloor(yen(40), rate(1, 4))).toBe(10);
    expect(mulCeil(yen(40), rate(1, 4))).toBe(10);
    expect(floorTo(yen(1_999), 1_000)).toBe(1_000);
    expect(floorTo(yen(2_000), 1_000)).toBe(2_000);
  });

  test('negative amounts: floor goes down, ceil goes up', () => {
    expect(mulFloor(yen(-41), rate(1, 4))).toBe(-11);
    expect(mulCeil(yen(-41), rate(1, 4))).toBe(-10);
    expect(floorTo(yen(-1), 1_000)).toBe(-1_000);
  });

  test('ceil reaches the next multiple of the unit', () => {
    expect(mulCeil(yen(101), rate(1, 1), 100)).toBe(200);
  });

  test('a product beyond the safe integers is refused, not rounded', () => {
    expect(() => mulFloor(yen(Number.MAX_SAFE_INTEGER), rate(2, 1))).toThrow(RangeError);
    expect(() => mulFloor(yen(Number.MAX_SAFE_INTEGER), rate(3, 4))).toThrow(RangeError);
  });

  test.each([0, -1, 0.5])('unit %p is refused', (unit) => {
    expect(() => floorTo(yen(1), unit)).toThrow(RangeError);
    expect(() => mulFloor(yen(1), rate(1, 1), unit)).toThrow(RangeError);
  });

  test.each([
    [1, 0],
    [-1, 2],
    [1, -2],
    [0.1, 1],
  ])('rate(%p, %p) is refused', (numerator, denominator) => {
    expect(() => rate(numerator, denominator)).toThrow(RangeError);
  });
});
