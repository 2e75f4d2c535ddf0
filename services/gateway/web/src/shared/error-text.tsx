import { useLingui } from '@lingui/react/macro';
import { isApiError } from '../api/client.js';
import { useRuleSentence } from './rule-text.js';

/** States and limits that stand in the way, by the `reason` of the answer. */
const useReasonTexts = (): Record<string, string> => {
  const { t } = useLingui();
  const redeemed = t`この招待はもう使えません。一覧を読み込み直してください。`;
  return {
    last_admin: t`最後の管理者なので、取り消しも停止もできません。先にほかの人を管理者にしてください。`,
    user_disabled: t`利用を停止した人です。`,
    not_invited: t`まだ招待していないか、すでに利用中の人です。`,
    invitation_redeemed: redeemed,
    invitation_voided: redeemed,
    invitation_expired: redeemed,
    invitation_being_redeemed: t`前の操作がまだ終わっていません。30秒ほど待ってから、もう一度お試しください。`,
    department_too_deep: t`部署の階層が深すぎます。`,
    import_in_progress: t`いまほかの取り込みが動いています。終わってからお試しください。`,
    import_applying: t`いま取り込んでいます。`,
    import_applied: t`すでに取り込んだファイルです。`,
    import_invalid: t`誤りのある行があるので、取り込めません。`,
    import_outdated: t`確かめたあとで従業員の情報が変わりました。もう一度ファイルを選んで確かめてください。`,
    seats: t`契約の人数をこえます。`,
    file_bytes: t`ファイルが大きすぎます（20MBまで）。分けてお試しください。`,
    pay_file_rows: t`行が多すぎます（10万行まで）。分けてお試しください。`,
    search_results: t`1,000人より多く見つかりました。言葉を足してしぼってください。`,
    mail: t`この人には少し前にメールを送りました。10分ほど待ってからお試しください。`,
    size: t`大きすぎて送れません。`,
    sign_in_not_recent: t`この操作には、10分以内のサインインが必要です。もう一度サインインしてください。`,
    contract_not_ended: t`契約の終わりの日が来ていません。`,
    no_contract_end: t`契約の終了は進んでいません。`,
    erasure_begun: t`消去が始まっているので、もう変えられません。`,
    export_answered: t`書き出しについては、もう答えがあります。`,
    grace_over: t`猶予期間が終わったので、取り消せません。`,
    dry_run_missing: t`先に、消去対象の件数を数えてください。`,
    second_operator_needed: t`あなたはもう承認しました。もう1人の運用者の承認が必要です。`,
    contact_recorded: t`あて先は管理者が記録しています。`,
    certificate_code_used: t`このコードはもう使われました。`,
    attachments: t`添付は1人30件までです。いらないものを消してください。`,
    attachment_bytes: t`添付は合わせて150MBまでです。いらないものを消すか、小さくしてください。`,
    attachment: t`短い時間に添付が多すぎます。しばらく待ってからお試しください。`,
    redrawings_of_person: t`あなたの添付をいくつか確認しているところです。終わってから、もう一度お試しください。`,
    redrawings: t`いま添付が混み合っています。少し待ってから、もう一度お試しください。`,
    attachment_changed: t`この添付は、別の画面で変わりました。画面を読み込み直してください。`,
    not_editable: t`提出したあとは変えられません。直したいときは、会社の担当者に差し戻しを頼んでください。`,
    pace: t`短い時間に操作が多すぎます。少し待ってからお試しください。`,
  };
};

/** What went wrong and what to do, in the reader's words: the rule that was broken, else the reason, else the code. */
export const useErrorText = (): ((error: unknown) => string) => {
  const { t } = useLingui();
  const reasons = useReasonTexts();
  const sentence = useRuleSentence();
  const texts: Record<string, string> = {
    network: t`サーバーにつながりません。通信を確かめて、もう一度お試しください。`,
    unavailable: t`いま処理できません。少し待ってから、もう一度お試しください。`,
    timeout: t`時間内に終わりませんでした。もう一度お試しください。`,
    unauthenticated: t`サインインの有効期間が切れました。もう一度サインインしてください。`,
    forbidden: t`これを見たり変えたりする権限がありません。必要なときは、会社の管理者に頼んでください。`,
    not_found: t`見つかりません。削除されたか、別の画面で変わりました。`,
    version_conflict: t`別の画面や人が先に保存しました。画面を読み込み直して、最新の内容を確かめてください。`,
    illegal_state: t`いまの状態ではこの操作はできません。画面を読み込み直してください。`,
    already_exists: t`同じものがすでに登録されています。`,
    limit_exceeded: t`回数または大きさの上限をこえました。時間をおくか、分けてお試しください。`,
    validation_failed: t`入力に誤りがあります。印のついた項目を直してください。`,
  };
  return (error) => {
    if (!isApiError(error)) {
      return t`思いがけない誤りが起きました。画面を読み込み直してください。`;
    }
    const whole = error.violations.find(({ path }) => path === '');
    if (whole !== undefined) {
      return sentence(whole);
    }
    const number = error.errorId ?? '-';
    return (
      reasons[error.reason ?? ''] ??
      texts[error.code] ??
      t`システムの誤りです。この番号を管理者に伝えてください: ${number}`
    );
  };
};
