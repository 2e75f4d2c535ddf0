import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen, type Yen } from '@nencho/kernel';
import { computedTax } from './annual-tax.js';
import { earthquakeInsuranceDeduction } from './earthquake-insurance-deduction.js';
import { salaryIncome } from './employment-income.js';
import { lifeCareMedical, lifePension } from './life-insurance-deduction.js';
import { parametersFor, ruleSets } from './parameters/parameters-for.js';

// Each table once more, from the formula of its article: slices in exact fractions (BigInt), no table of the parameters.

/** Slices of [up to, numerator] of a common denominator; what lies above the last slice adds nothing. */
type Slices = readonly (readonly [bigint, bigint])[];

/** The sum of the slices, as a numerator. */
const progressive = (amount: bigint, slices: Slices): bigint =>
  slices.reduce((sum, [upTo, share], i) => {
    const from = slices[i - 1]?.[0] ?? 0n;
    const within = amount < upTo ? amount : upTo;
    return within > from ? sum + (within - from) * share : sum;
  }, 0n);

const ceiling = (numerator: bigint, denominator: bigint): number =>
  Number((numerator + denominator - 1n) / denominator);

const year = (n: number) => parametersFor(taxYear(n), localDate(`${n}-12-25`));

/** Every amount from 0 to `to` by `step` at which the two differ. */
const differences = (to: number, step: number, one: (n: Yen) => number, other: (n: bigint) => number): number[] => {
  const found: number[] = [];
  for (let n = 0; n <= to; n += step) if (one(yen(n)) !== other(BigInt(n))) found.push(n);
  return found;
};

describe.each(ruleSets.map((rules) => [rules.taxYear, rules.lastPaymentFrom.value, rules] as const))(
  'R%p from %s on',
  (_year, _from, rules) => {
    test('㉓ 所得税法第89条: 5 % of 195万, 10 % up to 330万, 20 % up to 695万, 23 % up to 900万, 33 % up to 1,800万, 40 % above', () => {
      const law: Slices = [
        ...(
          [
            [195n, 5n],
            [330n, 10n],
            [695n, 20n],
            [900n, 23n],
            [1_800n, 33n],
            [4_000n, 40n],
          ] as const
        ).map(([man, percent]) => [man * 10_000n, percent] as const),
      ];
      const largest = rules.taxTable.value.at(-1)?.upTo ?? 0;
      expect(largest).toBeGreaterThan(18_000_000);
      const own = (taxable: Yen) => computedTax(taxable, rules);
      expect(differences(largest, 1_000, own, (taxable) => Number(progressive(taxable, law) / 100n))).toEqual([]);
    });

    test('所得税法第76条: a whole, a half, a quarter of each slice of premiums, upwards', () => {
      const newLaw: Slices = [
        [20_000n, 4n],
        [40_000n, 2n],
        [80_000n, 1n],
      ];
      const oldLaw: Slices = [
        [25_000n, 4n],
        [50_000n, 2n],
        [100_000n, 1n],
      ];
      const care = (careMedical: Yen) => lifeCareMedical({ ...none, careMedical }, rules);
      const pension = (pensionOld: Yen) => lifePension({ ...none, pensionOld }, rules);
      expect(differences(160_000, 1, care, (premium) => ceiling(progressive(premium, newLaw), 4n))).toEqual([]);
      expect(differences(160_000, 1, pension, (premium) => ceiling(progressive(premium, oldLaw), 4n))).toEqual([]);
    });

    test('所得税法第77条: earthquake in full up to 5万; the old long-term a whole and a half, up to 1万5千', () => {
      const law: Slices = [
        [10_000n, 2n],
        [20_000n, 1n],
      ];
      const old = (oldLongTerm: Yen) => earthquakeInsuranceDeduction({ earthquake: yen(0), oldLongTerm }, rules);
      const now = (earthquake: Yen) => earthquakeInsuranceDeduction({ earthquake, oldLongTerm: yen(0) }, rules);
      expect(differences(60_000, 1, old, (premium) => ceiling(progressive(premium, law), 2n))).toEqual([]);
      expect(differences(120_000, 1, now, (premium) => Math.min(Number(premium), 50_000))).toEqual([]);
    });

    test('所得税法第83条・第83条の2: 区分 B and C are two thirds and one third of A, upwards to 1万', () => {
      const third = (amount: number, thirds: bigint) => ceiling(BigInt(amount) * thirds, 30_000n) * 10_000;
      const { general, elderly, special } = rules.spouse;
      const all = [general.value, elderly.value, ...special.value.map(({ amounts }) => amounts)];
      expect(all).toEqual(all.map(([a]) => [a, third(a, 2n), third(a, 1n)]));
    });
  },
);

const none = {
  generalNew: yen(0),
  generalOld: yen(0),
  careMedical: yen(0),
  pensionNew: yen(0),
  pensionOld: yen(0),
};

/**
 * 給与所得控除 (所得税法第28条第3項) as slices of percent above the least deduction; 別表第五 takes it at the beginning of the class
 * of 4,000 yen up to 6,599,999, and to the yen above.
 */
const deduction = (pay: bigint, least: bigint, from: bigint): bigint => {
  const above = progressive(pay, [
    [from, 0n],
    [3_600_000n, 30n],
    [6_600_000n, 20n],
    [8_500_000n, 10n],
  ]);
  return least * 100n + above;
};

test.each([
  [2024, 620_000, 1_800_000],
  [2025, 650_000, 1_900_000],
  [2026, 740_000, 2_200_000],
  [2027, 740_000, 2_200_000],
])('⑨ of %p from the deduction of its article: %p at %p, then 30, 20 and 10 % of each slice', (n, least, from) => {
  const table = year(n).salaryTable.value;
  const lawful = (pay: bigint): number => {
    const at = pay < 6_600_000n ? pay - (pay % 4_000n) : pay;
    return Number((at * 100n - deduction(at, BigInt(least), BigInt(from))) / 100n);
  };
  const own = (pay: Yen) => salaryIncome(table, yen(pay + from));
  expect(differences(20_000_000 - from, 997, own, (pay) => lawful(pay + BigInt(from)))).toEqual([]);
  expect(differences(40_000, 1, own, (pay) => lawful(pay + BigInt(from)))).toEqual([]);
});
