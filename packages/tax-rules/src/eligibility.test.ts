import { describe, expect, test } from '@jest/globals';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { adjust, parametersFor, type AdjustmentFacts } from './index.js';
import { eligibility, exclusionReasons } from './eligibility.js';
import type { EmployerFacts, EmploymentFacts, Leaving } from './employment-facts.js';
import { december, nobody, noPay } from './testing/case-person.js';

const rules = parametersFor(december.taxYear, december.lastPaymentDate);
const paid = (salaryTotal: number) => ({ ...noPay, salaryTotal: yen(salaryTotal) });
const of = (stated: Partial<AdjustmentFacts>, salary = 3_000_000, context = december, set = rules) =>
  eligibility({ ...nobody, ...stated }, paid(salary), context, set);
const employed = (employment: EmploymentFacts, salary = 3_000_000) => of({ employment }, salary);
const left = (stated: Partial<Leaving>): EmploymentFacts => ({
  left: { on: localDate('2026-09-30'), reason: 'other', expectsOtherPay: false, ...stated },
});
const employer = (stated: Partial<EmployerFacts>): EmployerFacts => ({
  ...{ id: 'previous', name: '前の会社', kind: 'previous', column: 'main', slip: 'received' },
  ...{ salary: yen(1_000_000), withheldTax: yen(20_000), socialInsurance: yen(150_000) },
  ...stated,
});

const atYearEnd = { status: 'adjusted', when: 'year_end', on: '2026-12-25' };
const not = (reason: string) => ({ status: 'not_adjusted', reason });

test('the reasons not to be adjusted, as pages and services know them', () => {
  expect(exclusionReasons).toEqual([
    ...['salary_over_20m', 'disaster_relief', 'secondary_column', 'daily_column', 'non_resident', 'left_in_year'],
  ]);
});

describe('at the end of the year', () => {
  test('whoever is here for the whole year, or joined in it', () => {
    expect(of({})).toEqual(atYearEnd);
    expect(employed({ joinedOn: localDate('2026-12-01') })).toEqual(atYearEnd);
  });

  test('pay of exactly 20,000,000 is adjusted, one yen more is not', () => {
    expect(of({}, 20_000_000)).toEqual(atYearEnd);
    expect(of({}, 20_000_001)).toEqual(not('salary_over_20m'));
  });

  test('the pay of a previous employer counts towards the limit, pay at the same time does not', () => {
    const previous = employer({ salary: yen(10_000_000) });
    expect(of({ employers: [previous] }, 10_000_000)).toEqual(atYearEnd);
    expect(of({ employers: [previous] }, 10_000_001)).toEqual(not('salary_over_20m'));
    const others = [employer({ ...previous, kind: 'concurrent' }), employer({ ...previous, column: 'secondary' })];
    expect(of({ employers: others }, 10_000_001)).toEqual(atYearEnd);
  });

  test.each([
    [{ column: 'main' }, atYearEnd],
    [{ column: 'secondary' }, not('secondary_column')],
    [{ column: 'daily' }, not('daily_column')],
    [{ disasterRelief: true }, not('disaster_relief')],
    [{ disasterRelief: false }, atYearEnd],
  ] as const)('%j', (employment, expected) => expect(employed(employment)).toEqual(expected));
});

describe('abroad', () => {
  test.each([
    ['2026-01-01', not('non_resident')],
    ['2025-07-01', not('non_resident')],
    ['2026-01-02', { status: 'adjusted', when: 'departure', on: '2026-01-02' }],
    ['2026-12-31', { status: 'adjusted', when: 'departure', on: '2026-12-31' }],
    ['2027-01-01', atYearEnd],
  ])('a 非居住者 from %s', (day, expected) => {
    expect(employed({ nonResidentFrom: localDate(day) })).toEqual(expected);
  });

  test('what comes first counts: leaving before the departure, or the departure', () => {
    const nonResidentFrom = localDate('2026-10-01');
    expect(employed({ ...left({}), nonResidentFrom })).toEqual(not('left_in_year'));
    expect(employed({ ...left({ on: localDate('2026-10-01') }), nonResidentFrom })).toMatchObject({
      when: 'departure',
    });
  });
});

