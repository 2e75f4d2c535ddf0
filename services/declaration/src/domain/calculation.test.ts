import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import type { DocumentState } from '@nencho/tax-rules';
import { seasonPeople } from '@nencho/tax-rules/testing';
import { aChild, aPreviousEmployer, someFacts } from '../testing/given.js';
import { calculate, calculationFingerprintText } from './calculation.js';

const context = { taxYear: taxYear(2026), lastPaymentDate: localDate('2026-12-25') };
const pay = {
  salaryTotal: yen(4_800_000),
  withheldTaxTotal: yen(120_000),
  socialInsuranceWithheld: yen(700_000),
};

describe('a calculation', () => {
  test('gives the figures of the official example', () => {
    const [official] = seasonPeople();
    if (official === undefined) throw new Error('no example');
    const outcome = calculate({ facts: official.facts, pay: official.pay }, official.context);
    if (outcome.status !== 'calculated') throw new Error('not calculated');
    expect(outcome.result.box26AnnualTax).toBe(official.expected['box26AnnualTax']);
    expect(outcome.result.box27Difference).toBe(official.expected['box27Difference']);
    expect(outcome.trace.map(({ ruleId }) => ruleId)).toContain('box26AnnualTax');
  });

  test('20,000,000 yen are still adjusted, one more is not', () => {
    const at = calculate({ facts: someFacts(), pay: { ...pay, salaryTotal: yen(20_000_000) } }, context);
    const above = calculate({ facts: someFacts(), pay: { ...pay, salaryTotal: yen(20_000_001) } }, context);
    expect(at.status).toBe('calculated');
    expect(above).toEqual({ status: 'problem', violations: [{ path: '', rule: 'salary_over_20m' }] });
  });

  test('facts that the real pay contradicts are a problem with its place, warnings are not', () => {
    const claims = { basicDeduction: false, incomeAdjustment: true, lifeInsuranceUnder23: false };
    const outcome = calculate({ facts: someFacts({ claims, relatives: [aChild] }), pay }, context);
    expect(outcome).toMatchObject({
      status: 'problem',
      violations: [{ path: 'facts.claims.incomeAdjustment', rule: 'income_adjustment_pay_not_above' }],
    });
  });

  test('without the slip of a previous employer there is none; with it the pay there is part of it', () => {
    const withSlip = (slip: DocumentState) =>
      calculate({ facts: someFacts({ employers: [{ ...aPreviousEmployer, slip }] }), pay }, context);
    for (const slip of ['promised', 'missing'] as const) {
      expect(withSlip(slip)).toMatchObject({
        status: 'problem',
        violations: [{ path: 'facts.employers[0].slip', rule: 'previous_slip_missing' }],
      });
    }
    expect(withSlip('received')).toMatchObject({
      status: 'calculated',
      result: { box9SalaryAfterSalaryDeduction: 4_360_000 },
    });
  });
});

test('the fingerprint covers facts, pay, payment date and rules, in whatever order the members stand', () => {
  const facts = someFacts();
  const text = calculationFingerprintText({ facts, pay }, context);
  const { socialInsuranceWithheld, withheldTaxTotal, salaryTotal } = pay;
  const reordered = { socialInsuranceWithheld, withheldTaxTotal, salaryTotal };
  expect(calculationFingerprintText({ facts, pay: reordered }, context)).toBe(text);
  expect(calculationFingerprintText({ facts: { ...facts, otherIncome: yen(1) }, pay }, context)).not.toBe(text);
  expect(calculationFingerprintText({ facts, pay: { ...pay, salaryTotal: yen(1) } }, context)).not.toBe(text);
  expect(calculationFingerprintText({ facts, pay }, { ...context, lastPaymentDate: localDate('2026-12-24') })).not.toBe(
    text,
  );
  expect(text).toContain('rulesVersion');
});
