import { describe, expect, test } from '@jest/globals';
import { AppError, isAppError, isId, notFound, toAppError, validationFailed } from './index.js';

describe('AppError', () => {
  test('carries code, violations, details, cause and an id of its own', () => {
    const cause = new Error('inner');
    const error = new AppError('unavailable', 'keycloak is unavailable', {
      details: { dependency: 'keycloak' },
      cause,
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('AppError');
    expect(error.cause).toBe(cause);
    expect(error.details).toEqual({ dependency: 'keycloak' });
    expect(error.violations).toEqual([]);
    expect(isId(error.errorId)).toBe(true);
    expect(new AppError('internal', 'x', { errorId: 'kept' }).errorId).toBe('kept');
  });

  test('another copy of the class is recognised by its shape', () => {
    const foreign = Object.assign(new Error('m'), {
      name: 'AppError',
      code: 'forbidden',
      violations: [],
      details: {},
      errorId: 'e',
    });
    expect(isAppError(foreign)).toBe(true);
    expect(toAppError(foreign)).toBe(foreign);
  });

  test.each([
    ['a plain Error', new Error('x')],
    [
      'an unknown code',
      Object.assign(new Error('x'), { name: 'AppError', code: 'boom', violations: [], errorId: 'e' }),
    ],
    [
      'a thrown object of the right shape that is no Error',
      { name: 'AppError', code: 'forbidden', violations: [], errorId: 'e' },
    ],
    ['a gRPC error with a numeric code', Object.assign(new Error('x'), { code: 5 })],
    ['undefined', undefined],
  ])('%s becomes internal with a fixed text', (_name, thrown) => {
    expect(isAppError(thrown)).toBe(false);
    const error = toAppError(thrown);
    expect(error.code).toBe('internal');
    expect(error.message).toBe('unexpected error');
    expect(error.cause).toBe(thrown);
  });

  test('factories name the kind and count, never a value', () => {
    expect(notFound('declaration')).toMatchObject({ code: 'not_found', details: { kind: 'declaration' } });
    const violations = [{ path: 'a', rule: 'required' }];
    expect(validationFailed(violations)).toMatchObject({ code: 'validation_failed', violations });
  });
});
