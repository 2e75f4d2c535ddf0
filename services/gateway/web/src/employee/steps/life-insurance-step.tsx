import { useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import { factLimits, type LifeInsuranceFacts, type LifeInsuranceKind } from '@nencho/tax-rules';
import { CheckField, SelectField, TextField } from '../../shared/field.js';
import { useFactTexts } from '../../shared/fact-texts.js';
import { YenField } from '../../shared/yen.js';
import { Attachments } from '../attachments.js';
import { useCurrentDraft } from '../draft-context.js';
import { ItemList } from '../item-list.js';
import { StepFrame } from '../step-frame.js';
import { useFieldErrors } from '../violations.js';

const newPolicy = (id: string): LifeInsuranceFacts => ({ id, insurer: '', kind: 'general_new', netPremium: yen(0) });

export const LifeInsuranceStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  const { lifeKind: kinds } = useFactTexts();
  return (
    <StepFrame
      step="life-insurance"
      title={t`生命保険`}
      reason={t`保険会社から届く「生命保険料控除証明書」を見て書きます。証明書1枚の中の区分ごとに1件です。`}
      law={t`所得税法 第76条（生命保険料控除）、租税特別措置法 第41条の15の5`}
    >
      <ItemList
        items={facts.lifeInsurance}
        max={factLimits.lifeInsurance}
        create={newPolicy}
        onChange={(lifeInsurance) => update((old) => ({ ...old, lifeInsurance }))}
        titleOf={(number) => t`${number}件目の保険`}
        removeText={(number) => t`${number}件目の保険を消す`}
        addText={t`生命保険を加える`}
      >
        {(policy, index, change) => (
          <>
            <TextField
              label={t`保険会社`}
              error={errorOf(`lifeInsurance[${index}].insurer`)}
              maxLength={60}
              autoComplete="off"
              value={policy.insurer}
              onChange={(insurer) => change({ insurer })}
            />
            <SelectField
              label={t`区分`}
              hint={t`証明書に「一般」「介護医療」「個人年金」と「新・旧」が書いてあります。`}
              error={errorOf(`lifeInsurance[${index}].kind`)}
              value={policy.kind}
              onChange={(kind) => change({ kind })}
              options={(Object.keys(kinds) as LifeInsuranceKind[]).map((value) => ({ value, text: kinds[value] }))}
            />
            <YenField
              label={t`ことしの保険料（配当金を引いたあと）`}
              hint={t`証明書の「申告額」「12月末の見込み」の金額です。`}
              error={errorOf(`lifeInsurance[${index}].netPremium`)}
              notANumber={t`円単位の数字で入力してください`}
              value={policy.netPremium}
              onChange={(amount) => change({ netPremium: yen(Math.max(0, amount)) })}
            />
          </>
        )}
      </ItemList>
      <CheckField
        error={errorOf('claims.lifeInsuranceUnder23')}
        checked={facts.claims.lifeInsuranceUnder23}
        onChange={(lifeInsuranceUnder23) =>
          update((old) => ({ ...old, claims: { ...old.claims, lifeInsuranceUnder23 } }))
        }
      >
        {t`23歳未満の扶養親族がいるので、一般の生命保険料の特例を受ける`}
      </CheckField>
      <Attachments certificate="life_insurance" />
    </StepFrame>
  );
};
