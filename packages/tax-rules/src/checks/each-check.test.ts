import { describe, expect, test } from '@jest/globals';
import { yen } from '@nencho/kernel';
import { checkFacts } from '../checks.js';
import { factRules, type FactRule } from '../fact-rules.js';
import type { AdjustmentFacts, EarthquakeInsuranceFacts, LifeInsuranceFacts, RelativeFacts } from '../facts.js';
import { december, nobody, noPay, relativeFacts, spouseFacts } from '../testing/case-person.js';
import { adult, child, claims, day, factExamples, pension, under23, type Stated } from '../testing/fact-examples.js';
import { claimedTwice } from './same-person.js';

const findings = ({ pay, ...stated }: Stated) =>
  checkFacts({ ...nobody, ...stated }, { ...december, pay: pay && { ...noPay, ...pay } });

describe('each check is found in facts that break it, and not in facts just beside them', () => {
  test.each(Object.entries(factExamples))('%s', (rule, [broken, kept]) => {
    const found = findings(broken).filter((finding) => finding.rule === rule);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ severity }) => severity === factRules[rule as FactRule])).toBe(true);
    expect(findings(kept).map((finding) => finding.rule)).not.toContain(rule);
  });
});

describe('the person who is named for 所得金額調整控除', () => {
  const special = { disability: 'special' } as const;
  const people: Stated = {
    spouse: spouseFacts(special),
    relatives: [
      ...[adult(special), relativeFacts(1, { birthDate: day('2004-01-02') })],
      ...[
        relativeFacts(2, { birthDate: day('2004-01-01') }),
        relativeFacts(3, { otherIncome: yen(620_001), ...special }),
      ],
    ],
  };
  const isRefused = (incomeAdjustmentPerson: string, stated: Stated = {}): boolean =>
    findings({ ...people, ...stated, claims: claims({ incomeAdjustment: true, incomeAdjustmentPerson }) }).some(
      ({ rule }) => rule === 'income_adjustment_person_unqualified',
    );

  test.each([
    ['the person, not disabled', 'person', {}, true],
    ['the person, specially disabled', 'person', { person: { ...nobody.person, ...special } }, false],
    ['the spouse, specially disabled', 'spouse', {}, false],
    ['the spouse, generally disabled', 'spouse', { spouse: spouseFacts({ disability: 'general' }) }, true],
    ['the spouse over the limit', 'spouse', { spouse: spouseFacts({ ...special, otherIncome: yen(620_001) }) }, true],
    ['no spouse', 'spouse', { spouse: undefined }, true],
    ['an adult, specially disabled', 'relative-1', {}, false],
    ['somebody of 22', 'relative-2', {}, false],
    ['somebody of 23', 'relative-3', {}, true],
    ['a child over the limit', 'relative-4', {}, true],
    ['nobody of the facts', 'relative-9', {}, true],
  ] as const)('%s', (_who, named, stated, refused) => expect(isRefused(named, stated)).toBe(refused));
});

test.each([
  ['2008-01-02', '620000'],
  ['2008-01-01', '1230000'],
  ['2004-01-02', '1230000'],
  ['2004-01-01', '620000'],
])('the limit that a relative born on %s is over is %s', (born, limit) => {
  const found = findings({ relatives: [child({ birthDate: day(born), otherIncome: yen(1_230_001) })] });
  expect(found.find(({ rule }) => rule === 'relative_income_over_limit')?.params).toEqual({ limit });
});

test('nothing declared is nothing declared twice', () => {
  const found = findings({
    socialInsurance: [{ ...pension, amount: yen(0) }],
    pay: { socialInsuranceWithheld: yen(0) },
  });
  expect(found.map(({ rule }) => rule)).toEqual(['required']);
});

test('two rows without a name, or without a birth date, are not one person', () => {
  const rows = (stated: Partial<RelativeFacts>) => ({ relatives: [child(stated), child({ ...stated, id: 'other' })] });
  const rulesOf = (stated: Stated) => findings(stated).map(({ rule }) => rule);
  expect(rulesOf(rows({ name: '' }))).not.toContain('same_person_twice');
  expect(rulesOf(rows({ birthDate: '' }))).not.toContain('same_person_twice');
});

describe('what a finding says', () => {
  const said = Object.values(factExamples).flatMap(([broken]) => findings(broken));

  test('holds no name, no insurer and no address of the facts', () => {
    const text = JSON.stringify(said);
    for (const word of ['事例', 'ジレイ', '別 人', '生命', '損保', '前の会社', '大学'])
      expect(text).not.toContain(word);
  });

  test('holds limits of the law, ages and days, no amount of the person', () => {
    const amounts = new Set(
      said.flatMap(({ params = {} }) => Object.values(params)).filter((text) => /^\d{4,}$/.test(text)),
    );
    expect([...amounts].map(Number).sort((a, b) => a - b)).toEqual([
      ...[2026, 20_000, 100_000, 200_000, 380_000, 620_000, 890_000, 1_230_000, 1_330_000, 5_000_000],
      ...[8_500_000, 10_000_000, 20_000_000],
    ]);
  });
});

