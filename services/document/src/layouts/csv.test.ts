import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { NamedResult } from '../application/ports.js';
import { golden } from '../testing/slips.js';
import { largeFamily, officialExampleA, type PersonOnWire } from '../testing/wire-data.js';
import { resultsCsv } from './2026/results-csv.js';
import { csvBegin, csvRows } from './csv.js';

const resultOf = ({ data }: PersonOnWire, employeeNumber: string, name: string): NamedResult => {
  if (data.pay === undefined || data.result === undefined) throw new Error('no result');
  return {
    employeeNumber,
    name,
    kana: 'カナ',
    taxYear: 2026,
    salaryTotal: data.pay.salaryTotal,
    withheldTaxTotal: data.pay.withheldTaxTotal,
    boxes: data.result.boxes,
    rulesVersion: 'R8-test',
  };
};

const fileOf = (...results: NamedResult[]) => Buffer.concat([csvBegin(resultsCsv), csvRows(resultsCsv, results)]);

test('the file equals the golden file byte by byte', () => {
  const file = fileOf(
    resultOf(officialExampleA(), '00123', '山川　太郎'),
    resultOf(largeFamily(), 'A-7', '髙﨑𠮷栁濵　"バル,トロ"\n之助'),
    resultOf(officialExampleA(), '00124', '=HYPERLINK("http://example.jp")'),
  );
  expect(file.equals(readFileSync(golden('results.csv')))).toBe(true);
});

test('it begins with the BOM and ends each row with CRLF', () => {
  const file = fileOf(resultOf(officialExampleA(), '1', 'a'));
  expect(file.subarray(0, 3).toString('hex')).toBe('efbbbf');
  expect(file.toString('utf8').split('\r\n')).toHaveLength(3);
  expect(file.toString('utf8').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

test('the columns that payroll reads are there by their names', () => {
  const [headings = '', row = ''] = fileOf(resultOf(officialExampleA(), '00123', '山川'))
    .toString('utf8')
    .slice(1)
    .split('\r\n');
  const byName = Object.fromEntries(headings.split(',').map((name, i) => [name, row.split(',')[i]]));
  expect(byName).toMatchObject({ 従業員番号: '00123', 氏名: '山川', 年調年税額: '41400', 過不足額: '-115270' });
});

describe.each(['=1+1', '+81 90', '-2+3', '@SUM(A1)', '\tx', '＝1', '＋1', '＠x'])('the cell %j', (text) => {
  test('is text for a spreadsheet', () => {
    const rows = csvRows(resultsCsv, [resultOf(officialExampleA(), text, text)]).toString('utf8');
    expect(rows.startsWith(`'${text},'${text},`)).toBe(true);
  });
});

test('an amount stays a number, also when it is negative', () => {
  const rows = csvRows(resultsCsv, [resultOf(officialExampleA(), '1', 'a')]).toString('utf8');
  expect(rows).toContain(',-115270,');
});

test('a figure that is not there is an error', () => {
  const result = { ...resultOf(officialExampleA(), '1', 'a'), boxes: {} };
  expect(() => csvRows(resultsCsv, [result])).toThrow('box9SalaryAfterSalaryDeduction');
});
