import { describe, expect, test } from '@jest/globals';
import { localDate, rate, yen } from '@nencho/kernel';
import { ageForYear } from './age.js';
import { annualTax, computedTax, taxableSalaryIncome } from './annual-tax.js';
import { familyIncome, salaryIncome } from './employment-income.js';
import { incomeAdjustment } from './income-adjustment.js';
import { computeAdjustment } from './adjustment.js';
import { adjust, deriveInput, openTrace, parametersFor, type AdjustmentFacts } from './index.js';
import { premiumDeduction } from './life-insurance-deduction.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from './testing/case-person.js';
import { readableSource } from './parameters/sources.js';

const rules = parametersFor(december.taxYear, december.lastPaymentDate);

const resultOf = (stated: Partial<AdjustmentFacts>, salaryTotal = 0) => {
  const trace = openTrace();
  const outcome = adjust({ ...nobody, ...stated }, { ...noPay, salaryTotal: yen(salaryTotal) }, december, trace);
  if (outcome.status !== 'adjusted') throw new Error(JSON.stringify(outcome));
  return { ...outcome, trace: trace.steps };
};

test.each([
  ['2004-01-01', 23],
  ['2004-01-02', 22],
  ['2004-12-31', 22],
  ['2008-02-29', 18],
  ['2026-12-31', 0],
  ['2026-01-01', 1],
])('somebody born on %s is %p on 31 December 2026', (day, age) => {
  expect(ageForYear(localDate(day), december.taxYear, undefined)).toBe(age);
});

describe('⑨ at the edges of its bands', () => {
  test.each([
    [0, 0],
    [740_999, 0],
    [741_000, 1_000],
    [2_190_999, 1_450_999],
    [2_191_000, 1_451_000],
    [2_192_999, 1_451_000],
    [2_193_000, 1_453_000],
    [2_195_999, 1_453_000],
    [2_196_000, 1_456_000],
    [2_199_999, 1_456_000],
    [2_200_000, 1_460_000],
    [3_599_999, 2_437_200],
    [3_600_000, 2_440_000],
    [6_599_999, 4_836_800],
    [6_600_000, 4_840_000],
    [6_600_001, 4_840_000],
    [8_499_999, 6_549_999],
    [8_500_000, 6_550_000],
    [20_000_000, 18_050_000],
    [30_000_000, 28_050_000],
  ])('%p → %p', (revenue, income) => {
    expect(salaryIncome(rules.salaryTable.value, yen(revenue))).toBe(income);
  });

  test('pay of less than nothing has no band', () => {
    expect(() => salaryIncome(rules.salaryTable.value, yen(-1))).toThrow(new RangeError('pay is not negative'));
  });

  test('the income of a relative is not below 0', () => {
    expect(familyIncome(rules.salaryTable.value, yen(1_000_000), yen(-300_000))).toBe(0);
    expect(familyIncome(rules.salaryTable.value, yen(1_000_000), yen(-200_000))).toBe(60_000);
  });
});

test.each([
  [8_500_000, 0],
  [8_500_001, 1],
  [8_500_010, 1],
  [8_500_011, 2],
  [9_999_990, 149_999],
  [9_999_991, 150_000],
  [10_000_000, 150_000],
  [20_000_000, 150_000],
])('⑩ for pay of %p is %p', (pay, amount) => {
  const of = (claimed: boolean, hasQualifyingPerson: boolean) =>
    incomeAdjustment({ salaryTotal: yen(pay), claimed, hasQualifyingPerson }, rules);
  expect(of(true, true)).toBe(amount);
  expect([of(false, true), of(true, false)]).toEqual([0, 0]);
});

