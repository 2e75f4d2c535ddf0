import { expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import fc from 'fast-check';
import type { EmployerFacts } from './employment-facts.js';
import type { EarthquakeInsuranceFacts } from './facts.js';
import type { IncomeFacts } from './income-facts.js';
import { relativeFacts } from './testing/case-person.js';
import { resultOf } from './testing/derived.js';

const amount = fc.integer({ min: 0, max: 1_500_000 }).map((n) => yen(n));

const employers = fc.array(
  fc.record({
    id: fc.uuid(),
    name: fc.constant('ほかの会社'),
    kind: fc.constantFrom('previous' as const, 'concurrent' as const),
    column: fc.constantFrom('main' as const, 'secondary' as const),
    salary: amount,
    withheldTax: amount,
    socialInsurance: amount,
    slip: fc.constant('received' as const),
  }) satisfies fc.Arbitrary<EmployerFacts>,
  { maxLength: 4 },
);
const incomes = fc.array(
  fc.record({
    kind: fc.constantFrom('business' as const, 'public_pension' as const, 'unemployment_benefit' as const),
    amount,
  }) satisfies fc.Arbitrary<IncomeFacts>,
  { maxLength: 4 },
);
const contracts = fc.array(
  fc.record({
    id: fc.uuid(),
    insurer: fc.constant('損保'),
    kind: fc.constantFrom('earthquake' as const, 'old_long_term' as const),
    netPremium: fc.integer({ min: 0, max: 30_000 }).map((n) => yen(n)),
    premiumAsOtherKind: fc.option(
      fc.integer({ min: 0, max: 30_000 }).map((n) => yen(n)),
      { nil: undefined },
    ),
  }) satisfies fc.Arbitrary<EarthquakeInsuranceFacts>,
  { maxLength: 5 },
);
const incomesOfRelatives = fc.array(incomes, { maxLength: 3 });

test('the order of employers, incomes, contracts and relatives does not matter', () => {
  fc.assert(
    fc.property(employers, incomes, contracts, incomesOfRelatives, (others, own, quakes, ofRelatives) => {
      const relatives = ofRelatives.map((one, i) => relativeFacts(i, { incomes: one }));
      const stated = { employers: others, incomes: own, earthquakeInsurance: quakes, relatives };
      const turned = {
        employers: others.toReversed(),
        incomes: own.toReversed(),
        earthquakeInsurance: quakes.toReversed(),
        relatives: relatives.toReversed().map((one) => ({ ...one, incomes: one.incomes?.toReversed() })),
      };
      const { relatives: first, ...figures } = resultOf(stated);
      const { relatives: second, ...same } = resultOf(turned);
      expect(same).toEqual(figures);
      expect(second.toReversed()).toEqual(first);
    }),
    { numRuns: 2_000 },
  );
});
