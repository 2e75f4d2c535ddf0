import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { adjust, deriveInput, openTrace, parametersFor, type AdjustmentFacts } from './index.js';
import { deriveHousingLoan } from './derive-input.js';
import { explain } from './explain.js';
import type { HousingLoan, HousingLoanFacts } from './housing-loan-facts.js';
import { december, nobody, noPay, relativeFacts } from './testing/case-person.js';

const loanOf = (stated: Partial<HousingLoan>): HousingLoan => ({
  balance: yen(900_000_000),
  price: yen(900_000_000),
  ...stated,
});
const houseOf = (stated: Partial<HousingLoanFacts>): HousingLoanFacts => ({
  residenceFrom: localDate('2024-03-01'),
  work: 'new_house',
  performance: 'certified',
  loan: loanOf({}),
  ...stated,
});
const pay = { ...noPay, salaryTotal: yen(10_000_000) };
const of = (housingLoan: HousingLoanFacts, more: Partial<AdjustmentFacts> = {}, context = december) =>
  deriveHousingLoan({ ...nobody, housingLoan, ...more }, pay, context);
const computed = (amount: number) => ({ status: 'computed', amount });
const needs = (reason: string) => ({ status: 'needs_certificate_amount', reason });

describe('the limit by what was acquired and the year of residence: 0.7 % of it', () => {
  test.each([
    ['new_house', 'certified', 2022, 350_000, 350_000],
    ['new_house', 'certified', 2023, 350_000, 350_000],
    ['new_house', 'certified', 2024, 315_000, 350_000],
    ['new_house', 'certified', 2025, 315_000, 350_000],
    ['new_house', 'certified', 2026, 315_000, 350_000],
    ['new_house', 'zeh', 2023, 315_000, 315_000],
    ['new_house', 'zeh', 2024, 245_000, 315_000],
    ['new_house', 'zeh', 2026, 245_000, 315_000],
    ['new_house', 'energy_saving', 2023, 280_000, 280_000],
    ['new_house', 'energy_saving', 2024, 210_000, 280_000],
    ['new_house', 'energy_saving', 2025, 210_000, 280_000],
    ['new_house', 'energy_saving', 2026, 140_000, 210_000],
    ['new_house', 'other', 2023, 210_000, 210_000],
    ['new_house', 'other', 2024, 0, 0],
    ['used_house', 'certified', 2022, 210_000, 210_000],
    ['used_house', 'certified', 2025, 210_000, 210_000],
    ['used_house', 'certified', 2026, 245_000, 315_000],
    ['used_house', 'zeh', 2025, 210_000, 210_000],
    ['used_house', 'zeh', 2026, 245_000, 315_000],
    ['used_house', 'energy_saving', 2025, 210_000, 210_000],
    ['used_house', 'energy_saving', 2026, 140_000, 210_000],
    ['used_house', 'other', 2025, 140_000, 140_000],
    ['used_house', 'other', 2026, 140_000, 140_000],
  ] as const)('%s %s from %p', (work, performance, year, amount, withChild) => {
    const context = { taxYear: taxYear(2027), lastPaymentDate: localDate('2027-12-24') };
    const house = houseOf({ work, performance, residenceFrom: localDate(`${year}-12-31`) });
    expect(of(house, {}, context)).toEqual(computed(amount));
    expect(of({ ...house, childRearing: true }, {}, context)).toEqual(computed(withChild));
  });

  test('経過措置 gives その他 houses from 2024 on a limit of their own, others nothing', () => {
    const other = houseOf({ performance: 'other', transitional: true });
    expect(of(other)).toEqual(computed(140_000));
    expect(of({ ...other, childRearing: true })).toEqual(computed(140_000));
    expect(of({ ...other, residenceFrom: localDate('2023-05-01') })).toEqual(computed(210_000));
    expect(of({ ...other, performance: 'zeh' })).toEqual(computed(245_000));
  });
});

describe('the base', () => {
  test.each([
    [{ balance: 20_000_000 }, 140_000],
    [{ balance: 45_000_000 }, 315_000],
    [{ balance: 45_000_001 }, 315_000],
    [{ balance: 44_999_999 }, 314_900],
    [{ price: 20_000_000 }, 140_000],
    [{ balance: 14_285 }, 0],
    [{ balance: 14_286 }, 100],
    [{ balance: 28_571 }, 100],
    [{ balance: 28_572 }, 200],
    [{ balance: 0 }, 0],
    [{ balance: 40_000_000, debtShare: 5_000 }, 140_000],
    [{ balance: 40_000_000, residentialShare: 5_000 }, 140_000],
    [{ balance: 40_000_000, residentialShare: 8_999 }, 251_900],
    [{ balance: 40_000_000, residentialShare: 9_000 }, 280_000],
    [{ balance: 40_000_000, residentialShare: 9_000, debtShare: 5_000 }, 140_000],
    [{ balance: 40_000_000, residentialShare: 6_000, debtShare: 5_000 }, 84_000],
    [{ balance: 40_000_000, price: 10_000_000, residentialShare: 6_000 }, 70_000],
  ])('%j → %p', (stated, amount) => {
    const loan = loanOf(stated as Partial<HousingLoan>);
    expect(of(houseOf({ loan }))).toEqual(computed(amount));
  });
});

