import { describe, expect, test } from '@jest/globals';
import { readCommandLine, UsageError } from './command-line.js';

const local = 'http://localhost:3000';
const complete = [
  ...['create-tenant', '--code', 'acme', '--name', '株式会社サンプル', '--seats', '50', '--start', '2026-10-01'],
  ...['--admin-login', 'kanri', '--admin-family', '管理', '--admin-given', '花子'],
];

const reasons = (args: readonly string[]): readonly string[] => {
  try {
    readCommandLine(args, local);
    return [];
  } catch (error) {
    return error instanceof UsageError ? error.reasons : ['another error'];
  }
};

describe('the operators’ command line', () => {
  test('of a new tenant is read whole', () => {
    expect(readCommandLine([...complete, '--letter-file', 'letter.txt', '--browser'], local)).toEqual({
      kind: 'create-tenant',
      baseUrl: local,
      browser: true,
      letterFile: 'letter.txt',
      tenant: {
        ...{ tenantCode: 'acme', displayName: '株式会社サンプル', seats: 50, contractStart: '2026-10-01' },
        ...{ adminLoginId: 'kanri', adminFamilyName: '管理', adminGivenName: '花子' },
      },
    });
  });

  test('asks for help when it is empty', () => {
    expect(readCommandLine([], local)).toBe('help');
    expect(readCommandLine(['create-tenant', '--help'], local)).toBe('help');
  });

  test('names everything that is missing at once', () => {
    expect(reasons(['create-tenant'])).toHaveLength(7);
  });

  test.each([
    ['--code', 'Acme', '--code must be'],
    ['--code', 'ab', '--code must be'],
    ['--seats', '0', '--seats must be'],
    ['--seats', '1.5', '--seats must be'],
    ['--start', '2026-02-30', 'no day of the calendar'],
    ['--start', '1.10.2026', '--start must be'],
    ['--admin-login', 'a@b', '--admin-login must be'],
    ['--url', 'http://nencho.example', '--url must be https'],
    ['--url', 'nonsense', '--url must be https'],
  ])('%s %s is refused', (option, value, words) => {
    const found = reasons([...complete, option, value]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  test('refuses what it does not know', () => {
    expect(reasons(['delete-tenant'])).toHaveLength(1);
    expect(reasons(['list-tenants', 'more'])).toHaveLength(1);
    expect(reasons(['list-tenants', '--nonsense'])).toHaveLength(1);
  });
});