describe('premiums: fractions of a yen upwards, both sides of each tier', () => {
  const { newContracts, oldContracts, under23 } = rules.life;
  test.each([
    [
      newContracts,
      [
        [20_000, 20_000],
        [20_001, 20_001],
        [20_003, 20_002],
        [40_000, 30_000],
        [40_001, 30_001],
        [79_997, 40_000],
        [80_000, 40_000],
        [80_001, 40_000],
      ],
    ],
    [
      under23?.newGeneral ?? newContracts,
      [
        [30_000, 30_000],
        [30_001, 30_001],
        [60_000, 45_000],
        [60_001, 45_001],
        [119_996, 59_999],
        [120_000, 60_000],
        [120_001, 60_000],
      ],
    ],
    [
      oldContracts,
      [
        [25_000, 25_000],
        [25_001, 25_001],
        [50_000, 37_500],
        [50_001, 37_501],
        [99_996, 49_999],
        [100_000, 50_000],
        [100_001, 50_000],
      ],
    ],
    [
      rules.earthquake.oldLongTerm,
      [
        [10_000, 10_000],
        [10_001, 10_001],
        [14_801, 12_401],
        [20_000, 15_000],
        [20_001, 15_000],
      ],
    ],
  ])('formula %#', ({ value: formula }, rows) => {
    expect(rows.map(([premium = 0]) => premiumDeduction(yen(premium), formula))).toEqual(
      rows.map(([, amount]) => amount),
    );
  });
});

describe('life premiums', () => {
  const contract = (id: string, kind: 'general_new' | 'general_old', netPremium: number) => ({
    id,
    insurer: '生命',
    kind,
    netPremium: yen(netPremium),
  });

  test('are summed over the contracts of a category before the formula', () => {
    const lifeInsurance = [contract('a', 'general_new', 15_001), contract('b', 'general_new', 15_002)];
    expect(resultOf({ lifeInsurance }).result.lifeGeneral).toBe(25_002);
  });

  test('the special needs a young dependant, whatever is claimed', () => {
    const claims = { ...nobody.claims, lifeInsuranceUnder23: true };
    const facts = { ...nobody, claims, lifeInsurance: [contract('a', 'general_new', 120_000)] };
    const withChild = { ...facts, relatives: [relativeFacts(0, {})] };
    const generalOf = (stated: AdjustmentFacts) => {
      const outcome = computeAdjustment(deriveInput(stated, noPay, december), rules);
      return outcome.status === 'adjusted' && [outcome.result.lifeGeneral, outcome.result.lifeUnder23SpecialApplied];
    };
    expect([generalOf(facts), generalOf(withChild)]).toEqual([
      [40_000, false],
      [60_000, true],
    ]);
  });
});

describe('roundings', () => {
  test.each([
    [1_999, 1_000, 0],
    [2_000, 1_000, 1_000],
    [1_000, 1_000, 0],
    [1_000, 5_000, 0],
  ])('㉒ of %p less %p drops what is below 1,000: %p', (income, deductions, taxable) => {
    expect(taxableSalaryIncome(yen(income), yen(deductions), rules)).toBe(taxable);
  });

  test.each([
    [48_950, 49_900],
    [1_000, 1_000],
    [979, 900],
    [980, 1_000],
    [100_000, 102_100],
    [0, 0],
  ])('㉖ of %p is %p', (tax, annual) => {
    expect(annualTax(yen(tax), rules)).toBe(annual);
  });

  test('㉓ ends with the table', () => {
    expect(computedTax(yen(18_050_000), rules)).toBe(4_424_000);
    expect(() => computedTax(yen(18_051_000), rules)).toThrow(new RangeError('taxable income is above the table'));
  });
});

