import { useLingui } from '@lingui/react/macro';
import type { Disability } from '@nencho/tax-rules';
import type { ReactNode } from 'react';
import { useFactTexts } from '../shared/fact-texts.js';
import { ChoiceField } from '../shared/field.js';

type Props = { readonly value: Disability; readonly onChange: (value: Disability) => void; readonly error?: ReactNode };

/** 障害者の区分 of a person. */
export const DisabilityField = ({ value, onChange, error }: Props) => {
  const { t } = useLingui();
  const { disability: texts } = useFactTexts();
  return (
    <ChoiceField
      legend={t`障害者手帳などの有無`}
      value={value}
      onChange={onChange}
      error={error}
      options={[
        { value: 'none', text: texts.none },
        { value: 'general', text: texts.general, hint: t`身体障害者手帳3〜6級、精神障害者保健福祉手帳2〜3級など` },
        { value: 'special', text: texts.special, hint: t`身体障害者手帳1〜2級、精神障害者保健福祉手帳1級など` },
      ]}
    />
  );
};
