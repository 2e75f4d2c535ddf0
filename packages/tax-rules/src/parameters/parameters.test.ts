import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { canonicalJson, isAppError, localDate, taxYear } from '@nencho/kernel';
import { parametersFor, rulesVersion } from '../index.js';
import { parametersSchema } from './parameters.js';
import { isSourceId, readableSource } from './sources.js';
import { parameters2026 } from './years/2026.js';

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

  test.each(['2026-11-30', '2026-01-01', '2026-06-30'])('R8 before the reform, on %s, is refused by name', (day) => {
    expect(violationsOf(2026, day)).toEqual([
      { path: 'lastPaymentDate', rule: 'last_payment_before_reform', params: { from: '2026-12-01' } },
    ]);
  });

  test.each(['2025-12-31', '2027-01-01'])('a last payment on %s is not of R8', (day) => {
    expect(violationsOf(2026, day)).toEqual([
      { path: 'lastPaymentDate', rule: 'last_payment_outside_tax_year', params: { taxYear: '2026' } },
    ]);
  });

  test.each([2024, 2025, 2027, 2100])('there is no fallback for %p', (year) => {
    expect(violationsOf(year, `${year}-12-25`)).toEqual([
      { path: 'taxYear', rule: 'tax_year_unsupported', params: { taxYear: String(year), supported: '2026' } },
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

describe('the parameters of 2026', () => {
  test('every legal number stands under a source: what carries none is only the tax year', () => {
    const bare = (node: unknown): boolean =>
      typeof node === 'object' && node !== null ? !('source' in node) && Object.values(node).some(bare) : true;
    const without = Object.entries(parameters2026).filter(([, node]) => bare(node));
    expect(without.map(([name]) => name)).toEqual(['taxYear']);
  });

  test('every source begins with a known text and has been checked', () => {
    const all = citations(parameters2026);
    expect(all.length).toBeGreaterThan(30);
    all.forEach(({ path, source, checked }) => {
      const [id = ''] = source.split(/[ ;]/);
      expect({ path, known: isSourceId(id) }).toEqual({ path, known: true });
      expect(Date.parse(checked)).toBeGreaterThan(Date.parse('2026-11-01'));
      expect(readableSource(source)).toMatch(/^(国税庁|租税特別措置法)/);
    });
  });

  test('a number from memory is used nowhere, and what rests on one source is named here', () => {
    const weak = citations(parameters2026).filter(({ confidence }) => !confidence.startsWith('official'));
    expect(weak.map(({ path, confidence }) => `${path} ${confidence}`)).toEqual([
      '.housingLoanIncomeLimit single_source',
      '.totalIncome single_source',
    ]);
  });

  test('whoever changes a number gives the rules a new version', () => {
    const fingerprint = createHash('sha256').update(canonicalJson(parameters2026)).digest('hex').slice(0, 16);
    expect({ rulesVersion, fingerprint }).toEqual({ rulesVersion: '1', fingerprint: 'd6fb37a1c630dea0' });
  });

  test('tables out of order, fractions and negative amounts do not load', () => {
    const plain = JSON.parse(JSON.stringify(parameters2026)) as {
      basicDeduction: { value: { upTo: number; amount: number }[] };
    };
    const load = (rows: readonly { upTo: number; amount: number }[]) =>
      parametersSchema.safeParse({ ...plain, basicDeduction: { ...plain.basicDeduction, value: rows } }).success;
    const rows = plain.basicDeduction.value;
    expect(load(rows)).toBe(true);
    expect(load(rows.toReversed())).toBe(false);
    expect(load([...rows, { upTo: 25_000_000, amount: 1 }])).toBe(false);
    expect(load(rows.map((row) => ({ ...row, amount: row.amount + 0.5 })))).toBe(false);
    expect(load(rows.map((row) => ({ ...row, amount: -1 })))).toBe(false);
    expect(load([])).toBe(false);
  });
});
