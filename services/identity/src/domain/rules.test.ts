import { describe, expect, test } from '@jest/globals';
import { companyViolations, isCorporateNumber } from './company.js';
import { MAX_DEPTH, pathUnder } from './department.js';
import { invitationLink, invitationState, openInvitation, reissue, tokenText } from './invitation.js';
import { isLoginId, isTenantCode } from './names.js';
import { passwordViolations } from './password.js';
import { tenantViolations } from './tenant.js';
import { searchForm } from './text.js';

describe('names', () => {
  test.each(['abc', 'a-1', 'a'.repeat(20)])('%s is a tenant code', (code) => expect(isTenantCode(code)).toBe(true));
  test.each(['ab', 'a'.repeat(21), 'Abc', 'a.b', 'a_b', '{"$gt":""}', ''])('%j is none', (code) =>
    expect(isTenantCode(code)).toBe(false),
  );
  test.each(['', 'Taro', 'a b', 'a@b', '__proto__ ', 'x'.repeat(41)])('%j is no login id', (id) =>
    expect(isLoginId(id)).toBe(false),
  );
});

describe('corporate number', () => {
  test('of the National Tax Agency itself fits its check digit', () => {
    expect(isCorporateNumber('7000012050002')).toBe(true);
  });
  test.each(['7000012050003', '700001205000', '70000120500022', '0000000000000', 'abcdefghijklm'])(
    '%s does not',
    (one) => expect(isCorporateNumber(one)).toBe(false),
  );
  test('may be missing', () => {
    const company = { code: 'HQ', name: '見本', address: '東京都', corporateNumber: '', phone: '' };
    expect(companyViolations(company)).toEqual([]);
    expect(companyViolations({ ...company, name: '', corporateNumber: '1' }).map(({ path }) => path)).toEqual([
      'name',
      'corporateNumber',
    ]);
  });
});

describe('department tree', () => {
  test('a child lies under its parent, in the same company', () => {
    const parent = { companyId: 'c1', path: ['a', 'b'] };
    expect(pathUnder('c', 'c1', parent)).toEqual(['a', 'b', 'c']);
    expect(() => pathUnder('c', 'c2', parent)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
  test('has a bottom', () => {
    const path = Array.from({ length: MAX_DEPTH }, (_, index) => String(index));
    expect(() => pathUnder('x', 'c1', { companyId: 'c1', path })).toThrow(
      expect.objectContaining({ code: 'illegal_state' }),
    );
  });
});

describe('invitation', () => {
  const now = new Date('2026-12-01T00:00:00Z');
  const invitation = openInvitation({ id: 'i1', tenantId: 't1', personId: 'p1' }, now);
  const dayLater = new Date(now.getTime() + 86_400_000);

  test('lives 24 hours, to the millisecond', () => {
    expect(invitationState(invitation, new Date(dayLater.getTime() - 1))).toBe('open');
    expect(invitationState(invitation, dayLater)).toBe('expired');
  });
  test('a resend is another text under the HMAC and 24 hours more', () => {
    const again = reissue(invitation, dayLater);
    expect(tokenText(again)).not.toBe(tokenText(invitation));
    expect(invitationState(again, dayLater)).toBe('open');
  });
  test.each(['redeemed', 'voided'] as const)('one that was %s is not sent again', (state) => {
    expect(() => reissue({ ...invitation, state }, now)).toThrow(expect.objectContaining({ code: 'illegal_state' }));
  });
  test('keeps the secret in the fragment', () => {
    const link = new URL(invitationLink('https://nencho.example', 'abc', 'i1', 'secret'));
    expect([link.pathname, link.search, link.hash]).toEqual(['/t/abc/invitation', '', '#i1.secret']);
  });
});

describe('password', () => {
  test.each([
    ['short', 'too_short'],
    ['あ'.repeat(14), 'too_short'],
    ['x'.repeat(129), 'too_long'],
    ['SAMPLE.taro.yamada', 'password_is_username'],
  ])('%s is refused: %s', (password, rule) => {
    expect(passwordViolations(password, 'sample.taro.yamada')).toMatchObject([{ path: 'password', rule }]);
  });
  test('a phrase of 15 characters is fine', () => {
    expect(passwordViolations('あ'.repeat(15), 'sample.taro')).toEqual([]);
  });
});

test('an order of a tenant names everything that is wrong', () => {
  const order = {
    tenantCode: 'X',
    displayName: '',
    seats: 0,
    contractStart: '2026-13-01',
    adminLoginId: 'Admin',
    adminFamilyName: '',
    adminGivenName: '\u0000',
  };
  expect(tenantViolations(order).map(({ path }) => path)).toEqual(Object.keys(order));
});

test('searching folds width, case, kana and spaces', () => {
  expect(searchForm('ﾔﾏﾀﾞ　たろう ABC')).toBe(searchForm('ヤマダタロウabc'));
});
