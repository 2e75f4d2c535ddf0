import { useLingui } from '@lingui/react/macro';

type Params = Readonly<Record<string, string>>;
type TextsOf = (params: Params) => Readonly<Record<string, string>>;

/** Rules of any field of a form or a file. */
const useFieldRuleTexts = (): TextsOf => {
  const { t } = useLingui();
  return (params) => {
    const { min = params['minimum'] ?? '', max = params['maximum'] ?? '', from = '', to = '', line = '' } = params;
    const wrongForm = t`この形では使えません。書き方を確かめてください。`;
    const notADate = t`日付として読めません。2026-01-31 の形で書いてください。`;
    const notAChoice = t`選べないものが選ばれています。選び直してください。`;
    const tooLow = t`${min} 以上にしてください。`;
    const tooHigh = t`${max} までにしてください。`;
    return {
      required: t`入力してください。`,
      type: wrongForm,
      wrong_type: wrongForm,
      format: t`使えない文字が入っています。`,
      wrong_format: wrongForm,
      invalid: wrongForm,
      control_character: t`使えない文字（改行など）が入っています。`,
      choice: notAChoice,
      not_allowed: notAChoice,
      unknown_role: notAChoice,
      unknown_scope: notAChoice,
      unknown_state: notAChoice,
      id_format: t`選んだものが見つかりません。画面を読み込み直してください。`,
      postal_code: t`郵便番号は、100-0001 の形で書いてください。`,
      certificate_code_format: t`コードの形が違います。書面と見くらべてください。`,
      tenant_code_differs: t`この契約の会社コードと違います。契約書を確かめてください。`,
      display_name_differs: t`この契約の名称と違います。契約書を確かめてください。`,
      dry_run_differs: t`件数が数え直されました。最新の件数を確かめてから承認してください。`,
      min: tooLow,
      too_small: tooLow,
      max: tooHigh,
      too_big: tooHigh,
      too_short: t`短すぎます。${min}文字以上にしてください。`,
      too_long: t`長すぎます。${max}文字までにしてください。`,
      too_large: t`金額が大きすぎます。${max}円までにしてください。`,
      too_many: t`多すぎます。${max}件までにしてください。`,
      range: t`${min} から ${max} の間にしてください。`,
      out_of_range: t`${min} から ${max} の間にしてください。`,
      duplicate: line === '' ? t`同じものが2回あります。` : t`${line} 行目と重なっています。`,
      date: notADate,
      impossible_date: notADate,
      date_range: t`${from} から ${to} の間の日付にしてください。`,
      instant: notADate,
      yen: t`円単位の整数で書いてください（例: 4800000 または 4,800,000）。`,
      unknown_field: t`この版では使えない項目です。画面を読み込み直してください。`,
      idempotency_key_reused: t`前と同じ操作として受け付けられませんでした。画面を読み込み直して、もう一度お試しください。`,
      invalid_cursor: t`一覧の続きを読めません。画面を読み込み直してください。`,
      stream_cut: t`送信が途中で切れました。もう一度お試しください。`,
      malformed_request: t`送信した内容を読めません。画面を読み込み直してください。`,
      malformed_json: t`送信した内容を読めません。画面を読み込み直してください。`,
      content_type_unsupported: t`この種類のファイルは受け付けられません。`,
    };
  };
};

/** Rules of companies, departments, people, roles and invitations. */
const useOrganisationRuleTexts = (): TextsOf => {
  const { t } = useLingui();
  return () => ({
    code_format: t`コードは半角の英数字と . _ - で、32文字までにしてください。`,
    corporate_number: t`法人番号ではありません。13桁の数字を確かめてください。`,
    login_id_format: t`ログインIDは半角の英小文字・数字と . _ - で、40文字までにしてください。`,
    login_id_taken: t`このログインIDは、ほかの人が使っています。`,
    login_id_fixed: t`利用中の人のログインIDは変えられません。`,
    grants_beyond_own: t`あなたが与えられない役割を持つ人です。メールアドレスやログインIDの変更と招待は、管理者に頼んでください。`,
    employee_number_format: t`従業員番号は半角の英数字と . _ - で、32文字までにしてください。`,
    mail_format: t`メールアドレスの形ではありません。`,
    mail_missing: t`メールアドレスがないので、招待を送れません。`,
    katakana: t`カタカナで書いてください。`,
    postal_code: t`郵便番号は 100-0001 の形で書いてください。`,
    birth_date_range: t`生年月日がありえない日付です。`,
    before_birth: t`入社日が生年月日より前です。`,
    before_joining: t`退職日が入社日より前です。`,
    role_implied: t`従業員の役割は自動でつくので、与える必要はありません。`,
    scope_of_role: t`この役割は、この範囲では与えられません。`,
    employee_unknown: t`この従業員は見つからないか、あなたの担当の範囲にいません。`,
    already_user: t`すでに利用中です。`,
    user_disabled: t`利用を停止した人です。`,
    invitation_open: t`すでに招待ずみです。`,
    password_is_username: t`ログインIDと同じものは使えません。`,
    password_blocklisted: t`よく使われるパスワードです。ほかのものにしてください。`,
  });
};

/** Rules of attached files. */
const useAttachmentRuleTexts = (): TextsOf => {
  const { t } = useLingui();
  return ({ max = '' }) => ({
    no_content: t`中身のないファイルです。`,
    unsupported_type: t`この種類のファイルは添付できません。JPEG・PNG・WebPの画像か、PDFにしてください。`,
    heic_unsupported: t`HEIC形式の写真は添付できません。カメラの設定を「互換性優先」（JPEG）にするか、JPEGに変えてください。`,
    mixed_types: t`画像やPDFの中に、ほかの種類のファイルが入っています。もとの証明書をとり直してください。`,
    broken_file: t`ファイルがこわれていて開けません。とり直すか、別のファイルを選んでください。`,
    encrypted_file: t`パスワードつきのPDFです。パスワードを外してから添付してください。`,
    too_many_pixels: t`画像が大きすぎます（${max} 画素まで）。小さくしてください。`,
    too_many_pages: t`ページが多すぎます（${max} ページまで）。証明書のページだけにしてください。`,
    too_complex: t`このファイルは時間内に開けませんでした。画像にとり直して添付してください。`,
    attachments_unsettled: t`添付の登録がまだ終わっていません。少し待ってから、もう一度提出してください。`,
  });
};

