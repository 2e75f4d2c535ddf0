import { describe, expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import fc from 'fast-check';
import { adjust, openTrace, parametersFor } from './index.js';
import { chooseEarthquakeKinds } from './earthquake-choice.js';
import { earthquakeInsuranceDeduction } from './earthquake-insurance-deduction.js';
import { explain } from './explain.js';
import type { EarthquakeInsuranceFacts } from './facts.js';
import { december, nobody, noPay } from './testing/case-person.js';

const rules = parametersFor(december.taxYear, december.lastPaymentDate);

type Row = readonly ['earthquake' | 'old_long_term', number, number?];
const contracts = (...rows: readonly Row[]): readonly EarthquakeInsuranceFacts[] =>
  rows.map(([kind, netPremium, other], i) => ({
    ...{ id: `c${i}`, insurer: '損保', kind, netPremium: yen(netPremium) },
    ...(other === undefined ? {} : { premiumAsOtherKind: yen(other) }),
  }));
const deductionOf = (stated: readonly EarthquakeInsuranceFacts[]) =>
  earthquakeInsuranceDeduction(chooseEarthquakeKinds(stated, rules).premiums, rules);

describe('a contract that is both kinds is deducted as one, the better one', () => {
  test.each([
    ['without a choice', contracts(['earthquake', 3_000], ['old_long_term', 12_000]), [], 14_000],
    ['the old premium is worth more', contracts(['earthquake', 3_000, 12_000]), ['old_long_term'], 11_000],
    ['the earthquake premium is worth more', contracts(['earthquake', 12_000, 20_000]), ['old_long_term'], 15_000],
    ['one yen above the most of the old', contracts(['earthquake', 15_001, 99_999]), ['earthquake'], 15_001],
    ['alike: as stated', contracts(['earthquake', 15_000, 20_000]), ['earthquake'], 15_000],
    ['alike: as stated, the other way', contracts(['old_long_term', 20_000, 15_000]), ['old_long_term'], 15_000],
    [
      'two of them: one each',
      contracts(['earthquake', 10_000, 20_000], ['earthquake', 10_000, 20_000]),
      ['old_long_term', 'earthquake'],
      25_000,
    ],
    [
      'the sum is capped at 50,000',
      contracts(['earthquake', 40_000], ['earthquake', 12_000, 12_000]),
      ['earthquake', 'earthquake'],
      50_000,
    ],
  ])('%s', (_name, stated, kinds, amount) => {
    expect(deductionOf(stated)).toBe(amount);
    const chosen = chooseEarthquakeKinds(stated, rules).kinds;
    if (kinds.length > 0) expect([...chosen].sort()).toEqual([...kinds].sort());
    else expect(chosen).toEqual(stated.map(({ kind }) => kind));
  });

  test('no other choice gives more: all of them tried', () => {
    const premium = fc.integer({ min: 0, max: 60_000 });
    const row = fc.tuple(fc.constantFrom('earthquake' as const, 'old_long_term' as const), premium, fc.option(premium));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const stated = contracts(
          ...rows.map(([kind, net, other]): Row => (other === null ? [kind, net] : [kind, net, other])),
        );
        const all = stated.reduce<readonly (readonly EarthquakeInsuranceFacts[])[]>(
          (lists, contract) =>
            lists.flatMap((list) => {
              const { premiumAsOtherKind: other, kind, ...rest } = contract;
              const asStated = [...list, { ...rest, kind }];
              const turned = kind === 'earthquake' ? ('old_long_term' as const) : ('earthquake' as const);
              return other === undefined
                ? [asStated]
                : [asStated, [...list, { ...rest, kind: turned, netPremium: other }]];
            }),
          [[]],
        );
        expect(deductionOf(stated)).toBe(Math.max(...all.map(deductionOf)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('twenty contracts with a choice take no time', () => {
    const many = contracts(
      ...Array.from({ length: 20 }, (_, i): Row => ['earthquake', 2_000 + 37 * i, 1_000 + 91 * i]),
    );
    const before = performance.now();
    expect(deductionOf(many)).toBeGreaterThan(40_000);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

test('the trace says which kind was taken', () => {
  const trace = openTrace();
  const facts = { ...nobody, earthquakeInsurance: contracts(['earthquake', 3_000, 12_000]) };
  adjust(facts, { ...noPay, salaryTotal: yen(3_000_000) }, december, trace);
  expect(explain(trace.steps, 'earthquakeInsurance[0].old_long_term')?.step).toMatchObject({
    value: 12_000,
    inputs: [
      { name: 'premiumAsStated', value: 3_000 },
      { name: 'premiumAsOtherKind', value: 12_000 },
    ],
  });
});
