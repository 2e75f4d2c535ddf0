import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dateInTokyo } from '@nencho/kernel';
import { create, type Font } from 'fontkit';
import PDFDocument from 'pdfkit';
import type { DrawCertificate } from '../application/get-certificate.js';
import { parseCertificate, type SignedCertificate } from './certificate.js';

const FILE = '@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf';

/** Noto Sans JP, the package that services/document draws with, too: one copy for both. */
const loadFont = (): Font => {
  const font = create(readFileSync(createRequire(import.meta.url).resolve(FILE)));
  if (!('hasGlyphForCodePoint' in font)) throw new Error('the font file holds a collection, not a font');
  return font;
};

const states = {
  acknowledged: '受領の確認あり',
  waived: '管理者2名が放棄',
  lapsed: '猶予期間の満了（回答なし）',
} as const;

type Row = readonly [string, string];

const time = (instant: string): string => instant.replace('T', ' ').replace(/\.\d+/, '');

const deadlineRows = ({ deadlines: d }: SignedCertificate): Row[] => [
  ['契約終了日（第0営業日）', d.endDate],
  ['猶予期間の終了', `${d.graceEnds}（第${d.graceBusinessDays}営業日）`],
  ['発行期限', `${d.certificateDue}（第46営業日）`],
  ['契約上の期限', `${d.limit}（第60営業日）`],
  ['発行日', `${d.certifiedOn}（第${d.certifiedOnBusinessDay}営業日）`],
  ['営業日の数え方', '土日・国民の祝日・休日・12/29〜1/3を除く（日本時間）'],
];

const proofRows = (c: SignedCertificate): Row[] => [
  ['暗号鍵', c.keys.map(({ name }) => name).join(', ')],
  ['鍵の停止', c.keys.map(({ disabledAt }) => time(disabledAt)).join(', ')],
  ['鍵の破棄', c.keys.map(({ destroyedAt }) => time(destroyedAt)).join(', ')],
  ['鍵の不存在の確認', c.keys.map(({ absentFromVaultAt }) => time(absentFromVaultAt)).join(', ')],
  ['データの削除の完了', time(c.times.erasedAt)],
  ['最後のバックアップの消滅', `${time(c.backups.lastOneGoneAt)}（保持${c.backups.retentionDays}日）`],
  ['データの出力', states[c.export.state]],
  ['承認（運用者2名）', c.approvals.operators.map(({ sub, at }) => `${sub}  ${time(at)}`).join('\n')],
  ['検証', `${c.verification.rounds}回の計数、残り ${c.verification.remaining} 件`],
  ['監査記録の末尾', `${c.auditChain.entries} 件  ${c.auditChain.headHash}`],
  [
    '消去台帳',
    `第${c.ledger.erasing.index}号 ${c.ledger.erasing.hash}\n第${c.ledger.keyDestroyed.index}号 ${c.ledger.keyDestroyed.hash}`,
  ],
  ['署名', `Ed25519  鍵 ${c.keyId}\n${c.signature}`],
];

const headRows = (c: SignedCertificate): Row[] => [
  ['対象（テナント）', c.tenantId],
  ['消去番号', c.erasureId],
  ['規格', c.standard],
  ['方法', `${c.method.kind} / ${c.method.technique}`],
  ['使用した道具', `${c.tool.name} ${c.tool.version}`],
  ...(c.location === '' ? [] : [['場所', c.location] as const]),
];

const margin = 50;
const labelWidth = 150;
const size = 9;

const newDocument = (font: Font, certifiedAt: Date): PDFKit.PDFDocument =>
  new PDFDocument({
    ...{ size: 'A4', margin, pdfVersion: '1.7', subset: 'PDF/A-2b', lang: 'ja', displayTitle: true },
    font: font as never, // pdfkit takes a parsed font, its types do not say so
    info: { Title: 'データ消去証明書', Creator: 'Nencho', Producer: 'Nencho', CreationDate: certifiedAt },
  });

const drawRows = (document: PDFKit.PDFDocument, rows: readonly Row[]): void => {
  const width = document.page.width - 2 * margin - labelWidth;
  for (const [label, value] of rows) {
    const height = Math.max(
      document.heightOfString(value, { width }),
      document.heightOfString(label, { width: labelWidth }),
    );
    if (document.y + height > document.page.height - margin) document.addPage();
    const { y } = document;
    document.text(label, margin, y, { width: labelWidth - 10 });
    document.text(value, margin + labelWidth, y, { width });
    document.y = y + height + 3;
  }
  document.moveDown(0.6);
};

/** What the font cannot draw (a rare character of an address) becomes 〓, as printers do. */
const drawable = (font: Font, text: string): string =>
  (text.match(/./gsu) ?? [])
    .map((char) => (char === '\n' || font.hasGlyphForCodePoint(char.codePointAt(0) ?? 0) ? char : '〓'))
    .join('');

const storeRows = ({ stores }: SignedCertificate): Row[] =>
  stores.map(({ service, store, found, deleted, remaining }) => [
    `${service} / ${store}`,
    `計数 ${found}、削除 ${deleted}、残り ${remaining}`,
  ]);

/** Draws certificates as PDF/A-2b, in memory. */
export const createCertificateDrawing = (): DrawCertificate => {
  const loaded: { font?: Font } = {};
  return async ({ json, certifiedAt }, addressee) => {
    const certificate = parseCertificate(json);
    if (certificate === undefined) throw new Error('the stored certificate cannot be read');
    // Parsed at the first certificate: most processes never draw one.
    const font = (loaded.font ??= loadFont());
    const document = newDocument(font, certifiedAt);
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    const finished = once(document, 'end');
    document.fontSize(18).text('データ消去証明書', { align: 'center' }).moveDown(0.8).fontSize(size);
    if (addressee !== undefined) {
      const { postalCode, address, organisation, contactName } = addressee;
      const lines = [`〒${postalCode} ${address}`, organisation, `${contactName} 様`];
      document.text(drawable(font, lines.join('\n'))).moveDown(0.8);
    }
    document.text(
      `下記の契約について、お預かりしたすべてのデータを ${dateInTokyo(new Date(certificate.times.certifiedAt))} までに消去し、` +
        '復元できないことを確認しました。',
    );
    document.moveDown(0.8);
    for (const rows of [headRows(certificate), deadlineRows(certificate), proofRows(certificate)]) {
      drawRows(document, rows);
    }
    document.text('消去した保管先', margin).moveDown(0.3);
    drawRows(document, storeRows(certificate));
    document.text('この証明書の原本は署名付きJSONです。nencho-verify で誰でも検証できます。', margin);
    document.end();
    await finished;
    return new Uint8Array(Buffer.concat(chunks));
  };
};
