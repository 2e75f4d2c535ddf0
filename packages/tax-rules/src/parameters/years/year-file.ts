import type { Confidence, RuleSet } from '../parameters.js';

/** How year files write numbers: amounts in 万 (10,000 yen), rates in percent. */
export const man = (n: number): number => n * 10_000;
export const percent = (n: number) => ({ numerator: n, denominator: 100 });
export const fraction = (numerator: number, denominator: number) => ({ numerator, denominator });
/** Amounts for 区分 A, B and C of the person's own income. */
export const columns = (a: number, b: number, c: number) => [man(a), man(b), man(c)] as const;

/** Values of one confidence; `checked` is the day on which they were compared with the texts or transcriptions named. */
export const sourcedAs =
  (confidence: Confidence, checked: string) =>
  <T>(source: string, value: T, note?: string) => ({
    ...{ value, source, confidence, checked },
    ...(note === undefined ? {} : { note }),
  });

type Cited = { readonly source: string; readonly confidence: Confidence };
const isCited = (node: object): node is Cited => 'source' in node && 'confidence' in node;

const weaker = (node: unknown, path: string, kept: readonly string[]): unknown => {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return node;
  if (isCited(node))
    return kept.includes(path) || node.confidence === 'memory' ? node : { ...node, confidence: 'inferred' };
  return Object.fromEntries(
    Object.entries(node).map(([key, child]) => [key, weaker(child, path === '' ? key : `${path}.${key}`, kept)]),
  );
};

/**
 * The rules before a reform that a later text only hints at: the earlier year's numbers with every confidence lowered to
 * `inferred`, but for the paths of those that an official text names for this time.
 */
export const inferredFrom = (earlier: RuleSet, changes: Partial<RuleSet>, official: readonly string[]): unknown =>
  weaker({ ...earlier, ...changes }, '', official);