/** Rules of a CSV file. */
const useFileRuleTexts = (): TextsOf => {
  const { t } = useLingui();
  return ({ line = '', position = '', seats = '', needed = '' }) => {
    const malformed =
      line === ''
        ? t`CSVの形がくずれています。引用符（"）とカンマを確かめてください。`
        : t`${line} 行目で、CSVの形がくずれています。引用符（"）とカンマを確かめてください。`;
    const empty = t`ファイルにデータの行がありません。`;
    const missing = t`この列がありません。1行目の列の名前を確かめてください。`;
    const twice = t`この列が2回あります。`;
    return {
      not_utf8: t`文字コードがUTF-8ではありません。Excelでは「CSV UTF-8（コンマ区切り）」で保存し直してください。`,
      csv_malformed: malformed,
      malformed_csv: malformed,
      empty,
      empty_file: empty,
      column_missing: missing,
      missing_column: missing,
      column_duplicate: twice,
      duplicate_column: twice,
      column_unknown: t`${position} 番目の列の名前がちがいます。`,
      column_count: t`列の数が1行目とちがいます。`,
      duplicate_in_file: t`${line} 行目と重なっています。`,
      company_unknown: t`登録されていない会社コードです。先に「会社と部署」で登録してください。`,
      department_unknown: t`登録されていない部署コードです。先に「会社と部署」で登録してください。`,
      unknown_employee: t`この従業員番号の人が、この年末調整にいません。`,
      out_of_scope: t`あなたの担当の範囲にいません。`,
      seats_exceeded: t`契約の人数（${seats}人）をこえます。取り込むと${needed}人になります。`,
    };
  };
};

/** Rules of the season: campaign, submitting, reviewing, calculating, finalising, documents. */
const useSeasonRuleTexts = (): TextsOf => {
  const { t } = useLingui();
  return ({ deadline = '', actual = '', missing = '', count = '', codePoints = '', from = '' }) => ({
    tax_year: t`年は西暦4桁で入力してください。`,
    tax_year_unsupported: t`この年の年末調整には、まだ対応していません。`,
    last_payment_outside_tax_year: t`この年分の中の日付にしてください。`,
    last_payment_before_reform: t`${from} 以後の日付にしてください。それより前の支払いの計算には対応していません。`,
    campaign_not_open: t`受付がまだ始まっていません。先に受付を始めてください。`,
    campaign_finalised: t`この年末調整は確定ずみです。`,
    deadline_passed: t`提出の期限（${deadline}）を過ぎました。会社の担当者に連絡してください。`,
    nothing_saved: t`まだ何も入力していません。内容を入力してから提出してください。`,
    not_editable: t`提出したあとは変えられません。直したいときは、会社の担当者に差し戻しを頼んでください。`,
    not_submittable: t`すでに提出ずみです。画面を読み込み直してください。`,
    not_reviewable: t`いまの状態では、承認も差し戻しもできません。画面を読み込み直してください。`,
    kept_by_employer: t`会社が管理している項目です。ちがうときは、会社の担当者に伝えてください。`,
    unknown_path: t`指摘する項目が見つかりません。画面を読み込み直してください。`,
    import_expired: t`確かめてから日がたちすぎました。もう一度ファイルを選んでください。`,
    import_applied: t`すでに取り込んだファイルです。`,
    import_applying: t`いま取り込んでいます。`,
    import_invalid: t`誤りのある行が ${count} 行あるので、取り込めません。`,
    import_has_errors: t`誤りのある行が ${count} 行あるので、取り込めません。`,
    no_pay: t`給与の合計がまだありません。`,
    not_approved: t`まだ承認されていません。`,
    not_calculated: t`まだ計算されていません。`,
    not_all_calculated: t`計算されていない人が ${missing} 人います。`,
    not_finalised: t`結果がまだ確定していません。`,
    nothing_to_finalise: t`確定できる人がいません。先に計算してください。`,
    expected_count_changed: t`人数が変わりました（いまは ${actual} 人）。画面を読み込み直して、人数を確かめてください。`,
    result_outdated: t`計算のあとで内容が変わりました。もう一度計算してください。`,
    finalised: t`確定ずみなので変えられません。`,
    incomplete: t`申告の内容がそろっていません。差し戻して直してもらってください。`,
    refused: t`この内容では計算できません。申告を確かめてください。`,
    salary_over_20m: t`給与が2,000万円をこえるので、年末調整の対象外です（確定申告になります）。`,
    undrawable_text: t`印字できない文字があります（${codePoints}）。別の字に直してください。`,
    does_not_fit: t`長すぎて書類の欄に入りません。短く直してください。`,
  });
};

/** A sentence for each rule that an import, a job or a form can break (docs/errors.md), with the figures of `params`. */
export const useRuleTexts = (): TextsOf => {
  const field = useFieldRuleTexts();
  const organisation = useOrganisationRuleTexts();
  const file = useFileRuleTexts();
  const attachment = useAttachmentRuleTexts();
  const season = useSeasonRuleTexts();
  return (params) => ({
    ...{ ...field(params), ...organisation(params), ...file(params) },
    ...{ ...attachment(params), ...season(params) },
  });
};
