import { useLingui } from '@lingui/react/macro';
import type { AuditEventType } from '@nencho/contracts/audit-events';

/** The acts of the audit trail in words. */
export const useAuditTexts = (): Record<string, string> => {
  const { t } = useLingui();
  const texts: Record<AuditEventType, string> = {
    tenant_created: t`契約の開始`,
    contract_notice_given: t`契約終了の予告`,
    contract_notice_withdrawn: t`予告の取り下げ`,
    contract_ended: t`契約の終了`,
    contract_reactivated: t`契約の再開`,
    company_created: t`会社の登録`,
    department_created: t`部署の登録`,
    employee_import_checked: t`従業員CSVの確認`,
    employees_imported: t`従業員の取り込み`,
    grant_added: t`役割の付与`,
    grant_removed: t`役割の取り消し`,
    user_disabled: t`利用の停止`,
    invitations_issued: t`招待`,
    invitation_resent: t`招待の再送`,
    invitation_redeemed: t`パスワードの設定`,
    campaign_created: t`年末調整の作成`,
    campaign_opened: t`受付の開始`,
    facts_saved: t`申告の保存`,
    declaration_submitted: t`申告の提出`,
    declaration_sent_back: t`差し戻し`,
    declaration_approved: t`承認`,
    pay_import_checked: t`給与CSVの確認`,
    pay_imported: t`給与の取り込み`,
    adjustment_calculated: t`計算`,
    adjustment_finalised: t`確定`,
    withholding_slip_rendered: t`源泉徴収票の作成`,
    results_exported: t`結果の出力`,
    attachment_uploaded: t`添付の登録`,
    attachment_viewed: t`添付の閲覧`,
    attachment_removed: t`添付の削除`,
    job_cancelled: t`処理の中止`,
    mail_sent: t`メールの送信`,
    audit_searched: t`記録の閲覧`,
    audit_exported: t`記録のダウンロード`,
    termination_contact_recorded: t`証明書のあて先の記録`,
    export_acknowledged: t`書き出しの受け取りの確認`,
    export_waived: t`書き出しの放棄`,
    contract_end_cancelled: t`契約終了の取り消し`,
  };
  return texts;
};

/** Who acted: a person, work started by a person, a service by itself, or the operator of the system. */
export const useActorTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    user: t`利用者`,
    job: t`処理（利用者が開始）`,
    service: t`システム`,
    operator: t`運用者`,
    anonymous: t`サインイン前の人`,
  };
};

export const useOutcomeTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return { success: t`成功`, denied: t`拒否`, failed: t`失敗` };
};
