import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen, type Yen } from '@nencho/kernel';
import fc from 'fast-check';
import { computeAdjustment, type AdjustmentResult } from './adjustment.js';
import type { AdjustmentInput } from './adjustment-input.js';
import { parametersFor } from './parameters/parameters-for.js';
import type { RuleSet } from './parameters/rule-set.js';
import { anybody, anyRelative, nobodyAtHome, nobodyInput } from './testing/inputs.js';

// Everybody, under every rule set. A property answers with true or false: `expect` would take longer than the ledger.

const ledger = (input: AdjustmentInput, rules: RuleSet): AdjustmentResult => {
  const outcome = computeAdjustment(input, rules);
  if (outcome.status !== 'adjusted') throw new RangeError('excluded');
  return outcome.result;
};

const main = { numRuns: 100_000 };
const others = { numRuns: 20_000 };

const isSum = (total: number, ...parts: readonly number[]): boolean =>
  total === parts.reduce((sum, part) => sum + part, 0);

const addsUp = (r: AdjustmentResult, { withheldTaxTotal }: AdjustmentInput): boolean =>
  isSum(r.box9SalaryAfterSalaryDeduction, r.box10IncomeAdjustment, r.box11AfterIncomeAdjustment) &&
  isSum(r.dependantDeduction, ...r.relatives.map((one) => one.dependantDeduction)) &&
  isSum(r.box18SpecialRelative, ...r.relatives.map((one) => one.specialRelativeDeduction)) &&
  isSum(
    r.disabilityDeduction,
    r.personDisabilityDeduction,
    r.spouseDisabilityDeduction ?? 0,
    ...r.relatives.map((one) => one.disabilityDeduction),
  ) &&
  isSum(
    r.box19DependantsDisabilityEtc,
    ...[r.dependantDeduction, r.disabilityDeduction, r.widowOrSingleParentDeduction, r.workingStudentDeduction],
  ) &&
  isSum(
    r.box21TotalDeductions,
    ...[r.box12SocialInsuranceWithheld, r.box13SocialInsuranceDeclared, r.box14SmallEnterpriseMutualAid],
    ...[r.box15LifeInsurance, r.box16EarthquakeInsurance, r.box17Spouse, r.box18SpecialRelative],
    ...[r.box19DependantsDisabilityEtc, r.box20Basic],
  ) &&
  isSum(r.housingLoanCreditPossible, r.box24HousingLoanCreditApplied, r.housingLoanCreditUnused) &&
  isSum(r.box23ComputedTax, r.box24HousingLoanCreditApplied, r.box25AnnualIncomeTax) &&
  isSum(r.flatReductionAmount + r.incomeTaxAfterFlatReduction, r.flatReductionUnused, r.box25AnnualIncomeTax) &&
  isSum(r.box26AnnualTax, r.box27Difference, withheldTaxTotal) &&
  isSum(r.underpaid, r.box27Difference, r.overpaid) &&
  isSum(r.overpaid, r.box28AppliedToLastSalaryTax, r.box29AppliedToUnpaidSalaryTax, r.box30NetRefund);

const isWhole = (r: AdjustmentResult): boolean =>
  Object.entries(r).every(
    ([name, value]) =>
      typeof value !== 'number' || (Number.isSafeInteger(value) && (value >= 0 || name === 'box27Difference')),
  ) &&
  r.box22TaxableSalaryIncome % 1_000 === 0 &&
  r.box26AnnualTax % 100 === 0 &&
  (r.underpaid === 0 || r.overpaid === 0);

const greatest = (amounts: readonly Yen[]): number => Math.max(0, ...amounts);

/** No deduction is more than the law's greatest amount for as many people. */
const isBounded = (r: AdjustmentResult, input: AdjustmentInput, rules: RuleSet): boolean => {
  const { spouse, disability, dependantAmounts, life, earthquake } = rules;
  const people = r.relatives.length;
  return (
    r.box10IncomeAdjustment <= rules.incomeAdjustment.value.maximum &&
    r.incomeAdjustmentPensionInEstimate <= rules.pensionAdjustmentMaximum.value &&
    r.box15LifeInsurance <= life.totalMaximum.value &&
    r.box16EarthquakeInsurance <= earthquake.totalMaximum.value &&
    r.box17Spouse <= greatest([spouse.general.value[0], spouse.elderly.value[0]]) &&
    r.box18SpecialRelative <= people * greatest(rules.specialRelative?.value.map(({ amount }) => amount) ?? []) &&
    r.dependantDeduction <= people * greatest(Object.values(dependantAmounts.value)) &&
    r.disabilityDeduction <= (people + 2) * greatest(Object.values(disability.value)) &&
    r.widowOrSingleParentDeduction <= greatest([rules.widow.value.amount, rules.singleParent.value.amount]) &&
    r.workingStudentDeduction <= rules.workingStudent.value.amount &&
    r.box20Basic <= greatest(rules.basicDeduction.value.map(({ amount }) => amount)) &&
    r.box24HousingLoanCreditApplied <= Math.min(input.housingLoanCredit, r.box23ComputedTax) &&
    r.flatReductionAmount <= (people + 2) * (rules.flatReduction?.value.perPerson ?? 0)
  );
};

test('whole yen, units of 1,000 and 100, every sum of the ledger, refund and collection, every deduction within its bound', () => {
  fc.assert(
    fc.property(anybody, ([rules, input]) => {
      const result = ledger(input, rules);
      return isWhole(result) && addsUp(result, input) && isBounded(result, input, rules);
    }),
    main,
  );
});

