import { expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import { aChild, aPreviousEmployer, someFacts } from '../testing/given.js';
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
  const withEmployer = { ...before, employers: [aPreviousEmployer] };
  const promised = { ...before, employers: [{ ...aPreviousEmployer, slip: 'promised' as const }] };
  expect(changedFactPaths(before, withEmployer)).toEqual(['employers']);
  expect(changedFactPaths(withEmployer, promised)).toEqual(['employers[0].slip']);
});

test('a path names own members of the facts only', () => {
  const facts = someFacts({ relatives: [aChild] });
  for (const path of ['person.birthDate', 'relatives', 'relatives[0]', 'relatives[0].name', 'spouse', 'mutualAid']) {
    expect([path, factPathExists(facts, path)]).toEqual([path, true]);
  }
  const detailed = someFacts({
    employers: [aPreviousEmployer],
    incomes: [{ kind: 'public_pension', amount: yen(1) }],
    status: { singleParent: { reason: 'unmarried', childId: 'r1', deFactoPartner: false } },
  });
  const details = ['employers[0].salary', 'incomes[0].amount', 'status.singleParent.childId'];
  for (const path of details) expect([path, factPathExists(detailed, path)]).toEqual([path, true]);
  for (const path of ['status', 'employers', 'incomes', 'housingLoan', 'finalReturnPlans']) {
    expect([path, factPathExists(facts, path)]).toEqual([path, true]);
  }
  const absent = [
    ...details,
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
