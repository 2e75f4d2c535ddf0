import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calculateCase } from '../cli/calculate-case.js';
import { officialPeople } from '../testing/official-people.js';

const [person] = officialPeople();
if (person === undefined) throw new Error('example A is missing');

const day = fc.constantFrom(
  '2026-01-01',
  '2026-04-01',
  '2026-12-10',
  '2025-12-31',
  '2004-01-01',
  '1957-01-01',
  '1990-05-05',
);
const amount = fc.constantFrom(0, 1, 380_000, 620_000, 620_001, 1_000_000, 1_230_000, 1_230_001, 3_000_000);
const disability = fc.constantFrom('none', 'general', 'special');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const nonResident = optional(
  fc.record({
    reason: fc.constantFrom('none', 'study_abroad', 'remittance_380k'),
    remittance: amount,
    kinshipDocuments: fc.constant('received'),
    remittanceDocuments: fc.constant('received'),
  }),
);
const incomes = optional(
  fc.array(fc.record({ kind: fc.constantFrom('retirement', 'business', 'public_pension'), amount }), { maxLength: 2 }),
);
const member = {
  ...{ kana: fc.constant('カナ'), name: fc.constant('氏名'), birthDate: day, livingTogether: fc.boolean() },
  ...{
    salaryRevenue: amount,
    otherIncome: amount,
    disability,
    nonResident,
    incomes,
    diedOn: optional(fc.constant('2026-06-01')),
  },
};
const relatives = fc
  .array(
    fc.record({
      ...member,
      relation: fc.constantFrom('child', 'parent', 'sibling', 'spouse_parent'),
      claimedByOther: fc.boolean(),
      familyEmployee: fc.boolean(),
    }),
    { maxLength: 8 },
  )
  .map((list) => list.map((one, i) => ({ ...one, id: `r${i}` })));
const employment = fc.record({
  column: fc.constantFrom('main', 'secondary', 'daily'),
  joinedOn: optional(fc.constant('2026-04-01')),
  left: optional(
    fc.record({
      on: fc.constantFrom('2026-05-31', '2026-12-10'),
      reason: fc.constantFrom('death', 'disability', 'after_december_pay', 'part_time', 'other'),
      expectsOtherPay: fc.boolean(),
    }),
  ),
});
const facts = fc.record({
  relatives,
  employment,
  spouse: optional(fc.record({ ...member, deFacto: fc.boolean(), claimedByOther: fc.boolean() })),
});
const view = fc.constantFrom('forms', 'ledger', 'slip', 'slip-recipient', 'payment-report');
const pay = fc.constantFrom(0, 5_000_000, 8_500_001, 20_000_000, 20_000_001);

/** What JSON keeps: a field that is undefined is not there. */
const asStated = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

test('whoever is in the family and however the year ended, each view is filled in or the facts are refused', () => {
  let filledIn = 0;
  fc.assert(
    fc.property(facts, view, pay, (changes, name, salaryTotal) => {
      const stated = { ...person.facts, ...changes };
      const one = { id: 'x', facts: stated, pay: { ...person.pay, salaryTotal }, ...person.context };
      const answer = calculateCase(asStated(one), 0, { facts: true, view: name });
      if ('views' in answer) filledIn += 1;
      expect('views' in answer || 'violations' in answer).toBe(true);
    }),
    { numRuns: 1_000 },
  );
  expect(filledIn).toBeGreaterThan(100);
});
