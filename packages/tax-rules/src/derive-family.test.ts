import { describe, expect, test } from '@jest/globals';
import { localDate, yen } from '@nencho/kernel';
import { type AdjustmentFacts, type RelativeFacts, type SpouseFacts } from './index.js';
import type { IncomeFacts } from './income-facts.js';
import { relativeFacts, spouseFacts } from './testing/case-person.js';
import { inputOf, resultOf } from './testing/derived.js';

test.each<[string, Partial<AdjustmentFacts>]>([
  ['spouse.birthDate', { spouse: spouseFacts({ birthDate: '' }) }],
  ['relatives[1].birthDate', { relatives: [relativeFacts(0, {}), relativeFacts(1, { birthDate: '' })] }],
])('%s that is not stated is asked for by its place', (path, stated) => {
  expect(() => inputOf(stated)).toThrow(
    expect.objectContaining({ code: 'validation_failed', violations: [{ path, rule: 'required' }] }),
  );
});

describe('incomes of the family by kind', () => {
  const spouseIncome = (stated: Partial<SpouseFacts>) => resultOf({ spouse: spouseFacts(stated) }).spouseTotalIncome;

  test('a pension beside pay is lowered by 所得金額調整控除 ②', () => {
    const incomes: readonly IncomeFacts[] = [{ kind: 'public_pension', amount: yen(400_000) }];
    expect(spouseIncome({ incomes })).toBe(400_000);
    expect(spouseIncome({ incomes, salaryRevenue: yen(790_000) })).toBe(50_000 + 400_000 - 50_000);
    expect(spouseIncome({ incomes, salaryRevenue: yen(1_000_000) })).toBe(260_000 + 400_000 - 100_000);
  });

  test('adds to what is not stated by kind', () => {
    const incomes: readonly IncomeFacts[] = [{ kind: 'business', amount: yen(50) }];
    expect(spouseIncome({ incomes, otherIncome: yen(700) })).toBe(750);
    expect(spouseIncome({ incomes: [{ kind: 'real_estate', amount: yen(-50) }], otherIncome: yen(700) })).toBe(650);
  });

  test('what need not be added leaves a mother a dependant; one yen of counted income does not', () => {
    const mother = (incomes: readonly IncomeFacts[]) =>
      resultOf({ relatives: [relativeFacts(0, { relation: 'parent', birthDate: localDate('1950-01-01'), incomes })] })
        .relatives[0];
    const survivors = { kind: 'survivors_or_disability_pension', amount: yen(1_500_000) } as const;
    const pension = (amount: number) => ({ kind: 'public_pension', amount: yen(amount) }) as const;
    expect(mother([survivors, pension(620_000)])).toMatchObject({ totalIncome: 620_000, dependantDeduction: 580_000 });
    expect(mother([survivors, pension(620_001)])).toMatchObject({ totalIncome: 620_001, dependantDeduction: 0 });
  });
});

describe('homes', () => {
  const mother = { relation: 'spouse_parent', birthDate: localDate('1950-01-01'), disability: 'special' } as const;
  const of = (stated: Partial<RelativeFacts>) => resultOf({ relatives: [relativeFacts(0, stated)] }).relatives[0];
  test.each([
    ['with the person', { livingTogether: true }, 580_000, 750_000],
    ['with the spouse', { livingTogether: false, livesWith: 'spouse' }, 580_000, 750_000],
    ['with another relative', { livingTogether: false, livesWith: 'other_relative' }, 480_000, 750_000],
    ['apart', { livingTogether: false }, 480_000, 400_000],
  ] as const)('a mother of 76 %s', (_home, stated, dependant, disability) => {
    expect(of({ ...mother, ...stated })).toMatchObject({
      dependantDeduction: dependant,
      disabilityDeduction: disability,
    });
  });

  test.each([
    [false, 400_000],
    [true, 750_000],
  ])('a spouse apart, with another relative %p', (livesWithRelative, amount) => {
    const spouse = spouseFacts({ livingTogether: false, disability: 'special', livesWithRelative });
    expect(resultOf({ spouse }).spouseDisabilityDeduction).toBe(amount);
  });
});

