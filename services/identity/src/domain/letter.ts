import type { LocalDate } from '@nencho/kernel';

/** Life of the initial password. */
export const LETTER_LIFE_DAYS = 30;

export type LetterInput = {
  readonly tenantName: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly signInAddress: string;
  readonly loginId: string;
  readonly initialPassword: string;
  readonly issuedOn: LocalDate;
  readonly expiresOn: LocalDate;
};

/** No letter or digit that print makes doubtful (I l 1 O 0), so that a password can be typed from paper. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const GROUPS = 6;
const GROUP_LENGTH = 5;
/** 30 characters of 31 signs are 148 bits; a byte beyond the largest multiple of 31 is thrown away (no bias). */
const USABLE = Math.floor(256 / alphabet.length) * alphabet.length;

/** 初期パスワード of at least 128 random bits, from the caller's source of random bytes. */
export const initialPassword = (randomBytes: (count: number) => Uint8Array): string => {
  const signs: string[] = [];
  while (signs.length < GROUPS * GROUP_LENGTH) {
    for (const byte of randomBytes(GROUPS * GROUP_LENGTH)) {
      if (byte < USABLE) signs.push(alphabet.charAt(byte % alphabet.length));
    }
  }
  return Array.from({ length: GROUPS }, (_, group) =>
    signs.slice(group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH).join(''),
  ).join('-');
};

const japaneseDate = (date: LocalDate): string => {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
};

/** 書面通知 to the first administrator, ready to print. It is answered once and stored nowhere. */
export const letterText = (letter: LetterInput): string =>
  [
    `発行日\u3000${japaneseDate(letter.issuedOn)}`,
    '',
    letter.tenantName,
    `${letter.familyName}\u3000${letter.givenName}\u3000様`,
    '',
    '',
    '　　　　　　年末調整サービス　管理者アカウントのお知らせ',
    '',
    '　このたびはサービスをご契約いただき、ありがとうございます。',
    '　管理者としてご利用を始めていただくための情報を、下記のとおりお知らせします。',
    '',
    '　　　　　　　　　　　　　　　　記',
    '',
    `\u3000サインインの画面\u3000\u3000${letter.signInAddress}`,
    `\u3000ログインID\u3000\u3000\u3000\u3000\u3000${letter.loginId}`,
    `\u3000初期パスワード\u3000\u3000\u3000${letter.initialPassword}`,
    `\u3000有効期限\u3000\u3000\u3000\u3000\u3000\u3000${japaneseDate(letter.expiresOn)}まで`,
    '',
    '　・初期パスワードは、英大文字と数字を５文字ずつハイフンで区切ったものです。ハイフンも入力してください。',
    '　・最初のサインインのときに、お客様ご自身のパスワード（15文字以上）への変更が必要です。',
    '　・有効期限までにパスワードを変更されないと、初期パスワードは使えなくなります。',
    '　・この書面は変更が済むまで大切に保管し、済みましたら裁断して廃棄してください。',
    '　・初期パスワードの控えは、当サービスのどこにも残りません。',
    '',
    '　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　　以上',
    '',
  ].join('\n');
