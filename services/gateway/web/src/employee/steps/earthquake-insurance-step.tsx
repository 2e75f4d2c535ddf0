import { useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import { factLimits, type EarthquakeInsuranceFacts, type EarthquakeInsuranceKind } from '@nencho/tax-rules';
import { SelectField, TextField } from '../../shared/field.js';
import { useFactTexts } from '../../shared/fact-texts.js';
import { YenField } from '../../shared/yen.js';
import { Attachments } from '../attachments.js';
import { useCurrentDraft } from '../draft-context.js';
import { ItemList } from '../item-list.js';
import { StepFrame } from '../step-frame.js';
import { useFieldErrors } from '../violations.js';

const newPolicy = (id: string): EarthquakeInsuranceFacts => ({
  id,
  insurer: '',
  kind: 'earthquake',
  netPremium: yen(0),
});

export const EarthquakeInsuranceStep = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  const errorOf = useFieldErrors();
  const { earthquakeKind: kinds } = useFactTexts();
  return (
    <StepFrame
      step="earthquake-insurance"
      title={t`地震保険`}
      reason={t`「地震保険料控除証明書」を見て書きます。火災保険だけの分は対象になりません。`}
      law={t`所得税法 第77条（地震保険料控除）`}
    >
      <ItemList
        items={facts.earthquakeInsurance}
        max={factLimits.earthquakeInsurance}
        create={newPolicy}
        onChange={(earthquakeInsurance) => update((old) => ({ ...old, earthquakeInsurance }))}
        titleOf={(number) => t`${number}件目の地震保険`}
        removeText={(number) => t`${number}件目の地震保険を消す`}
        addText={t`地震保険を加える`}
      >
        {(policy, index, change) => (
          <>
            <TextField
              label={t`保険会社`}
              error={errorOf(`earthquakeInsurance[${index}].insurer`)}
              maxLength={60}
              autoComplete="off"
              value={policy.insurer}
              onChange={(insurer) => change({ insurer })}
            />
            <SelectField
              label={t`区分`}
              hint={t`1つの契約が両方にあたるときは、どちらか1つを選びます。`}
              value={policy.kind}
              onChange={(kind) => change({ kind })}
              options={(Object.keys(kinds) as EarthquakeInsuranceKind[]).map((value) => ({
                value,
                text: kinds[value],
              }))}
            />
            <YenField
              label={t`ことしの保険料（割戻金を引いたあと）`}
              error={errorOf(`earthquakeInsurance[${index}].netPremium`)}
              notANumber={t`円単位の数字で入力してください`}
              value={policy.netPremium}
              onChange={(amount) => change({ netPremium: yen(Math.max(0, amount)) })}
            />
          </>
        )}
      </ItemList>
      <Attachments certificate="earthquake_insurance" />
    </StepFrame>
  );
};
