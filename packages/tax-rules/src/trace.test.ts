import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { computeAdjustment } from './adjustment.js';
import type { AdjustmentInput } from './adjustment-input.js';
import { explain } from './explain.js';
import { adjustmentOfSalary } from './income-adjustment.js';
import { parametersFor } from './parameters/parameters-for.js';
import { nobodyAtHome, nobodyInput } from './testing/inputs.js';
import { committedTraceLines, traceLines, tracedCases } from './testing/trace-lines.js';
import { openTrace, type TraceStep } from './trace.js';

describe('every step with its inputs, source and confidence, as cases/traces.json has it', () => {
  test.each(tracedCases)('%s', (id) => {
    expect(traceLines()[id]).toEqual(committedTraceLines()[id]);
  });
});

const context = { taxYear: taxYear(2026), lastPaymentDate: localDate('2026-12-25') };
const rules = parametersFor(context.taxYear, context.lastPaymentDate);
const resultOf = (stated: Partial<AdjustmentInput>) => {
  const outcome = computeAdjustment({ ...nobodyInput, ...context, ...stated }, rules);
  if (outcome.status !== 'adjusted') throw new RangeError('excluded');
  return outcome.result;
};
const claimed = { basicDeduction: true, incomeAdjustment: true, lifeInsuranceUnder23: true };
const child = {
  ...nobodyAtHome,
  ...{ birthDate: localDate('2015-05-05'), id: 'child', linealAscendant: false, child: true, claimedByOther: false },
  nonResidentReason: 'none' as const,
};

test('a special disability is told from a general one in the step, of the person and of the family', () => {
  const trace = openTrace();
  computeAdjustment(
    { ...nobodyInput, ...context, disability: 'special', relatives: [{ ...child, disability: 'special' }] },
    rules,
    trace,
  );
  const inputsOf = (name: string) => trace.steps.find(({ ruleId }) => ruleId === name)?.inputs.slice(0, 2);
  const special = [
    { name: 'generalDisability', value: 0 },
    { name: 'specialDisability', value: 1 },
  ];
  expect(inputsOf('personDisabilityDeduction')).toEqual(special);
  expect(inputsOf('relatives[0].disabilityDeduction')).toEqual(special);
});

test('a figure is found by its box or by its whole name, not by what only looks like one', () => {
  const trace = openTrace();
  computeAdjustment({ ...nobodyInput, ...context, relatives: [child] }, rules, trace);
  const found = (name: string) => explain(trace.steps, name)?.step.ruleId;
  expect(['box2', 'box20', 'relatives[0].dependantDeduction'].map(found)).toEqual([
    ...[undefined, 'box20Basic', 'relatives[0].dependantDeduction'],
  ]);
  expect(['xbox20', 'box20x', 'box20Bas', 'box', 'nothing'].map(found)).toEqual(Array(5).fill(undefined));
});

test('a claim without whom it needs is named and gives nothing', () => {
  expect(resultOf({ claims: claimed }).invalidClaims).toEqual([
    'income_adjustment_without_qualifying_person',
    'life_special_without_young_dependant',
  ]);
  expect(resultOf({ claims: claimed, relatives: [child] }).invalidClaims).toEqual([]);
  expect(resultOf({}).invalidClaims).toEqual([]);
});

test.each<[string, Partial<AdjustmentInput>, number, number]>([
  [
    'a widow who is a student with too much other income',
    { personalStatus: 'widow', otherIncome: yen(100_001) },
    270_000,
    0,
  ],
  ['a divorced widow without a dependant who is a student', { personalStatus: 'widow_divorced' }, 0, 270_000],
  ['a single parent without a child who is a student', { personalStatus: 'single_parent' }, 0, 270_000],
  [
    'a single parent who is a student with too much other income',
    { personalStatus: 'single_parent', relatives: [child], otherIncome: yen(100_001) },
    ...([350_000, 0] as const),
  ],
])('%s: what one status lacks is not held against the other', (_who, stated, ofStatus, ofStudent) => {
  const { widowOrSingleParentDeduction, workingStudentDeduction } = resultOf({ ...stated, workingStudent: true });
  expect([widowOrSingleParentDeduction, workingStudentDeduction]).toEqual([ofStatus, ofStudent]);
});

