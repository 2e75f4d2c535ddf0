import { describe, expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { z } from 'zod';
import { adjustmentFactsSchema, emptyFacts, factLimits, parseFacts } from './index.js';
import { relativeFacts, spouseFacts } from './testing/case-person.js';
import { copyWith, violationsOf } from './testing/parsing-facts.js';

const facts = {
  ...emptyFacts(localDate('1980-01-01')),
  spouse: spouseFacts({}),
  relatives: [relativeFacts(0, {})],
  lifeInsurance: [{ id: 'a', insurer: '生命', kind: 'general_new', netPremium: 1 }],
  earthquakeInsurance: [{ id: 'a', insurer: '損保', kind: 'earthquake', netPremium: 1 }],
  socialInsurance: [{ id: 'a', kind: '国民年金', amount: 1 }],
  mutualAid: [{ id: 'a', kind: 'iDeCo', amount: 1 }],
};

const withAt = (path: string, value: unknown) => copyWith(facts, path, value);

test('complete facts pass unchanged, and an undefined spouse is none', () => {
  expect(parseFacts(facts)).toEqual(facts);
  expect(parseFacts({ ...facts, spouse: undefined }).spouse).toBeUndefined();
});

test('a draft passes: names and dates of the family may still be empty', () => {
  expect(violationsOf(withAt('spouse.birthDate', ''))).toEqual([]);
  expect(violationsOf(withAt('relatives[0].birthDate', ''))).toEqual([]);
  expect(violationsOf(withAt('relatives[0].name', ''))).toEqual([]);
});

describe('both sides of every bound', () => {
  const { amount } = factLimits;
  test.each([
    ['spouse.salaryRevenue', amount, amount + 1, 'max'],
    ['spouse.salaryRevenue', 0, -1, 'min'],
    ['relatives[0].otherIncome', -amount, -amount - 1, 'min'],
    ['otherIncome', -amount, -amount - 1, 'min'],
    ['otherIncome', amount, amount + 1, 'max'],
    ['lifeInsurance[0].netPremium', 0, -1, 'min'],
    ['earthquakeInsurance[0].netPremium', amount, amount + 1, 'max'],
    ['socialInsurance[0].amount', 0, -1, 'min'],
    ['mutualAid[0].amount', amount, amount + 1, 'max'],
    ['housingLoanCredit', 0, -1, 'min'],
    ['person.estimatedSalary', amount, amount + 1, 'max'],
    ['person.birthDate', '1900-01-01', '1899-12-31', 'date'],
    ['person.birthDate', '2024-02-29', '2023-02-29', 'date'],
    ['person.birthDate', '2024-02-29', '', 'date'],
    ['spouse.birthDate', '1900-01-01', '1899-12-31', 'date'],
    ['spouse.name', '名'.repeat(60), '名'.repeat(61), 'max'],
    ['relatives[0].id', 'x'.repeat(64), 'x'.repeat(65), 'max'],
    ['relatives[0].id', 'a', '', 'min'],
    ['relatives[0].id', 'a_-9', 'a b', 'format'],
    ['spouse.name', '鈴木 ジョン', 'a\u0000b', 'format'],
    ['spouse.kana', 'ア', '\u2028', 'format'],
    ['lifeInsurance[0].insurer', '𠮷野家', '\ud842', 'format'],
    ['lifeInsurance[0].kind', 'pension_old', 'care_medical_old', 'choice'],
    ['relatives[0].relation', 'spouse_parent', 'friend', 'choice'],
    ['person.disability', 'special', '', 'choice'],
    ['claims.basicDeduction', false, 'false', 'type'],
    ['spouse.salaryRevenue', 1, 0.5, 'type'],
    ['spouse.salaryRevenue', 1, '1', 'type'],
    ['spouse.salaryRevenue', 1, Number.NaN, 'type'],
    ['relatives[0].birthDate', '2000-01-01', { $gt: '' }, 'type'],
  ])('%s: %p passes, %p is refused', (path, good, bad, rule) => {
    expect(violationsOf(withAt(path, good))).toEqual([]);
    expect(violationsOf(withAt(path, bad))).toEqual([expect.objectContaining({ path, rule })]);
  });

  test.each([
    ['relatives', factLimits.relatives],
    ['lifeInsurance', factLimits.lifeInsurance],
    ['earthquakeInsurance', factLimits.earthquakeInsurance],
    ['socialInsurance', factLimits.socialInsurance],
    ['mutualAid', factLimits.mutualAid],
  ] as const)('%s: at most %p', (list, limit) => {
    const full = Array.from({ length: limit }, (_, i) => ({ ...facts[list][0], id: `n${i}` }));
    expect(violationsOf({ ...facts, [list]: full })).toEqual([]);
    expect(violationsOf({ ...facts, [list]: [...full, facts[list][0]] })).toEqual([
      { path: list, rule: 'max', params: { max: String(limit) } },
    ]);
  });
});

test('all violations are reported at once, each at its path', () => {
  const bad = {
    ...facts,
    spouse: { ...facts.spouse, birthDate: '2026-02-30', salaryRevenue: -1 },
    lifeInsurance: [{ ...facts.lifeInsurance[0], netPremium: 0.5 }],
    extra: 1,
  };
  expect(violationsOf(bad).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
    'spouse.birthDate date',
    'spouse.salaryRevenue min',
    'lifeInsurance[0].netPremium type',
    'extra unknown_field',
  ]);
});

test.each([null, undefined, 'x', 1, []])('%p is no facts', (value) => {
  expect(violationsOf(value).length).toBeGreaterThan(0);
});

test('keys that could reach a prototype are unknown fields', () => {
  const hostile: unknown = JSON.parse(JSON.stringify(facts).replace('"otherIncome"', '"__proto__":{},"otherIncome"'));
  expect(violationsOf(hostile)).toEqual([{ path: 'relatives[0].__proto__', rule: 'unknown_field' }]);
});

test('violations repeat no value that was entered', () => {
  const secret = 'SECRET-13579';
  const bad = {
    ...withAt('relatives[0].relation', secret),
    person: { birthDate: secret, disability: secret },
  };
  expect(JSON.stringify(violationsOf(bad))).not.toContain(secret);
});

test('a null spouse or a missing list is refused, not read as nothing', () => {
  expect(violationsOf({ ...facts, spouse: null })).toEqual([expect.objectContaining({ path: 'spouse', rule: 'type' })]);
  expect(violationsOf({ ...facts, relatives: undefined })).toEqual([expect.objectContaining({ path: 'relatives' })]);
});

test('the schema has a JSON Schema for the API documentation', () => {
  expect(z.toJSONSchema(adjustmentFactsSchema)).toMatchObject({ type: 'object', additionalProperties: false });
});

test('a field of an endless name is named by its first 100 characters', () => {
  const [found] = violationsOf({ ...facts, ['x'.repeat(1_000)]: 1 });
  expect(found).toEqual({ path: 'x'.repeat(100), rule: 'unknown_field' });
});
