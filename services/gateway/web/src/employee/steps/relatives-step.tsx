import { useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import { factLimits, type RelativeFacts, type Relation, type StatedDate } from '@nencho/tax-rules';
import { CheckField, SelectField, TextField } from '../../shared/field.js';
import { useFactTexts } from '../../shared/fact-texts.js';
import { YenField } from '../../shared/yen.js';
import { DisabilityField } from '../disability-field.js';
import { useCurrentDraft } from '../draft-context.js';
import { ItemList } from '../item-list.js';
import { StepFrame } from '../step-frame.js';
import { withRelatives } from '../special-case-facts.js';
import { useFieldErrors } from '../violations.js';
import { AbroadFields } from './special-cases/abroad-fields.js';

const newRelative = (id: string): RelativeFacts => ({
  id,
  name: '',
  kana: '',
  relation: 'child',
  birthDate: '',
  livingTogether: true,
  salaryRevenue: yen(0),
  otherIncome: yen(0),
  disability: 'none',
  claimedByOther: false,
});

/** Who lives abroad does not live here. */
const notHere = { livingTogether: false };

type FieldsProps = {
  readonly relative: RelativeFacts;
  readonly index: number;
  readonly change: (part: Partial<RelativeFacts>) => void;
};

const RelativeFields = ({ relative, index, change }: FieldsProps) => {
  const { t } = useLingui();
  const errorOf = useFieldErrors();
  const { relation: relationTexts } = useFactTexts();
  const at = (field: string) => errorOf(`relatives[${index}].${field}`);
  const notANumber = t`円単位の数字で入力してください`;
  return (
    <>
      <TextField
        label={t`氏名`}
        error={at('name')}
        maxLength={60}
        autoComplete="off"
        value={relative.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={t`フリガナ`}
        error={at('kana')}
        maxLength={60}
        autoComplete="off"
        value={relative.kana}
        onChange={(kana) => change({ kana })}
      />
      <SelectField
        label={t`あなたから見た続柄`}
        error={at('relation')}
        value={relative.relation}
        onChange={(relation) => change({ relation })}
        options={(Object.keys(relationTexts) as Relation[]).map((value) => ({ value, text: relationTexts[value] }))}
      />
      <TextField
        label={t`生年月日`}
        type="date"
        error={at('birthDate')}
        value={relative.birthDate}
        onChange={(birthDate) => change({ birthDate: birthDate as StatedDate })}
      />
      {(relative.livingTogether || relative.nonResident === undefined) && (
        <CheckField
          error={at('livingTogether')}
          checked={relative.livingTogether}
          onChange={(livingTogether) => change({ livingTogether })}
        >
          {t`いっしょに住んでいる（老人ホームはふくみません）`}
        </CheckField>
      )}
      <AbroadFields
        path={`relatives[${index}]`}
        value={relative.nonResident}
        onChange={(nonResident) => change({ nonResident, ...(nonResident === undefined ? {} : notHere) })}
      />
      <YenField
        label={t`ことしの給与（税金などが引かれる前の合計）`}
        hint={t`アルバイトやパートの1年分の見込みです。なければ空のままにします。`}
        error={at('salaryRevenue')}
        notANumber={notANumber}
        value={relative.salaryRevenue}
        onChange={(amount) => change({ salaryRevenue: yen(Math.max(0, amount)) })}
      />
      <YenField
        label={t`給与以外の所得`}
        hint={t`年金は、公的年金等控除を引いたあとの金額です。なければ空のままにします。`}
        error={at('otherIncome')}
        notANumber={notANumber}
        value={relative.otherIncome}
        onChange={(amount) => change({ otherIncome: yen(amount) })}
      />
      <DisabilityField value={relative.disability} onChange={(disability) => change({ disability })} />
      <CheckField checked={relative.claimedByOther} onChange={(claimedByOther) => change({ claimedByOther })}>
        {t`ほかの家族（配偶者など）がこの人の控除を受ける`}
      </CheckField>
    </>
  );
};

export const RelativesStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  return (
    <StepFrame
      step="relatives"
      title={t`家族について`}
      reason={t`生活費をいっしょにしている家族（配偶者をのぞく）を書きます。年齢と収入から、受けられる控除は自動で決まります。16歳未満の子も書いてください。`}
      law={t`所得税法 第84条（扶養控除）、第84条の2（特定親族特別控除）、第79条（障害者控除）`}
    >
      <ItemList
        items={facts.relatives}
        max={factLimits.relatives}
        create={newRelative}
        onChange={(relatives) => update((old) => withRelatives(old, relatives))}
        titleOf={(number) => t`${number}人目の家族`}
        removeText={(number) => t`${number}人目の家族を消す`}
        addText={t`家族を加える`}
      >
        {(relative, index, change) => <RelativeFields relative={relative} index={index} change={change} />}
      </ItemList>
    </StepFrame>
  );
};
