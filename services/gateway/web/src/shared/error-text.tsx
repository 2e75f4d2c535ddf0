import { useLingui } from '@lingui/react/macro';
import { isApiError } from '../api/client.js';

/** What went wrong and what to do, in the reader's words, by the code of the error. */
export const useErrorText = (): ((error: unknown) => string) => {
  const { t } = useLingui();
  const texts: Record<string, string> = {
    network: t`サーバーにつながりません。通信を確かめて、もう一度お試しください。`,
    unavailable: t`いま処理できません。少し待つと自動でつながります。`,
    timeout: t`時間内に終わりませんでした。もう一度お試しください。`,
    unauthenticated: t`サインインの有効期間が切れました。もう一度サインインしてください。`,
    forbidden: t`この操作の権限がありません。管理者に確かめてください。`,
    not_found: t`見つかりません。削除されたか、別の画面で変わりました。`,
    version_conflict: t`別の画面や人が先に保存しました。最新の内容を読み込んでください。`,
    illegal_state: t`いまの状態ではこの操作はできません。画面を読み込み直してください。`,
    already_exists: t`同じものがすでに登録されています。`,
    limit_exceeded: t`回数または大きさの上限を超えました。時間をおくか、分けてお試しください。`,
    validation_failed: t`入力に誤りがあります。印のついた項目を直してください。`,
  };
  return (error) => {
    if (!isApiError(error)) {
      return t`思いがけない誤りが起きました。画面を読み込み直してください。`;
    }
    const text = texts[error.code];
    return text ?? t`システムの誤りです。この番号を管理者に伝えてください: ${error.errorId ?? '-'}`;
  };
};
