import { useLingui } from '@lingui/react/macro';
import type { DocumentState } from '@nencho/tax-rules';
import { useFactTexts } from '../../../shared/fact-texts.js';
import { SelectField } from '../../../shared/field.js';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly error: string | undefined;
  readonly value: DocumentState | undefined;
  readonly onChange: (value: DocumentState) => void;
};

const states = ['received', 'promised', 'missing'] as const;

/** Whether a paper is there. Before the first answer nothing is chosen. */
export const DocumentField = ({ value, onChange, ...frame }: Props) => {
  const { t } = useLingui();
  const { documentState: texts } = useFactTexts();
  return (
    <SelectField<DocumentState | ''>
      {...frame}
      value={value ?? ''}
      onChange={(state) => state !== '' && onChange(state)}
      options={[
        ...(value === undefined ? [{ value: '' as const, text: t`選んでください` }] : []),
        ...states.map((state) => ({ value: state, text: texts[state] })),
      ]}
    />
  );
};