describe('who is no spouse and no relative for the law', () => {
  test.each([[{ deFacto: true }], [{ familyEmployee: true }], [{ claimedByOther: true }]])('a spouse %j', (stated) => {
    expect(resultOf({ spouse: spouseFacts(stated) })).toMatchObject({ box17Spouse: 0, spouseDeductionKind: 'none' });
    expect(resultOf({ spouse: spouseFacts({}) }).box17Spouse).toBe(380_000);
  });

  test('a 専従者 is left out, the others keep their place by their id', () => {
    const relatives = [relativeFacts(0, { familyEmployee: true }), relativeFacts(1, {})];
    expect(inputOf({ relatives }).relatives.map(({ id }) => id)).toEqual(['relative-2']);
  });
});

describe('abroad', () => {
  const abroad = (reason: 'none' | 'study_abroad' | 'remittance_380k', remittance: number, age: number) =>
    resultOf({
      relatives: [
        relativeFacts(0, {
          relation: 'sibling',
          birthDate: localDate(`${2026 - age}-05-05`),
          livingTogether: false,
          nonResident: {
            ...{ reason, remittance: yen(remittance), kinshipDocuments: 'received', remittanceDocuments: 'received' },
          },
        }),
      ],
    }).relatives[0]?.dependantDeduction;

  test.each([
    ['none', 0, 29, 380_000],
    ['none', 0, 30, 0],
    ['none', 0, 69, 0],
    ['none', 0, 70, 480_000],
    ['study_abroad', 0, 30, 380_000],
    ['remittance_380k', 379_999, 30, 0],
    ['remittance_380k', 380_000, 30, 380_000],
    ['remittance_380k', 380_000, 69, 380_000],
  ] as const)('reason %s, %p yen, age %p: %p', (reason, remittance, age, amount) => {
    expect(abroad(reason, remittance, age)).toBe(amount);
  });
});

describe('a death in the year', () => {
  const father = { relation: 'parent', birthDate: localDate('1956-06-10') } as const;
  const of = (stated: Partial<RelativeFacts>, more: Partial<AdjustmentFacts> = {}) =>
    resultOf({ relatives: [relativeFacts(0, { ...father, ...stated })], ...more }).relatives[0];
  const death = (day: string): Partial<AdjustmentFacts> => ({
    employment: { left: { on: localDate(day), reason: 'death', expectsOtherPay: false } },
  });

  test('of a relative: the age on that day counts, on the day before the 70th birthday already 70', () => {
    expect(of({})).toMatchObject({ ageAtYearEnd: 70, dependantDeduction: 580_000 });
    expect(of({ diedOn: localDate('2026-06-08') })).toMatchObject({ ageAtYearEnd: 69, dependantDeduction: 380_000 });
    expect(of({ diedOn: localDate('2026-06-09') })).toMatchObject({ ageAtYearEnd: 70, dependantDeduction: 580_000 });
  });

  test('of the person: everybody’s age on that day', () => {
    expect(of({}, death('2026-06-08'))).toMatchObject({ ageAtYearEnd: 69 });
    expect(of({}, death('2026-06-09'))).toMatchObject({ ageAtYearEnd: 70 });
  });

  test('of both: whoever died first', () => {
    expect(of({ diedOn: localDate('2026-06-08') }, death('2026-10-01'))).toMatchObject({ ageAtYearEnd: 69 });
    expect(of({ diedOn: localDate('2026-10-01') }, death('2026-06-08'))).toMatchObject({ ageAtYearEnd: 69 });
  });

  test('of the spouse: 老人控除対象配偶者 by the age at death; leaving otherwise changes no age', () => {
    const spouse = (stated: Partial<SpouseFacts>) =>
      resultOf({ spouse: spouseFacts({ birthDate: localDate('1956-06-10'), ...stated }) }).box17Spouse;
    expect([spouse({}), spouse({ diedOn: localDate('2026-06-08') })]).toEqual([480_000, 380_000]);
    const employment = {
      left: { on: localDate('2026-06-08'), reason: 'disability' as const, expectsOtherPay: false },
    };
    expect(of({}, { employment })).toMatchObject({ ageAtYearEnd: 70 });
  });
});

test('whoever lives here has no reason to be abroad', () => {
  expect(inputOf({ relatives: [relativeFacts(0, {})] }).relatives[0]?.nonResidentReason).toBe('none');
});
