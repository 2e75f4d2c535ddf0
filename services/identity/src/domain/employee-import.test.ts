import { describe, expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { compareRow, type RowContext } from './employee-import.js';
import type { EmployeeRow } from './employee-row.js';
import type { Person } from './person.js';

const card = {
  familyName: '山田',
  givenName: '太郎',
  familyKana: 'ヤマダ',
  givenKana: 'タロウ',
  mail: '',
  birthDate: localDate('1980-01-02'),
  postalCode: '',
  address: '東京都',
  joinedOn: '',
  leftOn: '',
} as const;
const row: EmployeeRow = { number: 'E001', companyCode: 'HQ', departmentCode: '', status: 'active', card };
const place = { companyId: 'c1', departmentPath: [] };
const person: Person = {
  id: 'p1',
  tenantId: 't1',
  loginId: 'e001',
  employment: { number: 'E001', companyId: 'c1', departmentPath: [], status: 'active' },
  version: 4,
  access: 'none',
  grants: [],
  grantsVersion: 1,
};
const context: RowContext = { mayAdopt: true, newId: () => 'new' };
const existing = { person, card };

describe('dry run of one row', () => {
  test('somebody new gets an id and the number in lower case as login id', () => {
    expect(compareRow(row, place, context)).toEqual({
      kind: 'change',
      seats: 1,
      staged: {
        action: 'create',
        personId: 'new',
        seenVersion: 0,
        loginId: 'e001',
        employment: { number: 'E001', ...place, status: 'active' },
        card,
      },
    });
  });

  test('the same again is unchanged', () => {
    expect(compareRow(row, place, { ...context, existing })).toEqual({ kind: 'unchanged' });
  });

  test.each([
    ['card', { ...row, card: { ...card, address: '大阪府' } }, place, 0],
    ['place', row, { companyId: 'c1', departmentId: 'd1', departmentPath: ['d1'] }, 0],
    ['state', { ...row, status: 'left' as const }, place, -1],
    ['login id', { ...row, loginId: 'taro' }, place, 0],
  ])('a change of the %s is an update under the version seen', (_what, changed, at, seats) => {
    expect(compareRow(changed, at, { ...context, existing })).toMatchObject({
      kind: 'change',
      seats,
      staged: { action: 'update', personId: 'p1', seenVersion: 4 },
    });
  });

  test('an empty login id keeps the one that is there', () => {
    const named = { ...existing, person: { ...person, loginId: 'taro' } };
    expect(compareRow(row, place, { ...context, existing: named })).toEqual({ kind: 'unchanged' });
  });

  test('the login id of somebody who signs in with it is fixed', () => {
    const user = { ...existing, person: { ...person, access: 'user' as const } };
    expect(compareRow({ ...row, loginId: 'taro' }, place, { ...context, existing: user })).toMatchObject({
      kind: 'wrong',
      violations: [{ path: 'ログインID', rule: 'login_id_fixed' }],
    });
  });

  test("another employee's login id is taken", () => {
    const loginHolder = { ...person, id: 'p2' };
    expect(compareRow(row, place, { ...context, loginHolder })).toMatchObject({
      violations: [{ path: 'ログインID', rule: 'login_id_taken' }],
    });
  });

  test("an administrator's account becomes an employee's, by an administrator only", () => {
    const loginHolder: Person = {
      ...{ id: 'a1', tenantId: 't1', loginId: 'e001', version: 1 },
      ...{ access: 'user', grants: [], grantsVersion: 1 },
    };
    expect(compareRow(row, place, { ...context, loginHolder })).toMatchObject({
      kind: 'change',
      seats: 1,
      staged: { action: 'create', personId: 'a1', seenVersion: 1 },
    });
    expect(compareRow(row, place, { ...context, loginHolder, mayAdopt: false })).toMatchObject({
      violations: [{ rule: 'login_id_taken' }],
    });
  });
});
