import { useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import type { SpouseFacts, StatedDate } from '@nencho/tax-rules';
import { CheckField, ChoiceField, TextField } from '../../shared/field.js';
import { YenField } from '../../shared/yen.js';
import { DisabilityField } from '../disability-field.js';
import { useCurrentDraft } from '../draft-context.js';
import { StepFrame } from '../step-frame.js';
import { useFieldErrors } from '../violations.js';
import { AbroadFields } from './special-cases/abroad-fields.js';

const nobody: SpouseFacts = {
  name: '',
  kana: '',
  birthDate: '',
  livingTogether: true,
  salaryRevenue: yen(0),
  otherIncome: yen(0),
  disability: 'none',
};

const SpouseFields = ({ spouse, change }: { spouse: SpouseFacts; change: (part: Partial<SpouseFacts>) => void }) => {
  const { t } = useLingui();
  const errorOf = useFieldErrors();
  const notANumber = t`円単位の数字で入力してください`;
  return (
    <>
      <TextField
        label={t`配偶者の氏名`}
        error={errorOf('spouse.name')}
        maxLength={60}
        autoComplete="off"
        value={spouse.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={t`フリガナ`}
        error={errorOf('spouse.kana')}
        maxLength={60}
        autoComplete="off"
        value={spouse.kana}
        onChange={(kana) => change({ kana })}
      />
      <TextField
        label={t`生年月日`}
        type="date"
        error={errorOf('spouse.birthDate')}
        value={spouse.birthDate}
        onChange={(birthDate) => change({ birthDate: birthDate as StatedDate })}
      />
      {(spouse.livingTogether || spouse.nonResident === undefined) && (
        <CheckField
          error={errorOf('spouse.livingTogether')}
          checked={spouse.livingTogether}
          onChange={(livingTogether) => change({ livingTogether })}
        >
          {t`いっしょに住んでいる`}
        </CheckField>
      )}
      <AbroadFields
        path="spouse"
        value={spouse.nonResident}
        onChange={(nonResident) =>
          change({ nonResident, ...(nonResident === undefined ? {} : { livingTogether: false }) })
        }
      />
      <YenField
        label={t`配偶者のことしの給与（税金などが引かれる前の合計）`}
        hint={t`パートなどの給与の1年分の見込みです。なければ空のままにします。`}
        error={errorOf('spouse.salaryRevenue')}
        notANumber={notANumber}
        value={spouse.salaryRevenue}
        onChange={(amount) => change({ salaryRevenue: yen(Math.max(0, amount)) })}
      />
      <YenField
        label={t`配偶者の給与以外の所得`}
        hint={t`事業や不動産などの、経費を引いたあとの金額です。なければ空のままにします。`}
        error={errorOf('spouse.otherIncome')}
        notANumber={notANumber}
        value={spouse.otherIncome}
        onChange={(amount) => change({ otherIncome: yen(amount) })}
      />
      <DisabilityField value={spouse.disability} onChange={(disability) => change({ disability })} />
    </>
  );
};

export const SpouseStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const change = (part: Partial<SpouseFacts>) =>
    update((old) => ({ ...old, spouse: { ...(old.spouse ?? nobody), ...part } }));
  return (
    <StepFrame
      step="spouse"
      title={t`配偶者について`}
      reason={t`配偶者の収入によって、配偶者控除または配偶者特別控除が受けられます。どちらになるかは自動で決まります。`}
      law={t`所得税法 第83条（配偶者控除）、第83条の2（配偶者特別控除）`}
    >
      <ChoiceField
        legend={t`ことしの12月31日に、結婚している配偶者がいますか`}
        hint={t`事実婚の相手はふくみません。`}
        value={facts.spouse === undefined ? 'no' : 'yes'}
        onChange={(answer) => (answer === 'yes' ? change({}) : update((old) => ({ ...old, spouse: undefined })))}
        options={[
          { value: 'no', text: t`いない` },
          { value: 'yes', text: t`いる` },
        ]}
      />
      {facts.spouse !== undefined && <SpouseFields spouse={facts.spouse} change={change} />}
    </StepFrame>
  );
};
