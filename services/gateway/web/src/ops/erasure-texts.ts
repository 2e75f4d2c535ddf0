import { useLingui } from '@lingui/react/macro';

/** What an erasure waits for. */
export const useWaitingTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    notice: t`契約の終わりの日`,
    grace: t`猶予期間の終わり`,
    export: t`管理者が書き出しを受け取ったことの確認`,
    dry_run: t`消去対象の件数の確認`,
    approval: t`運用者2人の承認`,
    services: t`各サービスの消去`,
    second_round: t`2回目の確認`,
    vault: t`鍵の保管期間の終わり`,
    backups: t`バックアップの期限切れ`,
    certificate: t`証明書の作成`,
  };
};

export const useDryRunTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return { none: t`まだ`, ordered: t`数えています`, ready: t`そろいました`, expired: t`古くなりました` };
};
