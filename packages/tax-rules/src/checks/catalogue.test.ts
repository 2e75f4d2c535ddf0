import { describe, expect, test } from '@jest/globals';
import { isAppError, localDate, yen } from '@nencho/kernel';
import { adjust } from '../adjust.js';
import type { PayTotals } from '../derive-input.js';
import { factRules } from '../fact-rules.js';
import type { AdjustmentFacts, RelativeFacts } from '../facts.js';
import { parseFacts } from '../facts-schema.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from '../testing/case-person.js';
import { checkCatalogue } from './catalogue.js';

const resultOf = (stated: Partial<AdjustmentFacts>, salaryTotal = 6_000_000) => {
  const pay: PayTotals = { ...noPay, salaryTotal: yen(salaryTotal) };
  const outcome = adjust({ ...nobody, ...stated }, pay, december);
  if (outcome.status !== 'adjusted') throw new Error(JSON.stringify(outcome));
  return outcome.result;
};
const categoryOf = (stated: Partial<RelativeFacts>) =>
  resultOf({ relatives: [relativeFacts(0, stated)] }).relatives[0]?.category;

describe('the catalogue', () => {
  test('has the 24 items, each met by rules or assured by how facts are made', () => {
    const numbers = new Set(
      checkCatalogue.map(({ item }) => Number.parseInt(item, 10)).filter((n) => !Number.isNaN(n)),
    );
    expect([...numbers]).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
    expect(checkCatalogue.filter(({ rules, assured }) => rules.length === 0 && assured === undefined)).toEqual([]);
  });

  test('names every rule, and no other', () => {
    const named = new Set(checkCatalogue.flatMap(({ rules }) => rules));
    expect([...named].sort()).toEqual(Object.keys(factRules).sort());
  });

  test('says why a rule is milder than payers are, and only there', () => {
    const blocking = new Set(['1a', '5', '7', '8', '10', '12', '15', '19']);
    expect(checkCatalogue.filter(({ milder }) => milder !== undefined).map(({ item }) => item)).toEqual(
      expect.arrayContaining(['1a', '5', '7', '10', '15', '19']),
    );
    const silent = checkCatalogue.filter(
      ({ item, rules, milder }) =>
        blocking.has(item) && milder === undefined && rules.some((rule) => factRules[rule] !== 'error'),
    );
    expect(silent).toEqual([]);
  });
});

describe('what facts cannot break', () => {
  test('1b: the highest pay that is adjusted reaches the end of the tax table, not more', () => {
    const top = parametersFor(december.taxYear, december.lastPaymentDate).taxTable.value.at(-1)?.upTo;
    const claims = { ...nobody.claims, basicDeduction: false };
    expect(resultOf({ claims }, 20_000_000).box22TaxableSalaryIncome).toBe(top);
    expect(adjust(nobody, { ...noPay, salaryTotal: yen(20_000_001) }, december).status).toBe('excluded');
  });

  test('5: a spouse gives one of the two deductions, never both', () => {
    const kindOf = (otherIncome: number) =>
      resultOf({ spouse: spouseFacts({ otherIncome: yen(otherIncome) }) }).spouseDeductionKind;
    expect([620_000, 620_001, 1_330_000, 1_330_001].map(kindOf)).toEqual(['spouse', 'special', 'special', 'none']);
  });

  test('6: facts have no place for a class or a deduction', () => {
    for (const name of ['basicDeductionAmount', 'spouseDeduction', 'incomeClass', 'box17Spouse']) {
      expect(() => parseFacts({ ...nobody, [name]: 1 })).toThrow(
        expect.objectContaining({ code: 'validation_failed' }),
      );
    }
  });

  test('7: at 19 to 22 the income decides between 特定扶養親族, 特定親族 and nothing', () => {
    const at = (otherIncome: number) =>
      categoryOf({ birthDate: localDate('2005-05-05'), otherIncome: yen(otherIncome) });
    expect([620_000, 620_001, 1_230_000, 1_230_001].map(at)).toEqual([
      ...['specific', 'special_relative', 'special_relative', 'none'],
    ]);
  });

  test('11: a child under 16 gives no 扶養控除, whatever is stated', () => {
    const born = (day: string) =>
      resultOf({ relatives: [relativeFacts(0, { birthDate: localDate(day) })] }).dependantDeduction;
    expect([born('2011-01-02'), born('2011-01-01')]).toEqual([0, 380_000]);
  });

  test('12: from 70, only an ascendant who lives together is 同居老親等', () => {
    const elder = { birthDate: localDate('1957-01-01'), relation: 'parent', livingTogether: true } as const;
    expect(categoryOf(elder)).toBe('elderly_living_together_parent');
    expect(categoryOf({ ...elder, livingTogether: false })).toBe('elderly');
    expect(categoryOf({ ...elder, relation: 'sibling' })).toBe('elderly');
  });

  test('22: a negative amount, a fraction and digits as text are refused at their path', () => {
    const wrong = (amount: unknown): string => {
      try {
        parseFacts({ ...nobody, housingLoanCredit: amount });
        return 'accepted';
      } catch (error) {
        return isAppError(error) ? error.violations.map(({ path, rule }) => `${path} ${rule}`).join() : 'thrown';
      }
    };
    expect([-1, 0.5, '１００'].map(wrong)).toEqual([
      ...['housingLoanCredit min', 'housingLoanCredit type', 'housingLoanCredit type'],
    ]);
    expect(wrong(0)).toBe('accepted');
  });
});
