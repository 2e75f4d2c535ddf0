import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { adjust } from './index.js';
import { incomeKinds } from './income-kinds.js';
import { factsWithEveryDetail } from './testing/every-detail.js';
import { officialPeople } from './testing/official-people.js';

const glossary = readFileSync(new URL('../../../docs/glossary.md', import.meta.url), 'utf8');
const terms = new Set(Array.from(glossary.matchAll(/`([^`]+)`/g), ([, term]) => term));

/** Every name that a person's facts or result use: keys at any depth, and the words among the values of those keys. */
const namesIn = (value: unknown, words: readonly string[], key = ''): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, words));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner, words, name)]);
  }
  return typeof value === 'string' && words.includes(key) ? [value] : [];
};

test('every fact and every figure has a row in the glossary', () => {
  const [official] = officialPeople();
  if (official === undefined) throw new Error('no example');
  const outcome = adjust(official.facts, official.pay, official.context);
  if (outcome.status !== 'adjusted') throw new Error('not adjusted');
  const facts = {
    ...official.facts,
    socialInsurance: [{ id: 's', kind: '', amount: 1 }],
    mutualAid: [{ id: 'm', kind: '', amount: 1 }],
  };
  const words = ['relation', 'disability', 'kind', 'category', 'spouseDeductionKind'];
  const stated = [facts, factsWithEveryDetail, official.pay, official.context];
  const used = new Set([...namesIn(stated, words), ...namesIn(outcome.result, words), ...Object.keys(incomeKinds)]);
  ['id', ''].forEach((name) => used.delete(name));
  expect(used.size).toBeGreaterThan(150);
  expect([...used].filter((name) => !terms.has(name))).toEqual([]);
});
