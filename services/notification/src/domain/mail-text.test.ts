import { describe, expect, test } from '@jest/globals';
import { composeMail } from './mail-text.js';

const kinds = ['invitation', 'campaign_opened', 'sent_back', 'approved', 'result_ready'] as const;
const link = 'https://nencho.example/t/sample/invitation#id.token&x="y"';

describe.each(kinds)('%s', (kind) => {
  const mail = composeMail({ kind, tenantName: 'サンプル', link, expiresAt: '2026-12-24T18:00:00+09:00' });

  test('says it in Japanese and in English, with the link in both', () => {
    expect(mail.subject).toMatch(/^【年末調整】.+ \/ Year-end tax adjustment: .+/);
    expect(mail.text.split(link)).toHaveLength(3);
    expect(mail.text).toContain('サンプル');
    const [japanese, english] = mail.text.split('--------');
    expect(japanese).toMatch(/ください|ご覧/);
    expect(english).toMatch(/[a-z]{4} /);
    expect(english).not.toMatch(/[ぁ-ん]/);
  });

  test('the link is escaped in HTML, as text and as an attribute', () => {
    const escaped = 'https://nencho.example/t/sample/invitation#id.token&amp;x=&quot;y&quot;';
    expect(mail.html.split(escaped)).toHaveLength(5);
    expect(mail.html).not.toContain('x="y"');
  });
});

test('a company name can neither break a line nor bring markup along', () => {
  const tenantName = 'A\r\nBcc: x@y.example\u2028<script>alert(1)</script>\u202e';
  const { subject, text, html } = composeMail({ kind: 'approved', tenantName, link });
  expect(subject).not.toMatch(/[\r\n]/);
  expect(text).toContain('A Bcc: x@y.example <script>alert(1)</script> の年末調整');
  expect(html).not.toContain('<script>');
  expect(html).not.toContain('\u202e');
});

test('the time until which an invitation is good carries its offset', () => {
  const { text } = composeMail({ kind: 'invitation', tenantName: 'A', link, expiresAt: '2026-12-24T18:05:59+09:00' });
  expect(text).toContain('2026-12-24 18:05 (+09:00) まで有効');
});
