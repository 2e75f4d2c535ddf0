import { expect, test } from '@jest/globals';
import { isAppError } from '@nencho/kernel';
import { fromDatabaseError } from './database-error.js';

const socketError = (code: string) => Object.assign(new Error(`write ${code}`), { code, syscall: 'write', errno: -32 });

test.each(['EPIPE', 'ECONNRESET'])(
  'a connection that broke while it was written to (%s) may be tried again',
  (code) => {
    const error = fromDatabaseError(socketError(code));
    expect(isAppError(error) && [error.code, error.details]).toEqual(['unavailable', { dependency: 'mongodb' }]);
  },
);

test('other errors stay what they are', () => {
  const bug = Object.assign(new Error('EPIPE'), { code: 'EOTHER', syscall: 'write' });
  expect(fromDatabaseError(bug)).toBe(bug);
  const named = Object.assign(new Error('no call of the system'), { code: 'EPIPE' });
  expect(fromDatabaseError(named)).toBe(named);
});
