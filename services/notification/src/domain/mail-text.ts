import type { DeliveryKind } from './delivery.js';

export type MailText = { readonly subject: string; readonly text: string; readonly html: string };

export type MailFacts = {
  readonly kind: DeliveryKind;
  readonly tenantName: string;
  readonly link: string;
  /** RFC 3339 with its offset; of an invitation. */
  readonly expiresAt?: string;
};

type Paragraphs = { readonly subject: string; readonly before: readonly string[]; readonly after: readonly string[] };
type Template = { readonly ja: (facts: MailFacts) => Paragraphs; readonly en: (facts: MailFacts) => Paragraphs };

const minutesOf = (instant = ''): string =>
  instant.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d+)?([+-]\d\d:\d\d)$/, '$1 $2 ($3)');

const signIn = {
  ja: ['次のページからサインインしてください。'],
  en: ['Please sign in here:'],
} as const;

/** No name of a person, no amount, no relative: a mail may be read by whoever looks over a shoulder. */
const templates: Readonly<Record<DeliveryKind, Template>> = {
  invitation: {
    ja: ({ tenantName, expiresAt }) => ({
      subject: '【年末調整】ご利用開始のご案内',
      before: [`${tenantName} の年末調整のご案内です。`, '次のページを開き、パスワードを設定してください。'],
      after: [
        `このリンクは ${minutesOf(expiresAt)} まで有効で、使えるのは一度だけです。ほかの人に転送しないでください。`,
        'お心当たりのない場合は、このメールを破棄し、勤務先の担当者にお知らせください。',
      ],
    }),
    en: ({ tenantName, expiresAt }) => ({
      subject: 'Year-end tax adjustment: set your password',
      before: [`${tenantName} invites you to its year-end tax adjustment.`, 'Open this page and set your password:'],
      after: [
        `The link is good until ${minutesOf(expiresAt)} and works once. Do not forward it.`,
        'If you did not expect this mail, delete it and tell the person in charge at your company.',
      ],
    }),
  },
  campaign_opened: {
    ja: ({ tenantName }) => ({
      subject: '【年末調整】申告の受付が始まりました',
      before: [`${tenantName} の年末調整の申告の受付が始まりました。`, ...signIn.ja],
      after: ['まだパスワードを設定していない場合は、別にお送りしたご利用開始の案内をご覧ください。'],
    }),
    en: ({ tenantName }) => ({
      subject: 'Year-end tax adjustment: declarations are open',
      before: [`You can now make your declaration for the year-end tax adjustment of ${tenantName}.`, ...signIn.en],
      after: ['If you have not set a password yet, see the invitation that was sent to you.'],
    }),
  },
  sent_back: {
    ja: ({ tenantName }) => ({
      subject: '【年末調整】申告内容の確認をお願いします',
      before: [`${tenantName} の担当者から、申告内容について確認のお願いがあります。`, ...signIn.ja],
      after: ['確認いただきたい箇所は、サインイン後の画面に表示されます。'],
    }),
    en: ({ tenantName }) => ({
      subject: 'Year-end tax adjustment: please check your declaration',
      before: [`The person in charge at ${tenantName} asks you to check your declaration.`, ...signIn.en],
      after: ['After signing in you see which entries are meant.'],
    }),
  },
  approved: {
    ja: ({ tenantName }) => ({
      subject: '【年末調整】申告が承認されました',
      before: [`${tenantName} の年末調整の申告が承認されました。`, ...signIn.ja],
      after: ['計算結果が確定しましたら、あらためてお知らせします。'],
    }),
    en: ({ tenantName }) => ({
      subject: 'Year-end tax adjustment: your declaration is approved',
      before: [`Your declaration for the year-end tax adjustment of ${tenantName} is approved.`, ...signIn.en],
      after: ['You will be told when the result is final.'],
    }),
  },
  result_ready: {
    ja: ({ tenantName }) => ({
      subject: '【年末調整】結果をご確認いただけます',
      before: [`${tenantName} の年末調整の結果が確定しました。`, ...signIn.ja],
      after: ['源泉徴収票も同じ画面からご覧いただけます。'],
    }),
    en: ({ tenantName }) => ({
      subject: 'Year-end tax adjustment: your result is ready',
      before: [`The result of the year-end tax adjustment of ${tenantName} is final.`, ...signIn.en],
      after: ['You find your withholding slip there, too.'],
    }),
  },
};

const footer = {
  ja: 'このメールは送信専用です。返信いただいてもお答えできません。',
  en: 'This mail was sent automatically; replies are not read.',
} as const;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character] ?? '');

/** The one text from outside: shown in one line, without anything that steers a terminal or a mail reader. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 100);

const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;

const htmlOf = (lang: 'ja' | 'en', { before, after }: Paragraphs, link: string): string => {
  const href = escapeHtml(link);
  const body = [
    ...before.map(paragraph),
    `<p><a href="${href}">${href}</a></p>`,
    ...[...after, footer[lang]].map(paragraph),
  ];
  return `<div lang="${lang}">${body.join('')}</div>`;
};

/** Japanese first, English below it: the reader's language is not known before the first sign-in. */
export const composeMail = (facts: MailFacts): MailText => {
  const { kind, link } = facts;
  const safe = { ...facts, tenantName: oneLine(facts.tenantName) };
  const ja = templates[kind].ja(safe);
  const en = templates[kind].en(safe);
  const plain = (lang: 'ja' | 'en', { before, after }: Paragraphs): string =>
    [...before, link, ...after, footer[lang]].join('\n\n');
  const head = '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title></title></head><body>';
  return {
    subject: `${ja.subject} / ${en.subject}`,
    text: `${plain('ja', ja)}\n\n--------\n\n${plain('en', en)}\n`,
    html: `${head}${htmlOf('ja', ja, link)}<hr>${htmlOf('en', en, link)}</body></html>`,
  };
};
