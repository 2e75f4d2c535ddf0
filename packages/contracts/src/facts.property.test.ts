import { describe, expect, test } from '@jest/globals';
import { canonicalJson } from '@nencho/kernel';
import { parseFacts, wireFactsSchema } from '@nencho/tax-rules';
import fc from 'fast-check';
import { Facts } from '../gen/nencho/declaration/v1/facts.js';
import { factsFromWire, factsToWire } from './facts.js';

/** The part of JSON Schema in which the shape of the facts is written. */
type Shape =
  | { readonly type: 'object'; readonly properties: Record<string, Shape>; readonly required?: readonly string[] }
  | { readonly type: 'array'; readonly items: Shape }
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'boolean' }
  | { readonly type: 'string'; readonly enum?: readonly string[]; readonly pattern?: string };

const shapeOfFacts = wireFactsSchema.toJSONSchema() as Shape;
const ids = '^[A-Za-z0-9_-]*$';

const text = ({ enum: choices, pattern }: Extract<Shape, { type: 'string' }>): fc.Arbitrary<string> => {
  if (choices !== undefined) return fc.constantFrom(...choices);
  // Only days are bounded by no pattern.
  if (pattern === undefined) return fc.constantFrom('1900-01-01', '1980-02-29', '2026-12-31');
  return pattern === ids ? fc.constantFrom('a', 'Z-9_') : fc.constantFrom('', ' ', '見本　𠮷', 'a'.repeat(60));
};

/** Any value of a shape: each optional field there or not, lists empty or not. */
const anyOf = (shape: Shape): fc.Arbitrary<unknown> => {
  switch (shape.type) {
    case 'object': {
      const fields = Object.entries(shape.properties).map(([name, field]) => [name, anyOf(field)] as const);
      return fc.record<Record<string, unknown>>(Object.fromEntries(fields), {
        requiredKeys: [...(shape.required ?? [])],
        noNullPrototype: true,
      });
    }
    case 'array':
      return fc.array(anyOf(shape.items), { maxLength: 2 });
    case 'integer':
      return fc.integer({ min: shape.minimum, max: shape.maximum });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return text(shape);
  }
};

/** A loss is a fact of some kinds of income only, which JSON Schema does not say. */
const withoutImpossibleLoss = (facts: unknown): unknown =>
  JSON.parse(JSON.stringify(facts), (name, value: unknown) =>
    name === 'incomes'
      ? (value as { kind: string; amount: number }[]).map((income) => ({
          ...income,
          amount: income.kind === 'business' ? income.amount : Math.abs(income.amount),
        }))
      : value,
  );

/** Paths of every field and every word that a shape has, `relatives[].livesWith = spouse` among them. */
const wordsOf = (shape: Shape, path = ''): readonly string[] => {
  switch (shape.type) {
    case 'object':
      return Object.entries(shape.properties).flatMap(([name, field]) => wordsOf(field, `${path}.${name}`));
    case 'array':
      return wordsOf(shape.items, `${path}[]`);
    case 'string':
      return shape.enum === undefined ? [path] : shape.enum.map((word) => `${path} = ${word}`);
    default:
      return [path];
  }
};

const wordsIn = (value: unknown, words: ReadonlySet<string>, path = ''): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((one) => wordsIn(one, words, `${path}[]`));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, field]) => wordsIn(field, words, `${path}.${name}`));
  }
  const word = `${path} = ${String(value)}`;
  return [words.has(word) ? word : path];
};

describe('whatever an employee states', () => {
  test('comes back from the wire as it was, every field and every word of it', () => {
    const all = new Set(wordsOf(shapeOfFacts));
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyOf(shapeOfFacts), (given) => {
        const facts = parseFacts(withoutImpossibleLoss(given));
        const back = factsFromWire(Facts.decode(Facts.encode(factsToWire(facts)).finish()));
        // Equal text, not `toEqual`: an empty list is not an absent one, and nothing is undefined that was absent.
        expect(canonicalJson(back)).toBe(canonicalJson(facts));
        expect(back).toStrictEqual(facts);
        for (const word of wordsIn(facts, all)) seen.add(word);
      }),
      { numRuns: 1_000, seed: 8 },
    );
    expect([...all].filter((word) => !seen.has(word))).toEqual([]);
  });
});
