import { describe, expect, test } from '@jest/globals';
import { readPayFile } from './pay-file.js';

const header = '従業員番号,給与・賞与の総額,源泉徴収税額,社会保険料';
const read = (text: string) => readPayFile(Buffer.from(text));
const refusalOf = (content: string | Uint8Array): unknown => {
  try {
    readPayFile(typeof content === 'string' ? Buffer.from(content) : content);
    return 'accepted';
  } catch (error) {
    const { code, violations, details } = error as { code: string; violations: unknown[]; details: unknown };
    return violations.length > 0 ? { code, violations } : { code, details };
  }
};

test('columns are found by name, in any order, among others; BOM, CRLF, quotes and blank lines are fine', () => {
  const rows = read(
    `\uFEFF社会保険料,部署,従業員番号,源泉徴収税額,給与・賞与の総額\r\n"7","営業, 東","E1","1","4,800,000"\r\n\r\n8,,E2,2,5\r\n`,
  );
  expect(rows).toEqual([
    {
      line: 2,
      record: { employeeNumber: 'E1', salaryTotal: '4,800,000', withheldTaxTotal: '1', socialInsuranceWithheld: '7' },
    },
    {
      line: 4,
      record: { employeeNumber: 'E2', salaryTotal: '5', withheldTaxTotal: '2', socialInsuranceWithheld: '8' },
    },
  ]);
});

test('a row with too few or too many fields is told by its line', () => {
  expect(read(`${header}\nE1,1,1\nE2,1,1,1,1\n`)).toEqual([
    { line: 2, record: 'column_count' },
    { line: 3, record: 'column_count' },
  ]);
});

test('__proto__ as a column or a value is text like any other', () => {
  expect(read(`${header},__proto__\n__proto__,1,1,1,x`)).toEqual([
    {
      line: 2,
      record: { employeeNumber: '__proto__', salaryTotal: '1', withheldTaxTotal: '1', socialInsuranceWithheld: '1' },
    },
  ]);
});

describe('a file that is no such CSV is refused as a whole', () => {
  const cases: readonly (readonly [string, string | Uint8Array, string, string])[] = [
    ['empty', '', 'file', 'empty'],
    ['header only', `${header}\n`, 'file', 'empty'],
    ['not UTF-8', Uint8Array.from([0x8f, 0x5d, 0x8b, 0xc6]), 'file', 'not_utf8'],
    ['an open quote', `${header}\nE1,"1,1,1\n`, 'file', 'csv_malformed'],
    ['text after a quote', `${header}\n"E1"x,1,1,1\n`, 'file', 'csv_malformed'],
    ['a missing column', '従業員番号,給与・賞与の総額,源泉徴収税額\nE1,1,1', '社会保険料', 'column_missing'],
    ['a column twice', `${header},社会保険料\nE1,1,1,1,1`, '社会保険料', 'column_duplicate'],
  ];
  for (const [name, content, path, rule] of cases) {
    test(name, () => {
      const params = rule === 'csv_malformed' ? { params: { line: '2' } } : {};
      expect(refusalOf(content)).toEqual({ code: 'validation_failed', violations: [{ path, rule, ...params }] });
    });
  }

  test('more than 100,000 rows', () => {
    expect(refusalOf(`${header}\n${'E,1,1,1\n'.repeat(100_001)}`)).toEqual({
      code: 'limit_exceeded',
      details: { limit: 'pay_file_rows' },
    });
  });
});
