import { describe, expect, test } from '@jest/globals';
import { localDate, yen, type Yen } from '@nencho/kernel';
import fc from 'fast-check';
import {
  adjust,
  checkFacts,
  type AdjustmentFacts,
  type AdjustmentResult,
  type Disability,
  type PayTotals,
} from './index.js';
import { computeAdjustment } from './adjustment.js';
import { deriveInput } from './derive-input.js';
import { parametersFor } from './parameters/parameters-for.js';
import { openTrace } from './trace.js';
import { december, figureAt, nobody, relativeFacts, spouseFacts } from './testing/case-person.js';

const rules = parametersFor(december.taxYear, december.lastPaymentDate);

const amountTo = (max: number): fc.Arbitrary<Yen> => fc.integer({ min: 0, max }).map(yen);
const premiumTo = (max: number): fc.Arbitrary<Yen> => fc.integer({ min: 1, max }).map(yen);
const disability = fc.constantFrom<Disability>('none', 'general', 'special');
const birthDate = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => localDate(date.toISOString().slice(0, 10)));
const member = {
  birthDate,
  salaryRevenue: amountTo(2_500_000),
  otherIncome: fc.integer({ min: -500_000, max: 1_500_000 }).map(yen),
  disability,
  livingTogether: fc.boolean(),
};
const relation = fc.constantFrom('child' as const, 'parent' as const, 'sibling' as const, 'spouse_parent' as const);
const lifeKind = fc.constantFrom(
  'general_new' as const,
  'general_old' as const,
  'care_medical' as const,
  'pension_new' as const,
  'pension_old' as const,
);

const anyFacts: fc.Arbitrary<AdjustmentFacts> = fc
  .record({
    disability,
    spouse: fc.option(fc.record(member).map(spouseFacts), { nil: undefined }),
    relatives: fc.array(fc.record({ ...member, relation, claimedByOther: fc.boolean() }), { maxLength: 4 }),
    otherIncome: fc.integer({ min: -2_000_000, max: 10_000_000 }).map(yen),
    life: fc.array(fc.record({ kind: lifeKind, netPremium: premiumTo(150_000) }), { maxLength: 5 }),
    quake: premiumTo(80_000),
    social: premiumTo(1_000_000),
    housingLoanCredit: amountTo(400_000),
    claims: fc.record({
      basicDeduction: fc.boolean(),
      incomeAdjustment: fc.boolean(),
      lifeInsuranceUnder23: fc.boolean(),
    }),
  })
  .map((drawn) => ({
    ...nobody,
    person: { ...nobody.person, disability: drawn.disability },
    spouse: drawn.spouse,
    relatives: drawn.relatives.map((stated, i) => relativeFacts(i, stated)),
    otherIncome: drawn.otherIncome,
    lifeInsurance: drawn.life.map((contract, i) => ({ id: `l${i}`, insurer: '生命', ...contract })),
    earthquakeInsurance: [{ id: 'q', insurer: '損保', kind: 'earthquake' as const, netPremium: drawn.quake }],
    socialInsurance: [{ id: 's', kind: '国民年金', amount: drawn.social }],
    housingLoanCredit: drawn.housingLoanCredit,
    claims: drawn.claims,
  }));

const anyPay: fc.Arbitrary<PayTotals> = fc.record({
  salaryTotal: amountTo(20_000_000),
  withheldTaxTotal: amountTo(3_000_000),
  socialInsuranceWithheld: amountTo(2_000_000),
});

const ledger = (facts: AdjustmentFacts, pay: PayTotals): AdjustmentResult => {
  const outcome = computeAdjustment(deriveInput(facts, pay, december), rules);
  if (outcome.status !== 'adjusted') throw new Error('excluded');
  return outcome.result;
};

const taxOf = (facts: AdjustmentFacts, pay: PayTotals): number => ledger(facts, pay).box26AnnualTax;
const runs = { numRuns: 400 };