/** Where a yen more of 合計所得金額 takes a deduction or the reduction away, by name. */
const cliffs = (rules: RuleSet): Readonly<Record<string, readonly number[]>> => ({
  basicDeduction: rules.basicDeduction.value.map(({ upTo }) => upTo),
  spouse: rules.spouse.ownIncomeLimits.value,
  widowOrSingleParent: [rules.widow.value.ownIncomeLimit, rules.singleParent.value.ownIncomeLimit],
  workingStudent: [rules.workingStudent.value.ownIncomeLimit],
  flatReduction: rules.flatReduction === undefined ? [] : [rules.flatReduction.value.ownIncomeLimit],
});

const crossed = (before: AdjustmentResult, after: AdjustmentResult, rules: RuleSet): readonly string[] =>
  Object.entries(cliffs(rules)).flatMap(([name, limits]) =>
    limits.some((limit) => before.totalIncomeEstimate <= limit && after.totalIncomeEstimate > limit) ? [name] : [],
  );

/** What one class of 4,000 yen, ㉒'s unit and ㉖'s unit can make of one yen, at 40 % × 102.1 %. */
const oneStep = 5_000 * 0.4 * 1.021 + 100;

describe('when the pay goes up and nothing else changes', () => {
  const raised = anybody.chain(([rules, input]) =>
    fc
      .oneof(fc.integer({ min: 1, max: 6_000 }), fc.integer({ min: 1, max: rules.mainSalaryLimit.value }))
      .map((more) => {
        const salaryTotal = yen(Math.min(input.salaryTotal + more, rules.mainSalaryLimit.value));
        return [rules, input, { ...input, salaryTotal }] as const;
      }),
  );

  test('no income goes down, no tax goes down, and only a named limit takes more than the raise', () => {
    fc.assert(
      fc.property(raised, ([rules, input, richer]) => {
        const [before, after] = [ledger(input, rules), ledger(richer, rules)];
        const kept = richer.salaryTotal - after.box26AnnualTax - (input.salaryTotal - before.box26AnnualTax);
        return (
          after.box9SalaryAfterSalaryDeduction >= before.box9SalaryAfterSalaryDeduction &&
          after.box11AfterIncomeAdjustment >= before.box11AfterIncomeAdjustment &&
          after.totalIncomeEstimate >= before.totalIncomeEstimate &&
          after.box26AnnualTax >= before.box26AnnualTax &&
          (kept >= -oneStep || crossed(before, after, rules).length > 0)
        );
      }),
      main,
    );
  });

  const alone = (n: number, stated: Partial<AdjustmentInput>): readonly [RuleSet, AdjustmentInput] => {
    const rules = parametersFor(taxYear(n), localDate(`${n}-12-25`));
    const base = { taxYear: rules.taxYear, lastPaymentDate: localDate(`${n}-12-25`) };
    return [rules, { ...nobodyInput, ...base, ...stated }];
  };
  const spouse = { ...nobodyAtHome, birthDate: localDate('1980-03-03') };
  const unclaimed = { basicDeduction: false, incomeAdjustment: false, lifeInsuranceUnder23: false };

  test.each([
    ['basicDeduction', alone(2026, {}), 6_655_555, 6_655_560],
    ['spouse', alone(2026, { spouse }), 10_950_000, 10_950_001],
    ['widowOrSingleParent', alone(2026, { personalStatus: 'widow' }), 6_777_777, 6_777_790],
    ['workingStudent', alone(2026, { workingStudent: true, claims: unclaimed }), 1_630_000, 1_630_001],
    ['flatReduction', alone(2024, { otherIncome: yen(1) }), 19_999_999, 20_000_000],
  ] as const)('the limit of %s takes more than a raise of few yen', (name, [rules, input], low, high) => {
    const [before, after] = [low, high].map((pay) => ledger({ ...input, salaryTotal: yen(pay) }, rules));
    if (before === undefined || after === undefined) throw new RangeError('two of them');
    expect(crossed(before, after, rules)).toEqual([name]);
    expect(after.box26AnnualTax - before.box26AnnualTax).toBeGreaterThan(high - low + oneStep);
  });
});

describe('with everything else the same', () => {
  const tax = (input: AdjustmentInput, rules: RuleSet): number => ledger(input, rules).box26AnnualTax;

  test('more other income of one’s own never means less tax', () => {
    fc.assert(
      fc.property(anybody, fc.integer({ min: 0, max: 5_000_000 }), ([rules, input], more) => {
        const richer = { ...input, otherIncome: yen(input.otherIncome + more) };
        return tax(richer, rules) >= tax(input, rules);
      }),
      others,
    );
  });

  test('one more relative, and each claim filed, never means more tax', () => {
    fc.assert(
      fc.property(anybody, anyRelative, ([rules, input], relative) => {
        const now = tax(input, rules);
        const filed = (claim: keyof AdjustmentInput['claims']) =>
          tax({ ...input, claims: { ...input.claims, [claim]: true } }, rules);
        return (
          tax({ ...input, relatives: [...input.relatives, relative] }, rules) <= now &&
          [filed('basicDeduction'), filed('incomeAdjustment'), filed('lifeInsuranceUnder23')].every(
            (then) => then <= now,
          )
        );
      }),
      others,
    );
  });

  test('the order of the relatives does not matter', () => {
    fc.assert(
      fc.property(anybody, ([rules, input]) => {
        const { relatives, ...rest } = ledger(input, rules);
        const { relatives: others, ...same } = ledger({ ...input, relatives: input.relatives.toReversed() }, rules);
        return (
          JSON.stringify(rest) === JSON.stringify(same) &&
          JSON.stringify(relatives) === JSON.stringify(others.toReversed())
        );
      }),
      main,
    );
  });
});
