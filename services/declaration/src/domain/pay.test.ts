import { expect, test } from '@jest/globals';
import { parsePayRecord, type PayRecord } from './pay.js';

const record: PayRecord = {
  employeeNumber: 'E1',
  salaryTotal: '4800000',
  withheldTaxTotal: '120000',
  socialInsuranceWithheld: '700000',
};
const parse = (changes: Partial<PayRecord>) => parsePayRecord({ ...record, ...changes });

test('numbers are whole yen, with or without well placed separators, half or full width', () => {
  for (const salaryTotal of [
    '4800000',
    '4,800,000',
    '４８０００００',
    '４，８００，０００',
    ' 4800000 ',
    '　4800000',
  ]) {
    expect(parse({ salaryTotal })).toEqual({
      employeeNumber: 'E1',
      pay: { salaryTotal: 4_800_000, withheldTaxTotal: 120_000, socialInsuranceWithheld: 700_000 },
    });
  }
  expect(parse({ salaryTotal: '0' })).toMatchObject({ pay: { salaryTotal: 0 } });
  expect(parse({ salaryTotal: '9999999999' })).toMatchObject({ pay: { salaryTotal: 9_999_999_999 } });
});

test('anything else is refused where it stands', () => {
  const wrong = [
    '-1',
    '+1',
    '1.5',
    '48,00',
    '4,8000',
    ',100',
    '1e6',
    '0x10',
    '4800000円',
    '¥1',
    'NaN',
    '=1+1',
    '1 000',
  ];
  for (const salaryTotal of wrong) {
    expect([salaryTotal, parse({ salaryTotal })]).toEqual([
      salaryTotal,
      { violations: [{ path: '給与・賞与の総額', rule: 'yen' }] },
    ]);
  }
  expect(parse({ salaryTotal: '10000000000' })).toEqual({
    violations: [{ path: '給与・賞与の総額', rule: 'too_large', params: { max: '9999999999' } }],
  });
});

test('every wrong column of a row is named', () => {
  expect(parse({ employeeNumber: ' ', salaryTotal: '', withheldTaxTotal: 'x', socialInsuranceWithheld: '-' })).toEqual({
    violations: [
      { path: '従業員番号', rule: 'required' },
      { path: '給与・賞与の総額', rule: 'required' },
      { path: '源泉徴収税額', rule: 'yen' },
      { path: '社会保険料', rule: 'yen' },
    ],
  });
  expect(parse({ employeeNumber: 'x'.repeat(51) })).toMatchObject({ violations: [{ rule: 'too_long' }] });
});

test('employee numbers match however wide they were typed', () => {
  expect(parse({ employeeNumber: 'Ｅ１' })).toMatchObject({ employeeNumber: 'E1' });
});
