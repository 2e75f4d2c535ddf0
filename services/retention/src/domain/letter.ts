import type { LocalDate } from '@nencho/kernel';

export type LetterContent = {
  readonly addressee?: {
    readonly organisation: string;
    readonly contactName: string;
    readonly postalCode: string;
    readonly address: string;
  };
  readonly tenantCode: string;
  readonly endDate: LocalDate;
  readonly certificateDue: LocalDate | '';
  readonly code: string;
};

const japanese = (date: LocalDate): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

/** 消去証明書の受取番号のお知らせ: the text of the letter, to be printed. It is answered once and stored nowhere. */
export const certificateLetter = ({ addressee, tenantCode, endDate, certificateDue, code }: LetterContent): string =>
  [
    ...(addressee === undefined
      ? []
      : [`〒${addressee.postalCode}`, addressee.address, addressee.organisation, `${addressee.contactName} 様`, '']),
    '消去証明書の受取番号のお知らせ',
    '',
    `契約コード: ${tenantCode}`,
    `契約終了日: ${japanese(endDate)}`,
    ...(certificateDue === '' ? [] : [`消去証明書の発行期限: ${japanese(certificateDue)}（第46営業日）`]),
    '',
    '受取番号:',
    `  ${code}`,
    '',
    'データの消去が終わると、この番号で消去証明書（PDFと署名付きJSON）を受け取れます。',
    '番号はこの書面にだけ記載され、再発行すると前の番号は使えなくなります。',
    '最初に使ってから24時間は、同じ番号でもう一度受け取れます。',
  ].join('\n');
