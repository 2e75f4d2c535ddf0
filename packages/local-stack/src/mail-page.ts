import { type CaughtMail } from './mail-inbox.js';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

/** Links of a plain text become links, so that an invitation can be followed with one click. */
const linked = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, index) =>
      index % 2 === 1 ? `<a href="${escapeHtml(part)}" rel="noreferrer">${escapeHtml(part)}</a>` : escapeHtml(part),
    )
    .join('');

const layout = (title: string, body: string): string => `<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
body { font: 16px/1.6 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1a1a1a; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem; border-bottom: 1px solid #ccc; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; } input { font: inherit; padding: .3rem; }
</style></head><body>${body}</body></html>`;

export const listPage = (mails: readonly CaughtMail[], to: string): string => {
  const rows = [...mails]
    .reverse()
    .slice(0, 200)
    .map(
      (mail) =>
        `<tr><td>${escapeHtml(mail.receivedAt)}</td><td>${escapeHtml(mail.to.join(', '))}</td>` +
        `<td><a href="/messages/${mail.id}">${escapeHtml(mail.subject)}</a></td></tr>`,
    )
    .join('');
  const form =
    `<form><label>宛先 / To <input name="to" type="email" value="${escapeHtml(to)}"></label> ` +
    '<button>絞り込む / Filter</button></form>';
  const table =
    rows === '' ? '<p>メールはありません。/ No mail.</p>' : `<table><tr><th>受信<th>宛先<th>件名</tr>${rows}</table>`;
  return layout('Nencho inbox', `<h1>受信箱（開発用）</h1>${form}<p>${mails.length} 通</p>${table}`);
};

export const mailPage = (mail: CaughtMail): string =>
  layout(
    mail.subject,
    `<p><a href="/">← 受信箱</a></p><h1>${escapeHtml(mail.subject)}</h1>` +
      `<p>${escapeHtml(mail.from)} → ${escapeHtml(mail.to.join(', '))}<br>${escapeHtml(mail.receivedAt)}</p><pre>${linked(mail.text)}</pre>`,
  );
