import { useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import { YenField } from '../../shared/yen.js';
import { Attachments } from '../attachments.js';
import { useCurrentDraft } from '../draft-context.js';
import { StepFrame } from '../step-frame.js';
import { useFieldErrors } from '../violations.js';

export const HousingLoanStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  return (
    <StepFrame
      step="housing-loan"
      title={t`住宅ローン`}
      reason={t`2年目からの住宅ローン控除です。1年目は確定申告が必要です。なければ空のまま進みます。`}
      law={t`租税特別措置法 第41条、第41条の2の2（住宅借入金等特別控除）`}
    >
      <YenField
        label={t`住宅借入金等特別控除額`}
        hint={t`税務署から届いた「住宅借入金等特別控除申告書」で計算した、控除額の欄の金額です。`}
        error={errorOf('housingLoanCredit')}
        notANumber={t`円単位の数字で入力してください`}
        value={facts.housingLoanCredit}
        onChange={(amount) => update((old) => ({ ...old, housingLoanCredit: yen(Math.max(0, amount)) }))}
      />
      <Attachments certificate="housing_loan" />
    </StepFrame>
  );
};
