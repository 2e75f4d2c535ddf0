import { useLingui } from '@lingui/react/macro';
import type { Violation } from '../api/client.js';
import { useFactRuleTexts } from './fact-rule-texts.js';

/** A sentence for a broken rule of an import, a job or a form. An unknown rule is shown by its name rather than hidden. */
export const useRuleText = (): ((violation: Violation) => string) => {
  const { t } = useLingui();
  const factTexts: Record<string, string> = useFactRuleTexts();
  return ({ path, rule, params = {} }) => {
    const limit = params['limit'] ?? params['max'] ?? '';
    const texts: Record<string, string> = {
      required: t`入力してください`,
      missing_column: t`この列がありません`,
      unknown_column: t`知らない列です`,
      duplicate: t`ファイルの中で重なっています`,
      unknown_company: t`登録されていない会社コードです`,
      unknown_department: t`登録されていない部署コードです`,
      unknown_employee: t`この従業員番号の人がいません`,
      date: t`日付は 2026-01-31 の形で書いてください`,
      mail: t`メールアドレスの形ではありません`,
      integer: t`円単位の整数で書いてください`,
      too_long: t`長すぎます（${limit}文字まで）`,
      seats_exceeded: t`契約の人数（${limit}人）をこえます`,
      not_utf8: t`文字コードがUTF-8ではありません。「CSV UTF-8」で保存し直してください`,
      malformed_csv: t`CSVの形がくずれています。引用符とカンマを確かめてください`,
      empty_file: t`ファイルが空です`,
      not_approved: t`まだ承認されていません`,
      pay_missing: t`給与の合計がありません`,
      salary_over_20m: t`給与が2,000万円をこえるので、年末調整の対象外です`,
    };
    const text = texts[rule] ?? factTexts[rule] ?? rule;
    return path === '' ? text : `${path}: ${text}`;
  };
};