describe('one family member claimed by two employees', () => {
  const facts = (stated: Partial<AdjustmentFacts>): AdjustmentFacts => ({ ...nobody, ...stated });
  const found = (...declared: readonly AdjustmentFacts[]) =>
    claimedTwice(declared.map((one, i) => ({ id: `P${i + 1}`, facts: one })));

  test('is found in both, at its place, without a name', () => {
    const both = found(
      facts({ relatives: [adult({ name: 'A B' }), relativeFacts(1, {})] }),
      facts(under23),
      facts({ relatives: [relativeFacts(1, { id: 'x' })] }),
    );
    const rule = 'family_member_claimed_twice';
    expect(both).toEqual([
      { id: 'P1', violations: [{ path: 'relatives[1]', rule, severity: 'warning' }] },
      { id: 'P3', violations: [{ path: 'relatives[0]', rule, severity: 'warning' }] },
    ]);
  });

  test('not where one of the two says that the other claims', () => {
    expect(found(facts(under23), facts({ relatives: [child({ claimedByOther: true })] }))).toEqual([]);
  });

  test('not within one declaration, and not for two of the same name', () => {
    expect(found(facts({ relatives: [child(), child({ id: 'other' })] }))).toEqual([]);
    expect(found(facts(under23), facts({ relatives: [child({ birthDate: day('2015-05-06') })] }))).toEqual([]);
  });
});

describe('contracts by their day', () => {
  const life = (kind: LifeInsuranceFacts['kind'], contractDate: string): AdjustmentFacts['lifeInsurance'] => [
    { id: 'l', insurer: '生命', kind, netPremium: yen(10_000), contractDate: day(contractDate) },
  ];
  const quake = (id: string, stated: Partial<EarthquakeInsuranceFacts>): EarthquakeInsuranceFacts => ({
    ...{ id, insurer: '損保', kind: 'earthquake', netPremium: yen(10_000), contractDate: day('2005-05-05') },
    ...stated,
  });
  const rulesOf = (stated: Stated) => findings(stated).map(({ rule }) => rule);

  test.each([
    ['general_new', '2012-01-01', false],
    ['general_new', '2011-12-31', true],
    ['general_old', '2011-12-31', false],
    ['general_old', '2012-01-01', true],
    ['pension_old', '2012-01-01', true],
    ['care_medical', '2011-12-31', true],
  ] as const)('life insurance %s of %s', (kind, contractDate, found) => {
    expect(rulesOf({ lifeInsurance: life(kind, contractDate) }).includes('life_contract_date_mismatch')).toBe(found);
  });

  test.each([
    ['the other kind, the same insurer and day', { kind: 'old_long_term' }, true],
    ['the same kind', {}, false],
    ['another day', { kind: 'old_long_term', contractDate: day('2005-05-06') }, false],
    ['no day', { kind: 'old_long_term', contractDate: undefined }, false],
    ['another insurer', { kind: 'old_long_term', insurer: '別の損保' }, false],
  ] as const)('two earthquake contracts: %s', (_what, stated, found) => {
    const earthquakeInsurance = [quake('a', {}), quake('b', stated)];
    expect(rulesOf({ earthquakeInsurance }).includes('earthquake_contract_twice')).toBe(found);
  });

  test('two contracts of different kinds without a day are not taken for one, nor is a day asked of them', () => {
    const earthquakeInsurance = [
      quake('a', { contractDate: undefined }),
      quake('b', { kind: 'old_long_term', contractDate: undefined }),
    ];
    expect(rulesOf({ earthquakeInsurance })).toEqual([]);
  });
});

describe('what is found about somebody, and only that', () => {
  test('the person’s own handbook', () => {
    const disabilityProof = { kind: 'physical_handbook', grade: 1 } as const;
    expect(findings({ person: { ...nobody.person, disability: 'general', disabilityProof } })).toEqual([
      expect.objectContaining({ path: 'person.disability', rule: 'disability_proof_differs' }),
    ]);
  });

  test('a relative over the limit at an age that changes the category has no category to change', () => {
    const of = (otherIncome: number) =>
      findings({ relatives: [child({ birthDate: day('2011-01-01'), otherIncome: yen(otherIncome) })] }).map(
        ({ rule }) => rule,
      );
    expect(of(0)).toContain('age_category_changed');
    expect(of(620_001)).toEqual(['relative_income_over_limit']);
  });
});

test('one person written in two ways is one: wide letters, and a space between the names', () => {
  const rows = (name: string) => ({ relatives: [child({ name: 'Ａｂ 太郎' }), child({ id: 'other', name })] });
  const isTwice = (name: string) => findings(rows(name)).some(({ rule }) => rule === 'same_person_twice');
  expect(['Ab太郎', 'Ab  太郎', 'A b太 郎', 'Ab次郎'].map(isTwice)).toEqual([true, true, true, false]);
});

test('pay of a dependant above what the reform lets in, with a loss beside it, is not newly qualifying', () => {
  const isNew = (salaryRevenue: number) =>
    findings({
      relatives: [child({ salaryRevenue: yen(salaryRevenue), otherIncome: yen(-300_000) })],
    }).some(({ rule }) => rule === 'newly_qualifying_relative');
  expect([1_230_000, 1_230_001, 1_360_000, 1_360_001].map(isNew)).toEqual([false, true, true, false]);
});

test('the amount of a certificate needs no loan', () => {
  const house = { residenceFrom: day('2023-05-05'), work: 'new_house', performance: 'certified' } as const;
  expect(findings({ housingLoanCredit: yen(100_000), housingLoan: { ...house, formYear: 2026 } })).toEqual([]);
});
