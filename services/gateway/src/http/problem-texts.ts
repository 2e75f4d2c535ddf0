import { type AppErrorCode } from '@nencho/kernel';

export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

type Text = { readonly title: string; readonly detail: string };

/** What a reader is told, by code. The web has its own words for violations; this is for whoever reads the raw answer. */
export const problemTexts: Readonly<Record<AppErrorCode, Readonly<Record<Language, Text>>>> = {
  validation_failed: {
    ja: { title: '入力に誤りがあります', detail: 'violations に示した項目を直して、もう一度送信してください。' },
    en: { title: 'Invalid input', detail: 'Correct what violations names and send again.' },
  },
  unauthenticated: {
    ja: { title: 'サインインが必要です', detail: 'サインインしてから、もう一度お試しください。' },
    en: { title: 'Sign-in required', detail: 'Sign in and try again.' },
  },
  forbidden: {
    ja: { title: '権限がありません', detail: 'この操作はあなたの役割では行えません。' },
    en: { title: 'Not permitted', detail: 'Your roles do not allow this.' },
  },
  not_found: {
    ja: { title: '見つかりません', detail: '指定されたものは存在しないか、参照できません。' },
    en: { title: 'Not found', detail: 'It does not exist, or not for you.' },
  },
  already_exists: {
    ja: { title: 'すでに存在します', detail: '同じものがすでに登録されています。' },
    en: { title: 'Already exists', detail: 'The same is registered already.' },
  },
  version_conflict: {
    ja: { title: '他で更新されています', detail: '最新の内容を読み込み、変更を確かめてから保存してください。' },
    en: { title: 'Changed meanwhile', detail: 'Load the latest state, check your change and save again.' },
  },
  illegal_state: {
    ja: { title: '今の状態ではできません', detail: '状態を確かめてから、もう一度お試しください。' },
    en: { title: 'Not possible now', detail: 'The present state does not allow this.' },
  },
  limit_exceeded: {
    ja: { title: '上限を超えました', detail: '量を減らすか、時間をおいてお試しください。' },
    en: { title: 'Limit exceeded', detail: 'Send less, or try again later.' },
  },
  unavailable: {
    ja: { title: '現在利用できません', detail: '準備中か一時的な障害です。少し待ってからお試しください。' },
    en: { title: 'Unavailable', detail: 'Starting, or temporarily out of order. Try again in a moment.' },
  },
  timeout: {
    ja: { title: '時間内に終わりませんでした', detail: '少し待ってからお試しください。' },
    en: { title: 'Took too long', detail: 'Try again in a moment.' },
  },
  internal: {
    ja: { title: '内部エラー', detail: '記録しました。お問い合わせの際は errorId をお伝えください。' },
    en: { title: 'Internal error', detail: 'It was recorded. Quote the errorId when you ask for help.' },
  },
};
