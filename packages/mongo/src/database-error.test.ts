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

test('a connection that the server ended before it was written to may be tried again: Node names no call of the system there', () => {
  const ended = Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' });
  const error = fromDatabaseError(ended);
  expect(isAppError(error) && [error.code, error.details]).toEqual(['unavailable', { dependency: 'mongodb' }]);
});

test('other errors stay what they are', () => {
  const bug = Object.assign(new Error('EPIPE'), { code: 'EOTHER', syscall: 'write' });
  expect(fromDatabaseError(bug)).toBe(bug);
});
