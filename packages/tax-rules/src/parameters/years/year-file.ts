import { localDate, rate, yen, type LocalDate, type Rate, type Yen } from '@nencho/kernel';
import type { Columns, Confidence, PremiumFormula, RuleSet, SalaryBand, Sourced, Steps } from '../rule-set.js';

// How the year files write the law: amounts in 万 (10,000 yen), rates in percent, tables as rows.

export const man = (n: number): Yen => yen(n * 10_000);
export const percent = (n: number): Rate => rate(n, 100);
/** Amounts for 区分 A, B and C of the person's own income, in 万. */
export const columns = (a: number, b: number, c: number): Columns => [man(a), man(b), man(c)];

/** Values of one confidence; `checked` is the day on which they were compared with the texts or transcriptions named. */
export const sourcedAs =
  (confidence: Confidence, checked: LocalDate) =>
  <T>(source: string, value: T, note?: string): Sourced<T> => ({
    ...{ value, source, confidence, checked },
    ...(note === undefined ? {} : { note }),
  });

/** Rows of [up to, amount]. */
export const steps = (...rows: readonly (readonly [Yen, Yen])[]): Steps =>
  rows.map(([upTo, amount]) => ({ upTo, amount }));

/** Rows of [premiums up to, rate, plus]; above the last the maximum. */
export const premiums = (rows: readonly (readonly [Yen, Rate, number])[], maximum: number): PremiumFormula => ({
  tiers: rows.map(([upTo, multiply, add]) => ({ upTo, multiply, add: yen(add) })),
  maximum: yen(maximum),
});

/** Bands of the salary table: pay from `from` on … */
export const zero: SalaryBand = { from: yen(0), kind: 'zero' };
/** … less an amount, */
export const less = (from: number, subtract: Yen): SalaryBand => ({ from: yen(from), kind: 'subtract', subtract });
/** … one amount whatever the pay, */
export const fixed = (from: number, amount: number): SalaryBand => ({
  from: yen(from),
  kind: 'fixed',
  amount: yen(amount),
});
/** … its share, taken of a multiple of `unit`, less or plus an amount. */
export const share = (
  from: Yen,
  multiply: Rate,
  { unit = 4_000, subtract = yen(0), add }: { readonly unit?: number; readonly subtract?: Yen; readonly add?: Yen },
): SalaryBand => ({ from, kind: 'rate', unit, multiply, subtract, ...(add === undefined ? {} : { add }) });

/** Rows of [taxable income up to, rate in percent, less]. */
export const taxRows = (...rows: readonly (readonly [number, number, number])[]): RuleSet['taxTable']['value'] =>
  rows.map(([upTo, ratePercent, subtract]) => ({
    upTo: yen(upTo),
    multiply: percent(ratePercent),
    subtract: yen(subtract),
  }));

export const day = (text: string): LocalDate => localDate(text);

type Cited = { readonly source: string; readonly confidence: Confidence };
const isCited = (node: object): node is Cited => 'source' in node && 'confidence' in node;

const weaker = (node: unknown, path: string, kept: readonly string[]): unknown => {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
  if (isCited(node)) {
    return kept.includes(path) || node.confidence === 'memory' ? node : { ...node, confidence: 'inferred' };
  }
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, weaker(child, path === '' ? key : `${path}.${key}`, kept)]),
  );
};

/**
 * The rules before a reform that a later text only hints at: the earlier year's numbers with every confidence lowered to
 * `inferred`, but for the paths of those that an official text names for this time.
 */
export const inferredFrom = (earlier: RuleSet, changes: Partial<RuleSet>, official: readonly string[]): RuleSet =>
  weaker({ ...earlier, ...changes }, '', official) as RuleSet;
