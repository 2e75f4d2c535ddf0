import { Trans, useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import { CheckField } from '../../shared/field.js';
import { YenField } from '../../shared/yen.js';
import { useCurrentDraft } from '../draft-context.js';
import { DisabilityField } from '../disability-field.js';
import { StepFrame } from '../step-frame.js';
import { SpecialCases } from './special-cases/special-cases.js';
import { useDateTexts } from '../../shared/date-text.js';

export const PersonStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const birthDate = useDateTexts().date(facts.person.birthDate);
  return (
    <StepFrame
      step="person"
      title={t`あなたについて`}
      reason={t`あなた自身の控除（基礎控除や障害者控除、寡婦・ひとり親・勤労学生の控除）を決めるために聞きます。`}
      law={t`所得税法 第79条（障害者控除）、第80条（寡婦控除）、第81条（ひとり親控除）、第82条（勤労学生控除）、第86条（基礎控除）、第190条（年末調整）`}
    >
      <p>
        <Trans>生年月日: {birthDate}（違うときは会社の担当者に伝えてください）</Trans>
      </p>
      <DisabilityField
        value={facts.person.disability}
        onChange={(disability) => update((old) => ({ ...old, person: { ...old.person, disability } }))}
      />
      <YenField
        label={t`ことしの給与の見込み（税金などが引かれる前の合計）`}
        hint={t`給与明細の「総支給額」から通勤手当をのぞいた、この会社の1年分です。年税額の見込みを出すためだけに使います。`}
        notANumber={t`円単位の数字で入力してください`}
        value={facts.person.estimatedSalary}
        onChange={(amount) =>
          update((old) => ({ ...old, person: { ...old.person, estimatedSalary: yen(Math.max(0, amount)) } }))
        }
      />
      <CheckField
        checked={facts.claims.basicDeduction}
        onChange={(basicDeduction) => update((old) => ({ ...old, claims: { ...old.claims, basicDeduction } }))}
      >
        <Trans>基礎控除を申告する（ほとんどの人があてはまります）</Trans>
      </CheckField>
      <SpecialCases />
    </StepFrame>
  );
};
