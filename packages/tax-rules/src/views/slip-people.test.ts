import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import type { RelativeFacts } from '../facts.js';
import { nobody, spouseFacts } from '../testing/case-person.js';
import { born, family, payOf, remarksOf, slip } from '../testing/view-case.js';
import type { SlipCopy } from './slip-people.js';

const abroad = (reason: 'none' | 'study_abroad' | 'remittance_380k') => ({
  nonResident: {
    reason,
    remittance: yen(380_000),
    kinshipDocuments: 'received' as const,
    remittanceDocuments: 'received' as const,
  },
});

describe('区分', () => {
  const codes = (stated: Partial<RelativeFacts>, copy: SlipCopy = 'office') =>
    slip({ relatives: family(stated) }, { copy }).relatives.map(({ code }) => code);
  // Income up to 85 / 90 / … / 123万; pay of this much less 74万 is the income.
  test.each([
    [620_001, '10'],
    [850_000, '10'],
    [850_001, '20'],
    [900_000, '20'],
    [900_001, '30'],
    [950_000, '30'],
    [950_001, '40'],
    [1_000_000, '40'],
    [1_000_001, '50'],
    [1_050_000, '50'],
    [1_050_001, '60'],
    [1_100_000, '60'],
    [1_100_001, '70'],
    [1_150_000, '70'],
    [1_150_001, '80'],
    [1_200_000, '80'],
    [1_200_001, '90'],
    [1_230_000, '90'],
  ])('a 特定親族 with income of %p has %s', (otherIncome, code) => {
    expect(codes(born('2006-06-06', { otherIncome: yen(otherIncome) }))).toEqual([code]);
    const nonResident = born('2006-06-06', { otherIncome: yen(otherIncome), ...abroad('none') });
    expect(codes(nonResident)).toEqual([String(Number(code) + 1)]);
  });

  test('with an income of 620,000 it is a 特定扶養親族, above 1,230,000 nobody', () => {
    expect(codes(born('2006-06-06', { otherIncome: yen(620_000) }))).toEqual(['00']);
    expect(codes(born('2006-06-06', { otherIncome: yen(1_230_001) }))).toEqual([]);
  });

  test.each([
    ['1997-01-02', 'none', 'none', '01'],
    ['1957-01-01', 'none', 'none', '01'],
    ['1997-01-01', 'study_abroad', 'none', '02'],
    ['1957-01-02', 'remittance_380k', 'none', '04'],
    ['1980-01-01', 'none', 'general', '03'],
  ] as const)('a non-resident born %s (reason %s, disability %s) has %s', (birthDate, reason, disability, code) => {
    const stated = born(birthDate, { disability, ...abroad(reason) });
    expect(codes(stated)).toEqual([code]);
    expect(codes(stated, 'recipient')).toEqual(['○']);
  });

  test('a non-resident of 30 to 69 without a reason is not named, of under 16 has 01', () => {
    expect(codes(born('1980-01-01', abroad('none')))).toEqual([]);
    const young = slip({ relatives: family(born('2011-01-02', abroad('none'))) });
    expect(young.young.map(({ code }) => code)).toEqual(['01']);
    expect(young.counts).toMatchObject({ under16: 1, nonResident: 1 });
  });

  test("the recipient's copy has no codes", () => {
    expect(codes(born('2006-06-06', { otherIncome: yen(1_000_000) }), 'recipient')).toEqual(['']);
  });

  test('the spouse has 00, a non-resident one 01 and ○ for the recipient', () => {
    const spouse = spouseFacts({});
    const away = spouseFacts(abroad('none'));
    expect(slip({ spouse }).spouse?.code).toBe('00');
    expect(slip({ spouse: away }).spouse?.code).toBe('01');
    expect(slip({ spouse: away }, { copy: 'recipient' }).spouse?.code).toBe('○');
  });
});

