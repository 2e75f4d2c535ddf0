import { expect, test } from '@jest/globals';
import { readCursor, signCursor } from './cursor.js';

const secret = Buffer.alloc(32, 7);

test('a cursor comes back in its own list only', () => {
  const cursor = signCursor(secret, 'tenant-a/employees', ['2026-12-10', 5]);
  expect(readCursor(secret, 'tenant-a/employees', cursor)).toEqual(['2026-12-10', 5]);
  expect(readCursor(secret, 'tenant-a/employees', '')).toBeUndefined();
  const refused = { code: 'validation_failed', violations: [{ path: 'page.cursor', rule: 'invalid_cursor' }] };
  const reading = (scope: string, text: string) => () => readCursor(secret, scope, text);
  expect(reading('tenant-b/employees', cursor)).toThrow(expect.objectContaining(refused));
  const [body = '', mac = ''] = cursor.split('.');
  const forged = Buffer.from(JSON.stringify(['2000-01-01', 0])).toString('base64url');
  for (const text of [`${forged}.${mac}`, body, `${body}.`, `${cursor}.x`, 'x', '.']) {
    expect(reading('tenant-a/employees', text)).toThrow(expect.objectContaining(refused));
  }
});
