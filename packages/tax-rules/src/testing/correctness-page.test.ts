import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { factRules } from '../fact-rules.js';
import { correctnessPage, missingTests } from './correctness-page.js';
import { rarelySupported, traps } from './statutory-cases.js';

const committed = () => readFileSync(new URL('../../../../docs/correctness.md', import.meta.url), 'utf8');

test('docs/correctness.md is what is generated; if not: node scripts/write-correctness.mjs', () => {
  // Not the whole page in the output: the first line that differs tells enough.
  const [written, generated] = [committed(), correctnessPage()].map((text) => text.split('\n'));
  const line = generated?.findIndex((text, i) => text !== written?.[i]) ?? -1;
  expect(line < 0 ? undefined : [written?.[line], 'instead of', generated?.[line]]).toBeUndefined();
  expect(written?.length).toBe(generated?.length);
});

test('every test that the page names is there', () => {
  expect(missingTests()).toEqual([]);
});

test('every case that is computed has a test, and what is not has its advice', () => {
  const cases = [...rarelySupported, ...traps];
  expect(cases.filter(({ tests }) => tests.length === 0)).toEqual([]);
  for (const one of cases) if (one.outcome !== 'computed') expect(Object.keys(factRules)).toContain(one.advice);
});

test('every refusal of a claim has its text on the page', () => {
  const page = committed();
  expect(Object.keys(factRules).filter((rule) => !page.includes(`| \`${rule}\` |`))).toEqual([]);
});