describe('leaving', () => {
  const on = '2026-09-30';
  test.each([
    [{ reason: 'death' }, { status: 'adjusted', when: 'death', on }],
    [
      { reason: 'death', expectsOtherPay: true },
      { status: 'adjusted', when: 'death', on },
    ],
    [{ reason: 'disability' }, { status: 'adjusted', when: 'exit', on }],
    [{ reason: 'disability', expectsOtherPay: true }, not('left_in_year')],
    [{ reason: 'other' }, not('left_in_year')],
    [{ reason: 'after_december_pay' }, not('left_in_year')],
    [{ reason: 'after_december_pay', on: localDate('2026-11-30') }, not('left_in_year')],
    [
      { reason: 'after_december_pay', on: localDate('2026-12-01') },
      { status: 'adjusted', when: 'exit', on: '2026-12-01' },
    ],
    [{ reason: 'other', on: localDate('2026-12-31') }, not('left_in_year')],
    [{ reason: 'other', on: localDate('2027-01-01') }, atYearEnd],
    [{ reason: 'death', on: localDate('2025-12-31') }, not('left_in_year')],
    [
      { reason: 'death', on: localDate('2026-01-01') },
      { status: 'adjusted', when: 'death', on: '2026-01-01' },
    ],
  ] as const)('%j', (leaving, expected) => expect(employed(left(leaving))).toEqual(expected));

  test.each([
    [2026, '2026-12-01', 1_360_000],
    [2026, '2026-11-30', 1_230_000],
    [2025, '2025-12-25', 1_230_000],
    [2024, '2024-12-25', 1_030_000],
    [2027, '2027-12-24', 1_360_000],
  ])('a part-timer of %p, adjusted on %s: up to %p of the year, and no other payer', (year, day, limit) => {
    const context = { taxYear: taxYear(year), lastPaymentDate: localDate(day) };
    const set = parametersFor(context.taxYear, context.lastPaymentDate);
    const employment = left({ reason: 'part_time', on: localDate(`${year}-06-30`) });
    expect(of({ employment }, limit, context, set)).toMatchObject({ status: 'adjusted', when: 'exit' });
    expect(of({ employment }, limit + 1, context, set)).toEqual(not('left_in_year'));
    const other = left({ reason: 'part_time', on: localDate(`${year}-06-30`), expectsOtherPay: true });
    expect(of({ employment: other }, limit, context, set)).toEqual(not('left_in_year'));
  });

  test('whoever dies with more than 20,000,000 is not adjusted either', () => {
    expect(employed(left({ reason: 'death' }), 20_000_001)).toEqual(not('salary_over_20m'));
  });
});

describe('the slip of a previous employer', () => {
  test.each(['promised', 'missing'] as const)('%s: held, by name', (slip) => {
    const employers = [employer({}), employer({ id: 'second', slip })];
    expect(of({ employers })).toEqual({ status: 'pending', reason: 'previous_slip_pending', employers: [1] });
  });

  test.each([[{ kind: 'concurrent' }], [{ column: 'secondary' }], [{ column: 'daily' }]] as const)(
    'not needed of %j',
    (stated) => {
      expect(of({ employers: [employer({ ...stated, slip: 'missing' })] })).toEqual(atYearEnd);
    },
  );

  test('what excludes for good is said first', () => {
    const employers = [employer({ slip: 'missing' })];
    expect(of({ employers }, 20_000_000)).toEqual(not('salary_over_20m'));
    expect(of({ employers, employment: { column: 'secondary' } })).toEqual(not('secondary_column'));
  });
});

describe('adjust', () => {
  test('whoever is not adjusted is excluded with the reason; a pending slip refuses', () => {
    const facts = { ...nobody, employment: { column: 'secondary' as const } };
    expect(adjust(facts, paid(3_000_000), december)).toEqual({ status: 'excluded', reason: 'secondary_column' });
    const pending = adjust({ ...nobody, employers: [employer({ slip: 'missing' })] }, paid(3_000_000), december);
    expect(pending).toMatchObject({ status: 'refused' });
  });
});

test('whoever left is not adjusted because of that, however much the pay was and whatever slip is to come', () => {
  expect(employed(left({}), 20_000_001)).toEqual(not('left_in_year'));
  expect(of({ employment: left({}), employers: [employer({ slip: 'missing' })] })).toEqual(not('left_in_year'));
});
