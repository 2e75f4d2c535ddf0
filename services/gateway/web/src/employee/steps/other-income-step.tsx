import { useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import { CheckField } from '../../shared/field.js';
import { YenField } from '../../shared/yen.js';
import { useCurrentDraft } from '../draft-context.js';
import { StepFrame } from '../step-frame.js';
import { useFieldErrors } from '../violations.js';

export const OtherIncomeStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  return (
    <StepFrame
      step="other-income"
      title={t`あなたのほかの所得`}
      reason={t`控除の額は、あなたの所得の合計で変わります。給与のほかに所得があるときだけ書きます。年末調整の税額には足されません。`}
      law={t`所得税法 第86条（基礎控除）、租税特別措置法 第41条の3の11（所得金額調整控除）`}
    >
      <YenField
        label={t`給与以外の所得の見込み`}
        hint={t`副業や不動産などの、経費を引いたあとの金額です。`}
        error={errorOf('otherIncome')}
        notANumber={t`円単位の数字で入力してください`}
        value={facts.otherIncome}
        onChange={(amount) => update((old) => ({ ...old, otherIncome: yen(amount) }))}
      />
      <CheckField
        error={errorOf('claims.incomeAdjustment')}
        checked={facts.claims.incomeAdjustment}
        onChange={(incomeAdjustment) => update((old) => ({ ...old, claims: { ...old.claims, incomeAdjustment } }))}
      >
        {t`所得金額調整控除を申告する（給与が850万円をこえ、23歳未満の扶養親族や特別障害者がいる人）`}
      </CheckField>
    </StepFrame>
  );
};
