import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { localDate } from '@nencho/kernel';
import { initialPassword, letterText } from './letter.js';

describe('letter', () => {
  test('the initial password has at least 128 random bits and no sign that print makes doubtful', () => {
    const password = initialPassword(randomBytes);
    expect(password).toMatch(/^(?:[A-HJ-KM-NP-Z2-9]{5}-){5}[A-HJ-KM-NP-Z2-9]{5}$/);
    expect(30 * Math.log2(31)).toBeGreaterThan(128);
    const many = new Set(Array.from({ length: 200 }, () => initialPassword(randomBytes)));
    expect(many.size).toBe(200);
  });

  test('bytes that would make some signs likelier are thrown away', () => {
    const bytes = [255, 254, 253, 252, 251, 250, 249, 248, ...Array.from({ length: 40 }, () => 0)];
    expect(initialPassword(() => Uint8Array.from(bytes))).toBe('AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-AAAAA');
  });

  test('says where, who, with what and until when', () => {
    const text = letterText({
      tenantName: '株式会社見本',
      familyName: '管理',
      givenName: '花子',
      signInAddress: 'https://nencho.example/t/mihon',
      loginId: 'hanako',
      initialPassword: 'AAAAA-BBBBB',
      issuedOn: localDate('2026-10-01'),
      expiresOn: localDate('2026-10-31'),
    });
    for (const part of [
      '株式会社見本',
      '管理　花子　様',
      'https://nencho.example/t/mihon',
      'hanako',
      'AAAAA-BBBBB',
      '2026年10月31日まで',
      '2026年10月1日',
    ]) {
      expect(text).toContain(part);
    }
  });
});
