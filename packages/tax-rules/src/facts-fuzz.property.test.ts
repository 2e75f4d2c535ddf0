import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calculateCase, type CaseAnswer } from './cli/calculate-case.js';
import { incomeKinds } from './income-kinds.js';
import { factsFromCase, specCases } from './testing/spec-cases.js';

const people = specCases().flatMap((one) => (one.expected.status === 'adjusted' ? [factsFromCase(one)] : []));

const amount = fc.oneof(fc.integer({ min: 0, max: 3_000_000 }), fc.constantFrom(0, 379_999, 380_000, 9_999_999_999));
const day = fc.constantFrom('2026-01-01', '2026-06-30', '2026-12-01', '2021-12-31', '2022-01-01', '2024-02-29');
const paper = fc.constantFrom('received', 'received', 'promised', 'missing');
const flag = fc.boolean();
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const loss = fc.record({
  kind: fc.constantFrom('business', 'real_estate', 'capital_gain', 'forestry'),
  amount: fc.integer({ min: -9_999_999_999, max: 0 }),
});
const income = fc.record({
  kind: fc.constantFrom(...Object.keys(incomeKinds)),
  amount,
  fromOwnLabour: some(flag),
});
const house = {
  residenceFrom: day,
  work: fc.constantFrom('new_house', 'used_house', 'extension'),
  performance: fc.constantFrom('certified', 'zeh', 'energy_saving', 'other'),
};
const share = fc.integer({ min: 1, max: 10_000 });

/** Details of facts, of the right shape: what they say together may be as odd as it likes. */
const details = {
  incomes: fc.array(fc.oneof(income, loss), { maxLength: 4 }),
  status: fc.record({
    widow: some(fc.record({ reason: fc.constantFrom('bereaved', 'divorced', 'fate_unknown'), deFactoPartner: flag })),
    singleParent: some(fc.record({ reason: fc.constantFrom('unmarried', 'divorced'), deFactoPartner: flag })),
    workingStudent: some(
      fc.record({ school: fc.constant('大学'), schoolKind: fc.constantFrom('school', 'vocational_school') }),
    ),
  }),
  employment: fc.record({
    column: some(fc.constantFrom('main', 'main', 'main', 'secondary', 'daily')),
    left: some(
      fc.record({
        on: day,
        reason: fc.constantFrom('death', 'disability', 'after_december_pay', 'part_time', 'other'),
        expectsOtherPay: flag,
      }),
    ),
    nonResidentFrom: fc.option(day, { nil: undefined, freq: 2 }),
    disasterRelief: fc.constantFrom(undefined, false, false, true),
  }),
  employers: fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      name: fc.constant('ほかの会社'),
      kind: fc.constantFrom('previous', 'concurrent'),
      column: fc.constantFrom('main', 'secondary', 'daily'),
      salary: amount,
      withheldTax: amount,
      socialInsurance: amount,
      slip: paper,
    }),
    { maxLength: 3 },
  ),
  housingLoan: fc.record({
    ...house,
    childRearing: some(flag),
    transitional: some(flag),
    smallHouse: some(flag),
    formYear: some(fc.integer({ min: 2000, max: 2100 })),
    loan: some(fc.record({ balance: amount, price: amount, residentialShare: some(share), debtShare: some(share) })),
  }),
  earthquakeInsurance: fc.array(
    fc.record({
      id: fc.constantFrom('a', 'b'),
      insurer: fc.constant('損保'),
      kind: fc.constantFrom('earthquake', 'old_long_term'),
      netPremium: amount,
      premiumAsOtherKind: some(amount),
      contractDate: some(day),
    }),
    { maxLength: 6 },
  ),
  finalReturnPlans: fc.array(fc.constantFrom('donation', 'medical_expenses'), { maxLength: 2 }),
};

const memberDetails = fc.record(
  {
    incomes: details.incomes,
    diedOn: day,
    familyEmployee: flag,
    livesWith: fc.constantFrom('spouse', 'other_relative'),
    nonResident: fc.record({
      reason: fc.constantFrom('none', 'study_abroad', 'remittance_380k'),
      remittance: amount,
      kinshipDocuments: paper,
      remittanceDocuments: paper,
    }),
  },
  { requiredKeys: [] },
);

const isSound = (answer: CaseAnswer): boolean => {
  if ('violations' in answer) return answer.violations.length > 0;
  if (!('result' in answer)) return false;
  return Object.values(answer.result).every((value) => typeof value !== 'number' || Number.isSafeInteger(value));
};

describe('facts with any details give a result of whole yen or violations, never an exception', () => {
  test('a person of the cases with details of every kind', () => {
    const seen = { results: 0, excluded: 0, violations: 0 };
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.record(details),
        fc.subarray(Object.keys(details) as (keyof typeof details)[], { maxLength: 3 }),
        fc.option(memberDetails, { freq: 2 }),
        ({ id, facts, pay, context }, all, chosen, ofMembers) => {
          const stated = Object.fromEntries(chosen.map((name) => [name, all[name]]));
          const relatives = facts.relatives.map((relative) => ({ ...relative, ...ofMembers }));
          const changed: unknown = JSON.parse(JSON.stringify({ ...facts, relatives, ...stated }));
          const answer = calculateCase({ id, facts: changed, pay, ...context }, 0, { facts: true });
          expect(isSound(answer)).toBe(true);
          if ('violations' in answer) seen.violations += 1;
          else if ('result' in answer && answer.result['status'] === 'excluded') seen.excluded += 1;
          else seen.results += 1;
        },
      ),
      { numRuns: 5_000 },
    );
    // The generator reaches every outcome, not violations alone.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(400);
  });

  test('any JSON in the place of a detail', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.constantFrom(...Object.keys(details), 'relatives', 'spouse', 'claims', 'person'),
        fc.jsonValue(),
        ({ id, facts, pay, context }, name, value) => {
          const answer = calculateCase({ id, facts: { ...facts, [name]: value }, pay, ...context }, 0, { facts: true });
          expect(isSound(answer)).toBe(true);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});