test('the estimate takes 所得金額調整控除 off only with claim and person', () => {
  const salaryTotal = yen(10_000_000);
  const of = (stated: Partial<AdjustmentInput>) => resultOf({ salaryTotal, ...stated }).totalIncomeEstimate;
  expect(of({})).toBe(8_050_000);
  expect(of({ claims: claimed })).toBe(8_050_000);
  expect(of({ relatives: [child] })).toBe(8_050_000);
  expect(of({ claims: claimed, relatives: [child] })).toBe(7_900_000);
});

test.each([0, 1_000_000, 8_499_999, 8_500_000])('pay of %p yen has no 所得金額調整控除', (pay) => {
  expect(adjustmentOfSalary(yen(pay), rules)).toBe(0);
});

test('pay and pension: what both leave above 100,000 is taken off the estimate', () => {
  const stated = { salaryTotal: yen(2_000_000), publicPensionIncome: yen(70_000) };
  expect(resultOf(stated)).toMatchObject({ incomeAdjustmentPensionInEstimate: 70_000, totalIncomeEstimate: 1_260_000 });
});

test('one yen above 20,000,000 is excluded by name and has no step', () => {
  const above = { ...nobodyInput, ...context, salaryTotal: yen(20_000_001) };
  expect(computeAdjustment(above, rules)).toEqual({ status: 'excluded', reason: 'salary_over_20m' });
  const trace = openTrace();
  computeAdjustment(above, rules, trace);
  expect(trace.steps).toEqual([]);
});

test('without family and claims nothing is left over from the blank ledger', () => {
  const { spouseDeductionKind, lifeUnder23SpecialApplied, flatReductionPersons, relatives, ...result } = resultOf({});
  expect([spouseDeductionKind, lifeUnder23SpecialApplied, flatReductionPersons, relatives]).toEqual([
    'none',
    false,
    0,
    [],
  ]);
  expect(Object.keys(result).filter((name) => name.startsWith('spouse'))).toEqual([]);
});

test('㉙ is set off after ㉘, and a working student’s part is in ⑲', () => {
  const last = yen(1_000);
  const result = resultOf({
    ...{ withheldTaxTotal: yen(5_000), withheldTaxOfLastSalaryNotYetCollected: last },
    ...{ withheldTaxOfUnpaidSalaryNotYetCollected: yen(2_500), workingStudent: true, personalStatus: 'widow' },
  });
  expect(result).toMatchObject({
    ...{ overpaid: 5_000, box28AppliedToLastSalaryTax: 1_000, box29AppliedToUnpaidSalaryTax: 2_500 },
    ...{ box30NetRefund: 1_500, underpaid: 0, box19DependantsDisabilityEtc: 540_000 },
  });
});

test.each([
  [620_000, 'spouse', 380_000],
  [620_001, 'special', 380_000],
  [1_330_000, 'special', 30_000],
  [1_330_001, 'none', 0],
])('a spouse with %p of income: %s, %p', (otherIncome, kind, amount) => {
  const spouse = { ...nobodyAtHome, birthDate: localDate('1980-03-03'), otherIncome: yen(otherIncome) };
  expect(resultOf({ spouse })).toMatchObject({ spouseDeductionKind: kind, box17Spouse: amount });
});

test('a year that does not know the special of the life premiums never marks it', () => {
  const old = parametersFor(taxYear(2025), localDate('2025-12-25'));
  const outcome = computeAdjustment({ ...nobodyInput, ...context, claims: claimed, relatives: [child] }, old);
  expect(outcome).toMatchObject({ result: { lifeUnder23SpecialApplied: false } });
  expect(resultOf({ claims: claimed, relatives: [child] }).lifeUnder23SpecialApplied).toBe(true);
});

test('a figure whose input bears its own name, or that of a later figure, ends there', () => {
  const step = (ruleId: string, input: string): TraceStep => ({
    ...{ ruleId, box: '', value: yen(1), source: 'a text', confidence: 'official' },
    inputs: [{ name: input, value: 7 }],
  });
  const trace = [step('a', 'b'), step('b', 'b')];
  expect(explain(trace, 'b')?.from).toEqual([{ name: 'b', value: 7 }]);
  expect(explain(trace, 'a')?.from).toEqual([{ name: 'b', value: 7 }]);
});
