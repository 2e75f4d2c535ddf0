import { Trans, useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import { factLimits } from '@nencho/tax-rules';
import { TextField } from '../../shared/field.js';
import { YenField } from '../../shared/yen.js';
import { Attachments } from '../attachments.js';
import { useCurrentDraft } from '../draft-context.js';
import { ItemList } from '../item-list.js';
import { StepFrame } from '../step-frame.js';
import { useFieldErrors } from '../violations.js';

type Contribution = { readonly id: string; readonly kind: string; readonly amount: ReturnType<typeof yen> };

const newContribution = (id: string): Contribution => ({ id, kind: '', amount: yen(0) });

type ListProps = {
  readonly path: 'socialInsurance' | 'mutualAid';
  readonly example: string;
  readonly itemName: string;
  readonly addText: string;
};

const ContributionList = ({ path, example, itemName, addText }: ListProps) => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  return (
    <ItemList<Contribution>
      items={facts[path]}
      max={factLimits[path]}
      create={newContribution}
      onChange={(items) => update((old) => ({ ...old, [path]: items }))}
      titleOf={(number) => `${itemName} ${number}`}
      removeText={(number) => t`${itemName} ${number} を消す`}
      addText={addText}
    >
      {(item, index, change) => (
        <>
          <TextField
            label={t`種類`}
            hint={example}
            error={errorOf(`${path}[${index}].kind`)}
            maxLength={60}
            autoComplete="off"
            value={item.kind}
            onChange={(kind) => change({ kind })}
          />
          <YenField
            label={t`ことし払った金額`}
            error={errorOf(`${path}[${index}].amount`)}
            notANumber={t`円単位の数字で入力してください`}
            value={item.amount}
            onChange={(amount) => change({ amount: yen(Math.max(0, amount)) })}
          />
        </>
      )}
    </ItemList>
  );
};

export const SocialInsuranceStep = () => {
  const { t } = useLingui();
  return (
    <StepFrame
      step="social-insurance"
      title={t`自分で払った社会保険料と掛金`}
      reason={t`給与から引かれた分は会社がわかっているので書きません。自分や家族の分を自分で払ったものだけを書きます。`}
      law={t`所得税法 第74条（社会保険料控除）、第75条（小規模企業共済等掛金控除）`}
    >
      <h2>
        <Trans>社会保険料</Trans>
      </h2>
      <ContributionList
        path="socialInsurance"
        example={t`例: 国民年金、国民健康保険`}
        itemName={t`社会保険料`}
        addText={t`社会保険料を加える`}
      />
      <Attachments certificate="social_insurance" />
      <h2>
        <Trans>小規模企業共済等の掛金（iDeCoなど）</Trans>
      </h2>
      <ContributionList
        path="mutualAid"
        example={t`例: iDeCo、小規模企業共済`}
        itemName={t`掛金`}
        addText={t`掛金を加える`}
      />
      <Attachments certificate="mutual_aid" />
    </StepFrame>
  );
};
