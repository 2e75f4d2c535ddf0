import { useLingui } from '@lingui/react/macro';

/** How far the end of a contract is, in the order of its states. */
export const useEndStateTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    notice: t`終了の予告`,
    grace: t`猶予期間`,
    erasing: t`消去中`,
    waiting_vault: t`鍵の保管期間の終わりを待っています`,
    waiting_backups: t`バックアップの期限切れを待っています`,
    certified: t`消去を証明しました`,
    withdrawn: t`予告を取り下げました`,
    cancelled: t`終了を取り消しました`,
  };
};

export const useExportTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    open: t`まだ確かめていません`,
    acknowledged: t`受け取りを確かめました`,
    waived: t`書き出しを放棄しました`,
    lapsed: t`返答のないまま猶予期間が終わりました`,
  };
};

/** What an operator can do to a tenant: the names of the RPCs. An unknown one is shown by its name. */
export const useOperatorActTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    CreateTenant: t`契約の登録と最初の管理者への書面`,
    RecordContractEnd: t`契約終了日の記録`,
    RotateTenantKeys: t`契約の鍵の更新`,
    OrderDryRun: t`消去対象の件数の確認`,
    ApproveErasure: t`消去の承認`,
    IssueCertificateLetter: t`証明書の書面の発行`,
  };
};