describe('the spouse', () => {
  const disabled = spouseFacts({ disability: 'general' });

  test('(同配) only where the spouse with a disability stands in no box', () => {
    // Own income above 10,000,000: pay of 11,950,000 less 1,950,000 is exactly the limit.
    expect(remarksOf({ spouse: disabled }, { pay: payOf(11_950_000) })).toEqual([]);
    expect(remarksOf({ spouse: disabled }, { pay: payOf(11_950_001) })).toEqual(['事例 花子(同配)']);
    expect(remarksOf({ spouse: spouseFacts({}) }, { pay: payOf(11_950_001) })).toEqual([]);
    expect(slip({ spouse: disabled }, { pay: payOf(11_950_001) }).counts.generalDisability).toBe(1);
  });

  test.each([
    ['1957-01-01', true],
    ['1957-01-02', false],
  ])('born %s: 老人 %p', (birthDate, elderly) => {
    const made = slip({ spouse: spouseFacts({ birthDate: localDate(birthDate) }) });
    expect([made.hasSpouse, made.hasElderlySpouse]).toEqual([true, elderly]);
  });

  test('配偶者特別控除 names without the mark; above 1,330,000 nobody is named', () => {
    const of = (income: number) => slip({ spouse: spouseFacts({ otherIncome: yen(income) }) });
    expect([of(620_000).hasSpouse, of(620_000).amounts.spouseIncome]).toEqual([true, 620_000]);
    expect([of(620_001).hasSpouse, of(620_001).spouse?.name]).toEqual([false, '事例 花子']);
    expect([of(1_330_000).spouse?.name, of(1_330_001).spouse]).toEqual(['事例 花子', undefined]);
  });
});

describe('同居特別障害者', () => {
  const counts = (stated: Partial<RelativeFacts>) =>
    slip({ relatives: family({ disability: 'special', birthDate: localDate('1960-05-05'), ...stated }) }).counts;

  test('with the person, or with another relative of the same purse; not elsewhere', () => {
    expect(counts({}).specialDisabilityLivingTogether).toBe(1);
    const away = { livingTogether: false };
    expect(counts({ ...away, livesWith: 'other_relative' }).specialDisabilityLivingTogether).toBe(1);
    expect(counts(away)).toMatchObject({ specialDisability: 1, specialDisabilityLivingTogether: 0 });
  });
});

describe('who is counted', () => {
  test('a child under 16 only by the taxpayer who claims it, its disability too', () => {
    const child = (claimedByOther: boolean) =>
      slip({ relatives: family(born('2015-05-05', { disability: 'general', claimedByOther })) });
    expect(child(false).counts).toMatchObject({ under16: 1, generalDisability: 1 });
    expect(child(true).counts).toMatchObject({ under16: 0, generalDisability: 0 });
    expect(child(true).young).toEqual([]);
  });

  test('a spouse with a disability only within the limit of income', () => {
    const counted = (otherIncome: number) =>
      slip({ spouse: spouseFacts({ disability: 'general', otherIncome: yen(otherIncome) }) }).counts.generalDisability;
    expect([counted(620_000), counted(620_001)]).toEqual([1, 0]);
  });

  test('R7 counts no 特定親族 of who is not adjusted', () => {
    const context = { taxYear: taxYear(2025), lastPaymentDate: localDate('2025-12-25') };
    const relatives = family(born('2005-06-06', { otherIncome: yen(1_000_000) }));
    expect(slip({ relatives }, { context }).counts.specialRelative).toBe(1);
    expect(slip({ relatives }, { context, adjusted: false }).counts.specialRelative).toBe(0);
  });
});

describe('whose names and counts', () => {
  const special = { disability: 'special' } as const;

  test('who is not adjusted: a 特定親族 up to the limit of the monthly tax, no spouse of more income', () => {
    const student = (otherIncome: number) => family(born('2006-06-06', { otherIncome: yen(otherIncome) }));
    const named = (otherIncome: number, adjusted: boolean) =>
      slip({ relatives: student(otherIncome) }, { adjusted }).relatives.length;
    expect([named(1_000_000, false), named(1_000_001, false), named(1_000_001, true)]).toEqual([1, 0, 1]);
  });

  test('the disabled: dependants and the young, no 特定親族, nobody over the limit', () => {
    const relatives = family(
      born('2015-05-05', special),
      born('1980-05-05', special),
      born('1981-05-05', { ...special, livingTogether: false }),
      born('2006-06-06', { ...special, otherIncome: yen(900_000) }),
      born('1982-05-05', { disability: 'general' }),
    );
    expect(slip({ relatives }).counts).toMatchObject({
      ...{ other: 3, specialRelative: 1, under16: 1 },
      ...{ specialDisability: 3, specialDisabilityLivingTogether: 2, generalDisability: 1, nonResident: 0 },
    });
  });

  test('without a spouse and family nothing is counted', () => {
    expect(Object.values(slip({}).counts)).toEqual(Array(10).fill(0));
    expect(slip({}).amounts.spouseIncome).toBeUndefined();
    expect(slip({}).spouse).toBeUndefined();
  });

  test('a young one abroad has the code of a non-resident, whatever the reason', () => {
    const relatives = family(born('2015-05-05', { livingTogether: false, ...abroad('study_abroad') }));
    expect(slip({ relatives }).young.map(({ code }) => code)).toEqual(['01']);
    expect(slip({ relatives }).counts.nonResident).toBe(1);
  });
});