describe('what needs the amount of the certificate', () => {
  const second = { residenceFrom: localDate('2023-03-01'), work: 'extension', performance: 'other' } as const;
  test.each([
    ['residence_before_2022', houseOf({ residenceFrom: localDate('2021-12-31') })],
    ['extension', houseOf({ work: 'extension' })],
    ['refinanced', houseOf({ loan: loanOf({ refinanced: true }) })],
    ['several', houseOf({ loan: loanOf({ several: true }) })],
    ['several', houseOf({ second: { ...second, balance: yen(1) } })],
    ['loan_not_stated', houseOf({ loan: undefined })],
  ])('%s', (reason, house) => {
    expect(of(house)).toEqual(needs(reason));
    expect(deriveInput({ ...nobody, housingLoan: house }, pay, december).housingLoanCredit).toBe(0);
    expect(of(house, { housingLoanCredit: yen(123_400) })).toEqual({ status: 'stated', amount: 123_400 });
  });

  test('the day before is 2021, the day itself is computed', () => {
    expect(of(houseOf({ residenceFrom: localDate('2022-01-01') }))).toEqual(computed(350_000));
  });

  test('the amount of the certificate goes before what the loan gives', () => {
    expect(of(houseOf({}), { housingLoanCredit: yen(100_000) })).toEqual({ status: 'stated', amount: 100_000 });
  });

  test('without housing facts the amount is what is stated, or nothing', () => {
    expect(deriveHousingLoan(nobody, pay, december)).toEqual({ status: 'none', amount: 0 });
    const stated = { ...nobody, housingLoanCredit: yen(1) };
    expect(deriveHousingLoan(stated, pay, december)).toEqual({ status: 'stated', amount: 1 });
  });
});

describe('who may submit the form', () => {
  test('not in the year of residence, whose credit is for a final return', () => {
    const first = { status: 'not_claimable', reason: 'first_year' };
    expect(of(houseOf({ residenceFrom: localDate('2026-01-01') }))).toEqual(first);
    expect(of(houseOf({ residenceFrom: localDate('2026-01-01') }), { housingLoanCredit: yen(1) })).toEqual(first);
    expect(of(houseOf({ residenceFrom: localDate('2025-12-31') }))).toEqual(computed(315_000));
  });

  // Pay of 10,000,000 leaves 8,050,000.
  test.each([
    [undefined, 20_000_000],
    [true, 10_000_000],
  ])('small house %p: income up to %p', (smallHouse, limit) => {
    const house = houseOf({ smallHouse });
    const income = (total: number) => ({ otherIncome: yen(total - 8_050_000) });
    const over = { status: 'not_claimable', reason: 'income_over_limit' };
    expect(of(house, income(limit))).toEqual(computed(315_000));
    expect(of(house, income(limit + 1))).toEqual(over);
    expect(of(house, { ...income(limit + 1), housingLoanCredit: yen(1) })).toEqual(over);
    const facts = { ...nobody, ...income(limit + 1), housingLoan: house };
    expect(deriveInput(facts, pay, december).housingLoanCredit).toBe(0);
  });

  test('所得金額調整控除 lowers the income that is limited, if it is claimed and somebody qualifies', () => {
    const otherIncome = yen(20_000_000 - 8_050_000 + 150_000);
    const claims = { ...nobody.claims, incomeAdjustment: true };
    const relatives = [relativeFacts(0, {})];
    const over = { status: 'not_claimable', reason: 'income_over_limit' };
    expect(of(houseOf({}), { otherIncome, claims, relatives })).toEqual(computed(315_000));
    expect(of(houseOf({}), { otherIncome: yen(otherIncome + 1), claims, relatives })).toEqual(over);
    expect(of(houseOf({}), { otherIncome, relatives })).toEqual(over);
    expect(of(houseOf({}), { otherIncome, claims })).toEqual(over);
  });

  test('of a residence before 2022 the limit is not known here: the stated amount stays', () => {
    const house = houseOf({ residenceFrom: localDate('2021-06-01') });
    const facts = { otherIncome: yen(30_000_000), housingLoanCredit: yen(1) };
    expect(of(house, facts)).toEqual({ status: 'stated', amount: 1 });
  });
});

test('㉔ leads back to the balance of the loan, with the limit and its source', () => {
  const trace = openTrace();
  const facts = { ...nobody, housingLoan: houseOf({ loan: loanOf({ balance: yen(20_000_000) }) }) };
  const outcome = adjust(facts, pay, december, trace);
  expect(outcome).toMatchObject({ status: 'adjusted', result: { box24HousingLoanCreditApplied: 140_000 } });
  const credit = explain(trace.steps, 'housingLoanCredit');
  expect(credit?.step).toMatchObject({ value: 140_000, confidence: 'single_source' });
  expect(credit?.step.inputs).toContainEqual({ name: 'yearEndBalance', value: 20_000_000 });
  const rules = parametersFor(december.taxYear, december.lastPaymentDate);
  expect(credit?.step.inputs).toContainEqual({ name: 'loanLimit', value: rules.housingLoan.limits.value[4]?.limit });
  expect(JSON.stringify(explain(trace.steps, 'box24'))).toContain('yearEndBalance');
});

test.each([
  [undefined, false],
  [8_999, false],
  [9_000, true],
  [9_999, true],
  [10_000, false],
])('居住用割合 %p: the rule that makes it the whole is named: %p', (residentialShare, named) => {
  const trace = openTrace();
  const loan = loanOf({ balance: yen(20_000_000), ...(residentialShare === undefined ? {} : { residentialShare }) });
  adjust({ ...nobody, housingLoan: houseOf({ loan }) }, pay, december, trace);
  const step = trace.steps.find(({ ruleId }) => ruleId === 'housingLoanCredit');
  expect([step?.source.includes('第26条'), step?.confidence]).toEqual([named, named ? 'memory' : 'single_source']);
});

test('of a residence in 2022, the first year that is computed, the income is limited', () => {
  const house = houseOf({ residenceFrom: localDate('2022-01-01') });
  expect(of(house, { otherIncome: yen(11_950_001) })).toEqual({ status: 'not_claimable', reason: 'income_over_limit' });
});
