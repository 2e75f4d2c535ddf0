import { describe, expect, test } from '@jest/globals';
import { addYen, localDate, yen } from '@nencho/kernel';
import { adjust } from './adjust.js';
import type { AdjustmentContext, PayTotals } from './derive-input.js';
import type { AdjustmentFacts } from './facts.js';
import type { HousingLoanFacts } from './housing-loan-facts.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from './testing/case-person.js';

const pay = (salaryTotal: number): PayTotals => ({ ...noPay, salaryTotal: yen(salaryTotal) });

const outcomeOf = (stated: Partial<AdjustmentFacts>, context: AdjustmentContext = december) =>
  adjust({ ...nobody, ...stated }, pay(6_000_000), context);

const resultOf = (stated: Partial<AdjustmentFacts>, context: AdjustmentContext = december) => {
  const outcome = outcomeOf(stated, context);
  if (outcome.status !== 'adjusted') throw new Error(JSON.stringify(outcome));
  return outcome.result;
};

const rulesFound = (stated: Partial<AdjustmentFacts>): readonly string[] => {
  const outcome = outcomeOf(stated);
  return 'violations' in outcome ? outcome.violations.map(({ rule }) => rule) : [];
};

const elder = relativeFacts(0, {
  relation: 'spouse_parent',
  birthDate: localDate('1950-05-05'),
  livingTogether: false,
});

describe('homes of the family', () => {
  test('a parent of 70 who lives with the spouse is 同居老親等', () => {
    expect(resultOf({ relatives: [{ ...elder, livesWith: 'spouse' }] }).dependantDeduction).toBe(580_000);
    expect(resultOf({ relatives: [elder] }).dependantDeduction).toBe(480_000);
  });

  test('a 特別障害者 who lives with another relative is 同居特別障害者, but no 同居老親等', () => {
    const disabled = { ...elder, disability: 'special' as const };
    const { disabilityDeduction, dependantDeduction } = resultOf({
      relatives: [{ ...disabled, livesWith: 'other_relative' }],
    });
    expect([disabilityDeduction, dependantDeduction]).toEqual([750_000, 480_000]);
    expect(resultOf({ relatives: [disabled] }).disabilityDeduction).toBe(400_000);
  });
});

test('特定支出控除 is planned: told, and nothing changes', () => {
  const planned = { finalReturnPlans: ['specific_expenses'] } as const;
  expect(rulesFound(planned)).toEqual(['final_return_planned']);
  expect(resultOf(planned)).toEqual(resultOf({}));
});

describe('housing loans', () => {
  const house: HousingLoanFacts = {
    ...{ residenceFrom: localDate('2023-05-05'), work: 'new_house', performance: 'certified' },
    loan: { balance: yen(30_000_000), price: yen(40_000_000) },
  };
  const withLoan = (loan: Partial<NonNullable<HousingLoanFacts['loan']>>) => ({
    housingLoan: { ...house, loan: { balance: yen(30_000_000), price: yen(40_000_000), ...loan } },
  });

  test.each([
    ['several loans: refused until the amount of the certificate is there', { several: true }],
    ['a refinanced loan: refused until the amount of the certificate is there', { refinanced: true }],
  ])('%s', (_name, loan) => {
    expect(outcomeOf(withLoan(loan)).status).toBe('refused');
    expect(rulesFound(withLoan(loan))).toEqual(['housing_amount_needed']);
    const stated = { ...withLoan(loan), housingLoanCredit: yen(123_400) };
    expect(resultOf(stated).housingLoanCreditPossible).toBe(123_400);
  });

  test('one balance certificate for two declarations: two shares of one loan', () => {
    const whole = resultOf(withLoan({})).housingLoanCreditPossible;
    const [mine, yours] = [6_000, 4_000].map(
      (debtShare) => resultOf(withLoan({ debtShare })).housingLoanCreditPossible,
    );
    expect([whole, mine, yours]).toEqual([210_000, 126_000, 84_000]);
    expect(addYen(mine ?? yen(0), yours ?? yen(0))).toBe(whole);
  });
});

describe('deaths, exits and late papers', () => {
  test('a spouse who died in the year counts, and there is place for one spouse only', () => {
    const spouse = spouseFacts({ diedOn: localDate('2026-02-03') });
    expect(resultOf({ spouse }).box17Spouse).toBe(380_000);
    expect(rulesFound({ spouse })).toEqual(['spouse_died_in_year']);
    const asRelative = relativeFacts(0, { name: spouse.name, birthDate: spouse.birthDate });
    expect(rulesFound({ spouse, relatives: [asRelative] })).toContain('same_person_twice');
  });

  test('an exit in November keeps its rules when it is computed again in December', () => {
    const november = { ...december, lastPaymentDate: localDate('2026-11-25') };
    const left = {
      employment: { left: { on: localDate('2026-11-20'), reason: 'disability', expectsOtherPay: false } },
    } as const;
    const atExit = resultOf(left, november);
    expect(resultOf(left, november)).toEqual(atExit);
    const [before, after] = [atExit.box20Basic, resultOf(left).box20Basic];
    expect([before, after]).toEqual([680_000, 1_040_000]);
  });

  test('a promised certificate counts; without it the tax is the one without the contract', () => {
    const contract = { id: 'l', insurer: '生命', kind: 'care_medical', netPremium: yen(80_000) } as const;
    const promised = { lifeInsurance: [{ ...contract, certificate: 'promised' as const }] };
    expect(rulesFound(promised)).toEqual(['certificate_promised']);
    expect(resultOf(promised).box15LifeInsurance).toBe(40_000);
    expect(resultOf({ lifeInsurance: [] }).box26AnnualTax).toBeGreaterThan(resultOf(promised).box26AnnualTax);
  });
});