describe('for anybody', () => {
  test('every figure is whole yen and none but ㉗ is negative; ㉒ is in 1,000s and ㉖ in 100s', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, (facts, pay) => {
        const result = ledger(facts, pay);
        const figures = Object.entries(result).filter(([, value]) => typeof value === 'number');
        expect(figures.filter(([, value]) => !Number.isSafeInteger(value))).toEqual([]);
        expect(figures.filter(([name, value]) => Number(value) < 0 && name !== 'box27Difference')).toEqual([]);
        expect([result.box22TaxableSalaryIncome % 1_000, result.box26AnnualTax % 100]).toEqual([0, 0]);
      }),
      runs,
    );
  });

  test('the sums of the ledger hold, and refund or collection makes up for what was withheld', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, (facts, pay) => {
        const r = ledger(facts, pay);
        const perRelative = (name: 'dependantDeduction' | 'specialRelativeDeduction' | 'disabilityDeduction') =>
          r.relatives.reduce((sum, relative) => sum + relative[name], 0);
        expect(r.box11AfterIncomeAdjustment).toBe(r.box9SalaryAfterSalaryDeduction - r.box10IncomeAdjustment);
        expect(r.dependantDeduction).toBe(perRelative('dependantDeduction'));
        expect(r.box18SpecialRelative).toBe(perRelative('specialRelativeDeduction'));
        expect(r.disabilityDeduction).toBe(
          perRelative('disabilityDeduction') + r.personDisabilityDeduction + (r.spouseDisabilityDeduction ?? 0),
        );
        expect(r.box19DependantsDisabilityEtc).toBe(r.dependantDeduction + r.disabilityDeduction);
        expect(r.box21TotalDeductions).toBe(
          r.box12SocialInsuranceWithheld +
            r.box13SocialInsuranceDeclared +
            r.box14SmallEnterpriseMutualAid +
            r.box15LifeInsurance +
            r.box16EarthquakeInsurance +
            r.box17Spouse +
            r.box18SpecialRelative +
            r.box19DependantsDisabilityEtc +
            r.box20Basic,
        );
        expect(r.box24HousingLoanCreditApplied + r.housingLoanCreditUnused).toBe(r.housingLoanCreditPossible);
        expect(r.box25AnnualIncomeTax).toBe(r.box23ComputedTax - r.box24HousingLoanCreditApplied);
        expect(r.underpaid - r.overpaid).toBe(r.box26AnnualTax - pay.withheldTaxTotal);
        expect(Math.min(r.underpaid, r.overpaid)).toBe(0);
      }),
      runs,
    );
  });

  test('the trace has one step a figure, with its value, a source and whole inputs', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, (facts, pay) => {
        const written = openTrace();
        const outcome = computeAdjustment(deriveInput(facts, pay, december), rules, written);
        if (outcome.status !== 'adjusted') throw new Error('excluded');
        const { result } = outcome;
        const trace = written.steps;
        expect(trace.filter(({ ruleId, value }) => figureAt(result, ruleId) !== value)).toEqual([]);
        expect(
          trace.filter(
            ({ source, inputs }) => source === '' || inputs.some(({ value }) => !Number.isSafeInteger(value)),
          ),
        ).toEqual([]);
        const figures = Object.entries(result).flatMap(([name, value]) =>
          typeof value === 'number' && !/flatReduction/i.test(name) ? [name] : [],
        );
        const ofRelatives = facts.relatives.flatMap((_relative, i) =>
          ['totalIncome', 'dependantDeduction', 'specialRelativeDeduction', 'disabilityDeduction'].map(
            (name) => `relatives[${i}].${name}`,
          ),
        );
        expect(trace.map(({ ruleId }) => ruleId).sort()).toEqual([...figures, ...ofRelatives].sort());
      }),
      { numRuns: 300 },
    );
  });

  test('adjust and computeAdjustment agree wherever no check stands in the way, and adjust never throws', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, (facts, pay) => {
        const outcome = adjust(facts, pay, december);
        const blocked = checkFacts(facts, { ...december, pay }).some(({ severity }) => severity === 'error');
        expect(outcome.status).toBe(blocked ? 'refused' : 'adjusted');
        if (outcome.status === 'adjusted') expect(outcome.result).toEqual(ledger(facts, pay));
      }),
      runs,
    );
  });
});

describe('with everything else the same', () => {
  test('more pay never means less tax', () => {
    fc.assert(
      fc.property(
        anyFacts,
        anyPay,
        amountTo(20_000_000),
        fc.integer({ min: 0, max: 5_000 }),
        (facts, pay, other, step) => {
          const low = Math.min(pay.salaryTotal, other);
          [Math.max(pay.salaryTotal, other), Math.min(low + step, 20_000_000)].forEach((high) => {
            const at = (salary: number) => taxOf(facts, { ...pay, salaryTotal: yen(salary) });
            expect(at(high)).toBeGreaterThanOrEqual(at(low));
          });
        },
      ),
      runs,
    );
  });

  test('more other income of one’s own never means less tax', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, amountTo(5_000_000), (facts, pay, more) => {
        const richer = { ...facts, otherIncome: yen(facts.otherIncome + more) };
        expect(taxOf(richer, pay)).toBeGreaterThanOrEqual(taxOf(facts, pay));
      }),
      runs,
    );
  });

  test('a further premium or contribution never means more tax', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, lifeKind, amountTo(150_000), (facts, pay, kind, netPremium) => {
        const insured = {
          ...facts,
          lifeInsurance: [...facts.lifeInsurance, { id: 'more', insurer: '生命', kind, netPremium }],
        };
        const saving = { ...facts, mutualAid: [{ id: 'more', kind: 'iDeCo', amount: netPremium }] };
        expect(taxOf(insured, pay)).toBeLessThanOrEqual(taxOf(facts, pay));
        expect(taxOf(saving, pay)).toBeLessThanOrEqual(taxOf(facts, pay));
      }),
      runs,
    );
  });

  test('one more relative, and each claim filed, never means more tax', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, fc.record({ ...member, relation }), (facts, pay, stated) => {
        const larger = { ...facts, relatives: [...facts.relatives, relativeFacts(9, stated)] };
        expect(taxOf(larger, pay)).toBeLessThanOrEqual(taxOf(facts, pay));
        (['basicDeduction', 'incomeAdjustment', 'lifeInsuranceUnder23'] as const).forEach((claim) => {
          const filed = (value: boolean) => ({ ...facts, claims: { ...facts.claims, [claim]: value } });
          expect(taxOf(filed(true), pay)).toBeLessThanOrEqual(taxOf(filed(false), pay));
        });
      }),
      runs,
    );
  });

  test('the order of relatives and contracts does not matter', () => {
    fc.assert(
      fc.property(anyFacts, anyPay, (facts, pay) => {
        const reversed = {
          ...facts,
          relatives: facts.relatives.toReversed(),
          lifeInsurance: facts.lifeInsurance.toReversed(),
        };
        expect(taxOf(reversed, pay)).toBe(taxOf(facts, pay));
      }),
      { numRuns: 300 },
    );
  });
});
