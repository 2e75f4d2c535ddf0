import { expect, test } from '@jest/globals';
import { safeReturnTo } from './return-to.js';

const base = 'https://nencho.example.jp';

test.each([
  ['/my/1?step=2', '/my/1?step=2'],
  ['/a//b', '/a//b'],
  [undefined, '/'],
  ['https://evil.example/', '/'],
  ['//evil.example/', '/'],
  ['/\\evil.example', '/'],
  ['/.//evil.example', '/'],
  ['/..//evil.example', '/'],
  ['/x/..//evil.example', '/'],
  ['/%2e//evil.example', '/'],
  ['/login', '/'],
  ['/x/../api/v1/me', '/'],
])('returnTo %s leads to %s', (given, expected) => {
  const answer = safeReturnTo(given, base);
  expect(answer).toBe(expected);
  expect(new URL(answer, base).origin).toBe(base);
});