describe('the family', () => {
  const elderly = { birthDate: localDate('1957-01-01') };
  test.each([
    ['parent', true, 'elderly_living_together_parent', 580_000],
    ['parent', false, 'elderly', 480_000],
    ['grandparent', true, 'elderly_living_together_parent', 580_000],
    ['spouse_parent', true, 'elderly_living_together_parent', 580_000],
    ['spouse_grandparent', true, 'elderly_living_together_parent', 580_000],
    ['sibling', true, 'elderly', 480_000],
    ['other_relative', true, 'elderly', 480_000],
  ] as const)('%s of 70, living together %p: %s', (relation, livingTogether, category, amount) => {
    const { result } = resultOf({ relatives: [relativeFacts(0, { ...elderly, relation, livingTogether })] });
    expect(result.relatives[0]).toMatchObject({ category, dependantDeduction: amount, ageAtYearEnd: 70 });
  });

  test.each([
    ['general', true, 270_000],
    ['special', true, 750_000],
    ['special', false, 400_000],
    ['none', true, 0],
  ] as const)('a child with disability %s, living together %p', (disability, livingTogether, amount) => {
    const child = relativeFacts(0, { disability, livingTogether });
    expect(resultOf({ relatives: [child] }).result.box19DependantsDisabilityEtc).toBe(amount);
    expect(resultOf({ spouse: spouseFacts({ disability, livingTogether }) }).result.spouseDisabilityDeduction).toBe(
      amount,
    );
    // Claimed by another, or over the limit: no deduction for the disability either.
    const others = [
      relativeFacts(0, { ...child, claimedByOther: true }),
      relativeFacts(1, { disability, livingTogether, otherIncome: yen(620_001) }),
    ];
    expect(resultOf({ relatives: others }).result.disabilityDeduction).toBe(0);
  });

  test.each([
    ['general', 270_000],
    ['special', 400_000],
  ] as const)('the person with disability %s', (disability, amount) => {
    const { result } = resultOf({ person: { ...nobody.person, disability } });
    expect([result.personDisabilityDeduction, result.box19DependantsDisabilityEtc]).toEqual([amount, amount]);
  });

  test('a 特定親族 whom another claims gives nothing', () => {
    const student = relativeFacts(0, {
      birthDate: localDate('2005-05-05'),
      otherIncome: yen(700_000),
      claimedByOther: true,
    });
    expect(resultOf({ relatives: [student] }).result).toMatchObject({
      box18SpecialRelative: 0,
      box19DependantsDisabilityEtc: 0,
    });
  });

  test('without a spouse there are no figures of one', () => {
    const { result, trace } = resultOf({});
    expect(result).not.toHaveProperty('spouseTotalIncome');
    expect(trace.filter(({ ruleId }) => ruleId.startsWith('spouse'))).toEqual([]);
  });
});

describe('the trace', () => {
  const family = {
    spouse: spouseFacts({}),
    relatives: [relativeFacts(0, {}), relativeFacts(1, { birthDate: localDate('2005-05-05') })],
  };
  const { trace } = resultOf(family, 5_000_000);

  test('has each circled number from ⑨ to ㉚ once', () => {
    expect(
      trace
        .map(({ box }) => box)
        .filter((box) => box !== '')
        .sort(),
    ).toEqual(Array.from('⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚').sort());
  });

  test('says with title, page and article where a figure comes from, and how sure that is', () => {
    const step = (ruleId: string) => trace.find((candidate) => candidate.ruleId === ruleId);
    expect(step('box26AnnualTax')).toMatchObject({
      box: '㉖',
      source: '国税庁 令和8年分 年末調整のしかた pp.35–39; 復興財源確保法',
      confidence: 'official',
    });
    expect(step('box20Basic')).toMatchObject({
      confidence: 'official_transcribed',
      inputs: [
        { name: 'totalIncomeEstimate', value: 3_560_000 },
        { name: 'claimed', value: 1 },
      ],
    });
    expect(step('totalIncomeEstimate')?.confidence).toBe('single_source');
    expect(step('relatives[1].dependantDeduction')).toMatchObject({ box: '', value: 630_000 });
  });

  test('a figure is as sure as the weakest of its sources', () => {
    // ⑰ rests on an official limit and on transcribed tables.
    expect(rules.dependantIncomeLimit.confidence).toBe('official');
    expect(trace.find(({ ruleId }) => ruleId === 'box17Spouse')?.confidence).toBe('official_transcribed');
  });

  test('unknown references stay as they are written', () => {
    expect(readableSource('所得税法第89条; S9 p.1')).toBe('所得税法第89条; S9 p.1');
  });
});

test('the rate of the surtax is exact', () => {
  expect(rules.annualTax.value.multiply).toEqual(rate(1_021, 1_000));
});