describe('marks of the person', () => {
  const marked = (stated: Parameters<typeof slip>[0], salary = 4_000_000) =>
    Object.entries(slip(stated, { pay: payOf(salary) }).marks).flatMap(([mark, set]) => (set ? [mark] : []));
  const widow = { reason: 'bereaved', deFactoPartner: false } as const;
  const singleParent = { reason: 'unmarried', deFactoPartner: false } as const;
  const workingStudent = { school: '大学', schoolKind: 'school' } as const;
  const child = family(born('2015-05-05'));

  test.each([
    ['widow', { status: { widow } }, 4_000_000, ['widow']],
    ['widow over 5,000,000 of income', { status: { widow } }, 9_000_000, []],
    ['single parent', { status: { singleParent }, relatives: child }, 4_000_000, ['singleParent']],
    ['single parent without a child', { status: { singleParent } }, 4_000_000, []],
    ['working student', { status: { workingStudent } }, 1_500_000, ['workingStudent']],
    ['working student of too much pay', { status: { workingStudent } }, 4_000_000, []],
    ['a widow who studies beside too much pay', { status: { widow, workingStudent } }, 4_000_000, ['widow']],
    [
      'a single parent who studies beside too much pay',
      { status: { singleParent, workingStudent }, relatives: child },
      ...([4_000_000, ['singleParent']] as const),
    ],
    [
      'a student divorced and without a dependant',
      { status: { widow: { ...widow, reason: 'divorced' }, workingStudent } },
      ...([1_500_000, ['workingStudent']] as const),
    ],
    ['乙欄', { status: { widow }, employment: { column: 'secondary' } }, 4_000_000, ['secondaryColumn']],
    ['丙欄', { status: { workingStudent }, employment: { column: 'daily' } }, 1_500_000, []],
  ] as const)('%s', (_who, stated, salary, marks) => expect(marked(stated, salary)).toEqual(marks));

  test('disabled, and no mark of it where the form is with another payer', () => {
    const person = (disability: 'general' | 'special') => ({ person: { ...nobody.person, disability } });
    expect(marked(person('general'))).toEqual(['generalDisability']);
    expect(marked(person('special'))).toEqual(['specialDisability']);
    for (const disability of ['general', 'special'] as const) {
      expect(marked({ ...person(disability), employment: { column: 'daily' } })).toEqual([]);
    }
  });

  test('whoever has the form elsewhere names no spouse', () => {
    const { spouse, hasSpouse } = slip({ spouse: spouseFacts({}), employment: { column: 'daily' } });
    expect([spouse, hasSpouse]).toEqual([undefined, false]);
  });
});

test('a spouse abroad whom no box names is not counted', () => {
  const counted = (otherIncome: number) =>
    slip({ spouse: spouseFacts({ livingTogether: false, ...abroad('none'), otherIncome: yen(otherIncome) }) }).counts
      .nonResident;
  expect([counted(1_330_000), counted(1_330_001)]).toEqual([1, 0]);
});

test('who is not adjusted and has the form elsewhere: no loan, and every mark is told to be absent', () => {
  const housingLoan = { residenceFrom: localDate('2023-05-05'), work: 'new_house', performance: 'certified' } as const;
  const plain = slip({ housingLoan, employment: { column: 'daily' } }, { adjusted: false });
  expect(plain.housingLoans).toEqual([]);
  expect(Object.values(plain.marks)).toEqual(Array(10).fill(false));
});
