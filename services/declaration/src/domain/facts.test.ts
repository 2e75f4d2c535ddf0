import { expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import { aChild, someFacts } from '../testing/given.js';
import { changedFactPaths, factPathExists } from './facts.js';

test('the fields that differ are named, not their values', () => {
  const before = someFacts({ relatives: [aChild] });
  const after = {
    ...before,
    otherIncome: yen(120_000),
    relatives: [{ ...aChild, name: '見本 花子' }, aChild],
    claims: { ...before.claims, basicDeduction: false },
  };
  expect(changedFactPaths(before, after)).toEqual([
    'relatives[0].name',
    'relatives[1]',
    'otherIncome',
    'claims.basicDeduction',
  ]);
  expect(changedFactPaths(before, before)).toEqual([]);
});

test('a path names own members of the facts only', () => {
  const facts = someFacts({ relatives: [aChild] });
  for (const path of ['person.birthDate', 'relatives', 'relatives[0]', 'relatives[0].name', 'spouse', 'mutualAid']) {
    expect([path, factPathExists(facts, path)]).toEqual([path, true]);
  }
  const absent = [
    '',
    'person.',
    'person.age',
    'relatives[9].name',
    'relatives[0].name.length',
    'relatives[-1]',
    'spouse.name',
    'toString',
    'person.__proto__',
    '{"$gt":""}',
    'a'.repeat(300),
  ];
  for (const path of absent) expect([path, factPathExists(facts, path)]).toEqual([path, false]);
});
