import { expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { eraDate, eraText } from './era-date.js';

test.each([
  ['2019-05-01', '令和', '元', '5', '1'],
  ['2019-04-30', '平成', '31', '4', '30'],
  ['1989-01-08', '平成', '元', '1', '8'],
  ['1989-01-07', '昭和', '64', '1', '7'],
  ['1926-12-25', '昭和', '元', '12', '25'],
  ['1926-12-24', '大正', '15', '12', '24'],
  ['1912-07-30', '大正', '元', '7', '30'],
  ['1912-07-29', '明治', '45', '7', '29'],
  ['1900-01-01', '明治', '33', '1', '1'],
  ['1868-01-25', '明治', '元', '1', '25'],
  ['1868-01-24', '西暦', '1868', '1', '24'],
])('%s is %s %s年%s月%s日', (date, era, year, month, day) => {
  expect(eraDate(localDate(date))).toEqual({ era, year, month, day });
});

test('a whole date', () => {
  expect(eraText(localDate('2026-12-01'))).toBe('令和8年12月1日');
});
