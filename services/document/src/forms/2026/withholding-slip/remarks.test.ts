import { describe, expect, test } from '@jest/globals';
import { slipOf } from '../../../testing/slips.js';
import { factsWith, largeFamily, personOnWire, relative } from '../../../testing/wire-data.js';
import { remarks } from './remarks.js';

const remarksOf = (facts: Readonly<Record<string, unknown>>, salaryTotal = 6_000_000, birthDate?: string) =>
  remarks(
    slipOf(
      personOnWire(factsWith(facts, birthDate), { salaryTotal, withheldTaxTotal: 0, socialInsuranceWithheld: 800_000 }),
    ),
    'recipient',
  );

const claims = (over: Readonly<Record<string, boolean>>) => ({
  claims: { basicDeduction: true, incomeAdjustment: false, lifeInsuranceUnder23: false, ...over },
});
const spouse = {
  name: '配偶者　花',
  kana: '',
  birthDate: '1980-01-01',
  livingTogether: true,
  salaryRevenue: 0,
  otherIncome: 0,
  disability: 'none',
};

test('are empty when nothing calls for them', () => {
  expect(remarksOf({ spouse, relatives: [relative('r1', { name: '子', birthDate: '2015-01-01' })] })).toBe('');
});

test('name the fifth relative and those after, numbered, the young ones marked', () => {
  const relatives = [1, 2, 3, 4, 5, 6].flatMap((i) => [
    relative(`old${i}`, { name: `成人${i}`, birthDate: `200${i}-01-01` }),
    relative(`young${i}`, { name: `年少${i}`, birthDate: `201${i + 2}-01-01` }),
  ]);
  expect(remarksOf({ relatives })).toBe('(1)成人5　(2)成人6　(3)年少5(年少)　(4)年少6(年少)');
});

test("carry the code of a 特定親族 beyond the fourth row on the payer's copy only", () => {
  const slip = slipOf(largeFamily());
  expect(remarks(slip, 'payer')).toContain('(3)髙﨑　学(10)');
  expect(remarks(slip, 'recipient')).toContain('(3)髙﨑　学　');
});

test('name the life insurance special of 措法41の15の5①', () => {
  const relatives = [relative('r1', { name: '子', birthDate: '2015-01-01' })];
  const lifeInsurance = [{ id: 'l', insurer: '甲', kind: 'general_new', netPremium: 80_000 }];
  expect(remarksOf({ relatives, lifeInsurance, ...claims({ lifeInsuranceUnder23: true }) })).toBe('措法41の15の5①適用');
  expect(remarksOf({ relatives, lifeInsurance })).toBe('');
});

describe('同一生計配偶者 with a disability', () => {
  const disabled = { ...spouse, disability: 'general' };
  test('is named when the income of the person is too high for 配偶者控除', () => {
    expect(remarksOf({ spouse: disabled }, 13_000_000)).toBe('配偶者　花(同配)');
  });
  test('is not named where the name stands in its box', () => {
    expect(remarksOf({ spouse: disabled }, 6_000_000)).toBe('');
  });
  test('is not named without a disability', () => {
    expect(remarksOf({ spouse }, 13_000_000)).toBe('');
  });
});

describe('所得金額調整控除', () => {
  const child = (over: Readonly<Record<string, unknown>> = {}) =>
    relative('r1', { name: '子', birthDate: '2010-01-01', ...over });
  test('names the relative whom another taxpayer claims', () => {
    expect(
      remarksOf({ relatives: [child({ claimedByOther: true })], ...claims({ incomeAdjustment: true }) }, 9_000_000),
    ).toBe('子(調整)');
  });
  test('names nobody where the reason stands in a box', () => {
    expect(remarksOf({ relatives: [child()], ...claims({ incomeAdjustment: true }) }, 9_000_000)).toBe('');
  });
  test('names nobody where it was not claimed or took nothing off', () => {
    expect(remarksOf({ relatives: [child({ claimedByOther: true })] }, 9_000_000)).toBe('');
  });
});
