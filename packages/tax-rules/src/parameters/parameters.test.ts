import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson, isAppError, localDate, taxYear } from '@nencho/kernel';
import { parametersFor, rulesVersion } from '../index.js';
import { ruleSets } from './parameters-for.js';
import { ruleSetSchema } from '../testing/rule-set-schema.js';
import type { RuleSet } from './rule-set.js';
import { isSourceId, readableSource } from './sources.js';
import { parameters2024 } from './years/2024.js';
import { parameters2025BeforeReform } from './years/2025.js';
import { parameters2026, parameters2026BeforeReform } from './years/2026.js';
import { parameters2027 } from './years/2027.js';

const violationsOf = (year: number, lastPaymentDate: string): unknown => {
  try {
    return parametersFor(taxYear(year), localDate(lastPaymentDate)).taxYear;
  } catch (error) {
    if (isAppError(error) && error.code === 'validation_failed') return error.violations;
    throw error;
  }
};

describe('parametersFor', () => {
  test.each(['2026-12-01', '2026-12-25', '2026-12-31'])('R8 adjusted on %s', (day) => {
    expect(violationsOf(2026, day)).toBe(2026);
  });

  test.each([
    [2026, '2026-12-01', '2026-11-30', 620_000, 580_000],
    [2025, '2025-12-01', '2025-11-30', 580_000, 480_000],
  ])('%p has two sets: the reform counts from %s on, and not on the day before', (year, from, before, now, then) => {
    const limit = (day: string) => parametersFor(taxYear(year), localDate(day)).dependantIncomeLimit.value;
    expect([limit(from), limit(`${year}-12-31`)]).toEqual([now, now]);
    expect([limit(before), limit(`${year}-01-01`)]).toEqual([then, then]);
  });

  test('before the reform of R8 nobody gets the under-23 special, and before that of R7 nobody the flat reduction of R6', () => {
    expect(parametersFor(taxYear(2026), localDate('2026-11-30')).life.under23).toBeUndefined();
    expect(parametersFor(taxYear(2026), localDate('2026-12-01')).life.under23).toBeDefined();
    expect(parametersFor(taxYear(2025), localDate('2025-11-30')).flatReduction).toBeUndefined();
    expect(parametersFor(taxYear(2024), localDate('2024-12-25')).flatReduction).toBeDefined();
  });

  test.each(['2025-12-31', '2027-01-01'])('a last payment on %s is not of R8', (day) => {
    expect(violationsOf(2026, day)).toEqual([
      { path: 'lastPaymentDate', rule: 'last_payment_outside_tax_year', params: { taxYear: '2026' } },
    ]);
  });

  test.each([2023, 2028, 2100])('there is no fallback for %p', (year) => {
    expect(violationsOf(year, `${year}-12-25`)).toEqual([
      {
        path: 'taxYear',
        rule: 'tax_year_unsupported',
        params: { taxYear: String(year), supported: '2024,2025,2026,2027' },
      },
    ]);
  });
});

/** Every node of the parameters that carries a source, with its path. */
const citations = (
  node: unknown,
  path = '',
): { path: string; source: string; checked: string; confidence: string }[] => {
  if (typeof node !== 'object' || node === null) return [];
  if ('source' in node) return [{ path, ...(node as { source: string; checked: string; confidence: string }) }];
  return Object.entries(node).flatMap(([key, child]) => citations(child, `${path}.${key}`));
};

describe.each(ruleSets.map((set) => [set.taxYear, set.lastPaymentFrom.value, set] as const))(
  'the parameters of %p from %s',
  (_year, _from, set) => {
    test('its tables ascend, its amounts are whole and its dates real', () => {
      expect(ruleSetSchema.safeParse(JSON.parse(JSON.stringify(set))).error?.issues ?? []).toEqual([]);
    });

    test('every legal number stands under a source', () => {
      const bare = (node: unknown): boolean =>
        typeof node === 'object' && node !== null ? !('source' in node) && Object.values(node).some(bare) : true;
      const without = Object.entries(set).filter(([, node]) => node !== undefined && bare(node));
      expect(without.map(([name]) => name).sort()).toEqual(['nextReview', 'provisional', 'taxYear']);
    });

    test('every source begins with a known text and has been checked', () => {
      const all = citations(set);
      expect(all.length).toBeGreaterThan(30);
      all.forEach(({ path, source, checked }) => {
        const [id = ''] = source.split(/[ ;]/);
        expect({ path, known: isSourceId(id) }).toEqual({ path, known: true });
        expect(Date.parse(checked)).toBeGreaterThan(Date.parse('2026-11-01'));
        expect(readableSource(source)).not.toMatch(/(^|; )[A-Z]\d? /);
      });
    });
  },
);

describe('how sure the numbers are', () => {
  const weak = (set: RuleSet): string[] =>
    citations(set)
      .filter(({ confidence }) => !confidence.startsWith('official'))
      .map(({ path, confidence }) => `${path} ${confidence}`);

  test('R8: what rests on one source is named here; on memory only what counts as a house lived in', () => {
    expect(weak(parameters2026)).toEqual([
      '.pensionAdjustmentMaximum single_source',
      '.housingLoanIncomeLimit single_source',
      '.housingLoan.limits single_source',
      '.housingLoan.transitionalLimit single_source',
      '.housingLoan.credit single_source',
      '.housingLoan.smallHouseIncomeLimit single_source',
      '.housingLoan.wholeFromShare memory',
      '.totalIncome single_source',
    ]);
  });

  test('R6: the salary table rests on memory, the flat reduction on secondary sources', () => {
    expect(weak(parameters2024)).toEqual(expect.arrayContaining(['.salaryTable memory', '.flatReduction secondary']));
  });

  test('before a reform and for the year that is not out yet, nearly everything is inferred', () => {
    const inferred = (set: RuleSet) => weak(set).filter((line) => line.endsWith('inferred')).length;
    expect(inferred(parameters2026BeforeReform)).toBeGreaterThan(20);
    expect(inferred(parameters2025BeforeReform)).toBeGreaterThan(20);
    expect(inferred(parameters2027)).toBeGreaterThan(20);
    expect(ruleSets.filter(({ provisional }) => provisional).map(({ taxYear: year }) => year)).toEqual([2027]);
  });
});

describe('the parameters of 2026', () => {
  test('whoever changes a number gives the rules a new version', () => {
    const fingerprint = createHash('sha256')
      .update(canonicalJson(JSON.parse(JSON.stringify(ruleSets))))
      .digest('hex')
      .slice(0, 16);
    expect({ rulesVersion, fingerprint }).toEqual({ rulesVersion: '3', fingerprint: '8913e9e3766b103e' });
  });

  test('tables out of order, fractions and negative amounts do not load', () => {
    const plain = JSON.parse(JSON.stringify(parameters2026)) as {
      basicDeduction: { value: { upTo: number; amount: number }[] };
    };
    const load = (rows: readonly { upTo: number; amount: number }[]) =>
      ruleSetSchema.safeParse({ ...plain, basicDeduction: { ...plain.basicDeduction, value: rows } }).success;
    const rows = plain.basicDeduction.value;
    expect(load(rows)).toBe(true);
    expect(load(rows.toReversed())).toBe(false);
    expect(load([...rows, { upTo: 25_000_000, amount: 1 }])).toBe(false);
    expect(load(rows.map((row) => ({ ...row, amount: row.amount + 0.5 })))).toBe(false);
    expect(load(rows.map((row) => ({ ...row, amount: -1 })))).toBe(false);
    expect(load([])).toBe(false);
  });
});
