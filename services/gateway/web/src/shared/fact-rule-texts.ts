import { useLingui } from '@lingui/react/macro';
import type { FactRule, FactViolation } from '@nencho/tax-rules';
import { checkText } from '@nencho/tax-rules/texts';

/** What the pages say in words of their own. */
const useOwnTexts = (): Readonly<Partial<Record<FactRule, string>>> => {
  const { t } = useLingui();
  return {
    required: t`入力してください。`,
    kana_missing: t`フリガナが空です。わかれば入力してください。`,
    unsupported_case: t`この場合の計算には対応していません。会社の担当者に相談してください。`,
    duplicate_id: t`同じものが2回入っています。画面を読み込み直してください。`,
    same_person_twice: t`同じ人が2回入っています。1つを消してください。`,
    birth_date_in_future: t`生年月日が先の日付です。確かめてください。`,
    pay_negative: t`給与の合計がマイナスです。担当者に確かめてください。`,
    income_adjustment_pay_not_above: t`給与が850万円をこえないので、所得金額調整控除は受けられません。チェックを外してください。`,
    income_adjustment_without_qualifying_person: t`23歳未満の扶養親族または特別障害者がいないので、所得金額調整控除は受けられません。チェックを外してください。`,
    income_adjustment_could_be_claimed: t`所得金額調整控除を受けられそうです。「あなたのほかの所得」の画面で選べます。`,
    life_special_without_young_dependant: t`23歳未満の扶養親族がいないので、生命保険料の特例は受けられません。チェックを外してください。`,
    life_special_could_be_claimed: t`23歳未満の扶養親族がいるので、生命保険料の特例を受けられそうです。「生命保険」の画面で選べます。`,
    housing_loan_income_limit: t`所得の合計が2,000万円をこえるので、住宅ローン控除を受けられないことがあります（住みはじめた年で上限が変わります）。税務署から届いた申告書か、会社の担当者に確かめてください。`,
    basic_deduction_not_claimed: t`基礎控除を申告していません。ほとんどの人は申告できます。`,
    own_income_over_spouse_limit: t`あなたの所得の合計が1,000万円をこえるので、配偶者の控除は受けられません。`,
    spouse_income_over_limit: t`配偶者の所得が上限をこえるので、配偶者の控除は受けられません。`,
    relative_income_over_limit: t`この家族の所得が上限をこえるので、扶養の控除は受けられません。`,
    disability_of_non_dependant: t`所得が上限をこえるので、この人の障害者控除は受けられません。`,
    newly_qualifying_relative: t`ことしの改正で、新しく控除を受けられるようになった家族です。金額を確かめてください。`,
    social_insurance_equals_withheld: t`給与から引かれた社会保険料と同じ金額です。二重に書いていないか確かめてください。`,
    final_return_may_be_needed: t`給与以外の所得が20万円をこえるので、確定申告が必要かもしれません。`,
    salary_over_adjustment_limit: t`給与が2,000万円をこえるときは、年末調整ではなく確定申告になります。`,
  };
};

/** What a rule of the facts says to the person who entered them, and what to do: in the engine's words where ours are none. */
export const useFactRuleText = (): ((violation: Pick<FactViolation, 'rule' | 'params'>) => string) => {
  const { i18n } = useLingui();
  const own = useOwnTexts();
  return (violation) => {
    const { text, action } = checkText(violation, i18n.locale === 'ja' ? 'ja' : 'en');
    return own[violation.rule] ?? [text, action].join(i18n.locale === 'ja' ? '' : ' ');
  };
};
