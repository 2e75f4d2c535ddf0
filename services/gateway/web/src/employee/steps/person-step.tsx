import { Trans, useLingui } from '@lingui/react/macro';
import type { SpecialCaseFacts } from '@nencho/tax-rules';
import { yen } from '@nencho/kernel';
import { CheckField } from '../../shared/field.js';
import { Notice } from '../../shared/notice.js';
import { useFactTexts } from '../../shared/fact-texts.js';
import { YenField } from '../../shared/yen.js';
import { useCurrentDraft } from '../draft-context.js';
import { DisabilityField } from '../disability-field.js';
import { StepFrame } from '../step-frame.js';
import { useDateTexts } from '../../shared/date-text.js';

const SpecialCases = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const { specialCases: cases } = useFactTexts();
  const any = Object.values(facts.specialCases).some(Boolean);
  return (
    <fieldset className="choice">
      <legend className="field-label">
        <Trans>次にあてはまるものを選んでください</Trans>
      </legend>
      <p className="field-hint">
        <Trans>なければ、そのまま進んでください。</Trans>
      </p>
      {(Object.keys(cases) as (keyof SpecialCaseFacts)[]).map((key) => (
        <CheckField
          key={key}
          checked={facts.specialCases[key]}
          onChange={(checked) => update((old) => ({ ...old, specialCases: { ...old.specialCases, [key]: checked } }))}
        >
          {cases[key]}
        </CheckField>
      ))}
      {any && (
        <Notice tone="warning" title={t`この画面では申告できません`}>
          <Trans>いまのところ、この場合の計算には対応していません。会社の担当者に相談してください。</Trans>
        </Notice>
      )}
    </fieldset>
  );
};

export const PersonStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const birthDate = useDateTexts().date(facts.person.birthDate);
  return (
    <StepFrame
      step="person"
      title={t`あなたについて`}
      reason={t`あなた自身の控除（基礎控除と障害者控除）を決めるために聞きます。`}
      law={t`所得税法 第79条（障害者控除）、第86条（基礎控除）`}
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
        hint={t`給与明細の「総支給額」から通勤手当をのぞいた1年分です。年税額の見込みを出すためだけに使います。`}
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
