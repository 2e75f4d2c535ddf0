import { expect, test } from '@jest/globals';
import { isMailAddress, parseSender } from './mail-address.js';

test.each(['a@b.example', "o'brien+x@sub.domain.example", `${'a'.repeat(64)}@example.com`])(
  '%s is one address',
  (text) => {
    expect(isMailAddress(text)).toBe(true);
  },
);

test.each([
  '',
  'no-at.example',
  'a@b',
  'a@b.example, c@d.example',
  'a@b.example\r\nBcc: c@d.example',
  'a@b.example\n',
  ' a@b.example',
  'Name <a@b.example>',
  '"a b"@b.example',
  'a@b.example(comment)',
  'a@[127.0.0.1]',
  'a@-b.example',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.example`,
  '山田@example.com',
])('%j is refused', (text) => {
  expect(isMailAddress(text)).toBe(false);
});

test('a sender may have a name, which cannot carry a header', () => {
  expect(parseSender('no-reply@example.com')).toEqual({ name: '', address: 'no-reply@example.com' });
  expect(parseSender('年末調整 <no-reply@example.com>')).toEqual({ name: '年末調整', address: 'no-reply@example.com' });
  expect(parseSender('A\r\nBcc: x@y.example <no-reply@example.com>')).toBeUndefined();
  expect(parseSender('A <a@b.example>, <c@d.example>')).toBeUndefined();
});
