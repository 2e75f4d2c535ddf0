import { useLingui } from '@lingui/react/macro';
import { yen, type LocalDate } from '@nencho/kernel';
import { factLimits, type EmployerFacts } from '@nencho/tax-rules';
import { useFactTexts } from '../../../shared/fact-texts.js';
import { ChoiceField, TextField } from '../../../shared/field.js';
import { YenField } from '../../../shared/yen.js';
import { useCurrentDraft } from '../../draft-context.js';
import { ItemList } from '../../item-list.js';
import { newEmployer } from '../../special-case-facts.js';
import { useFieldErrors } from '../../violations.js';
import { DocumentField } from './document-field.js';

type FieldsProps = {
  readonly employer: EmployerFacts;
  readonly index: number;
  readonly change: (part: Partial<EmployerFacts>) => void;
};

/** The three figures of the 源泉徴収票, in its words. */
const SlipFigures = ({ employer, index, change }: FieldsProps) => {
  const { t } = useLingui();
  const errorOf = useFieldErrors();
  const figures = [
    ['salary', t`支払金額`, t`税金などが引かれる前の、ことしの給与と賞与の合計です。`],
    ['withheldTax', t`源泉徴収税額`, t`給与から引かれた所得税の合計です。`],
    ['socialInsurance', t`社会保険料等の金額`, t`給与から引かれた社会保険料の合計です。`],
  ] as const;
  return figures.map(([field, label, hint]) => (
    <YenField
      key={field}
      label={label}
      hint={hint}
      error={errorOf(`employers[${index}].${field}`)}
      notANumber={t`円単位の数字で入力してください`}
      value={employer[field]}
      onChange={(amount) => change({ [field]: yen(Math.max(0, amount)) })}
    />
  ));
};

const EmployerFields = ({ employer, index, change }: FieldsProps) => {
  const { t } = useLingui();
  const errorOf = useFieldErrors();
  const texts = useFactTexts();
  const at = (field: string) => errorOf(`employers[${index}].${field}`);
  return (
    <>
      <TextField
        label={t`会社の名前`}
        error={at('name')}
        maxLength={60}
        autoComplete="off"
        value={employer.name}
        onChange={(name) => change({ name })}
      />
      <ChoiceField
        legend={t`いつ働きましたか`}
        error={at('kind')}
        value={employer.kind}
        onChange={(kind) => change({ kind, ...(kind === 'concurrent' ? { leftOn: undefined } : {}) })}
        options={(['previous', 'concurrent'] as const).map((value) => ({ value, text: texts.employerKind[value] }))}
      />
      {employer.kind === 'previous' && (
        <TextField
          label={t`やめた日`}
          type="date"
          error={at('leftOn')}
          value={employer.leftOn ?? ''}
          onChange={(day) => change({ leftOn: day === '' ? undefined : (day as LocalDate) })}
        />
      )}
      <ChoiceField
        legend={t`その会社に「扶養控除等（異動）申告書」を出しましたか`}
        hint={t`いちばん主な会社1つだけに出す書類です。源泉徴収票に「乙欄」の印があれば、出していません。`}
        error={at('column')}
        value={employer.column}
        onChange={(column) => change({ column })}
        options={(['main', 'secondary', 'daily'] as const).map((value) => ({ value, text: texts.column[value] }))}
      />
      <SlipFigures employer={employer} index={index} change={change} />
      <DocumentField
        label={t`その会社の源泉徴収票`}
        hint={t`やめた会社からもらい、この会社に出します。上の3つの金額は、源泉徴収票に書いてあります。`}
        error={at('slip')}
        value={employer.slip}
        onChange={(slip) => change({ slip })}
      />
    </>
  );
};

/** 他の給与等: each other payer of the year. */
export const EmployersFields = () => {
  const { t } = useLingui();
  const { facts, update } = useCurrentDraft();
  return (
    <ItemList<EmployerFacts>
      items={facts.employers ?? []}
      max={factLimits.employers}
      create={newEmployer}
      onChange={(employers) => update((old) => ({ ...old, employers }))}
      titleOf={(number) => t`ほかの会社 ${number}`}
      removeText={(number) => t`ほかの会社 ${number} を消す`}
      addText={t`会社を加える`}
    >
      {(employer, index, change) => <EmployerFields employer={employer} index={index} change={change} />}
    </ItemList>
  );
};
