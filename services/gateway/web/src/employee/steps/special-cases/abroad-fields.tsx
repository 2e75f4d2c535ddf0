import { Trans, useLingui } from '@lingui/react/macro';
import { yen } from '@nencho/kernel';
import type { NonResidentFacts } from '@nencho/tax-rules';
import { useFactTexts } from '../../../shared/fact-texts.js';
import { CheckField, ChoiceField } from '../../../shared/field.js';
import { YenField } from '../../../shared/yen.js';
import { useCurrentDraft } from '../../draft-context.js';
import { useFieldErrors } from '../../violations.js';
import { DocumentField } from './document-field.js';

const nothingStated: NonResidentFacts = {
  ...{ reason: 'none', remittance: yen(0) },
  ...{ kinshipDocuments: 'missing', remittanceDocuments: 'missing' },
};

const reasons = ['none', 'study_abroad', 'remittance_380k'] as const;

type DetailProps = {
  readonly path: string;
  readonly value: NonResidentFacts;
  readonly onChange: (value: NonResidentFacts) => void;
};

/** Why somebody of 30 to 69 years counts all the same. A spouse is not asked. */
const ReasonField = ({ path, value, onChange }: DetailProps) => {
  const { t } = useLingui();
  const errorOf = useFieldErrors();
  const { abroadReason } = useFactTexts();
  const studyDocuments = (reason: NonResidentFacts['reason']) =>
    reason === 'study_abroad' ? (value.studyDocuments ?? 'missing') : undefined;
  return (
    <ChoiceField
      legend={t`次のどちらかにあてはまりますか`}
      hint={t`30歳から69歳までの家族は、このどちらかか、障害者のときだけ控除の対象になります。`}
      error={errorOf(`${path}.nonResident.reason`)}
      value={value.reason}
      onChange={(reason) => onChange({ ...value, reason, studyDocuments: studyDocuments(reason) })}
      options={reasons.map((reason) => ({ value: reason, text: abroadReason[reason] }))}
    />
  );
};

const Documents = ({ path, value, onChange }: DetailProps) => {
  const { t } = useLingui();
  const errorOf = useFieldErrors();
  return (
    <>
      <DocumentField
        label={t`親族関係書類`}
        hint={t`戸籍の附票の写しとパスポートの写し、または外国政府が出した書類です。外国語のときは訳もつけます。`}
        error={errorOf(`${path}.nonResident.kinshipDocuments`)}
        value={value.kinshipDocuments}
        onChange={(kinshipDocuments) => onChange({ ...value, kinshipDocuments })}
      />
      <DocumentField
        label={t`送金関係書類`}
        hint={t`ことし生活費などを送ったことがわかる、銀行の書類やクレジットカードの明細です。`}
        error={errorOf(`${path}.nonResident.remittanceDocuments`)}
        value={value.remittanceDocuments}
        onChange={(remittanceDocuments) => onChange({ ...value, remittanceDocuments })}
      />
      {value.reason === 'study_abroad' && (
        <DocumentField
          label={t`留学ビザ等書類`}
          hint={t`留学の資格でその国に住んでいることがわかる、査証や在留カードにあたる書類の写しです。`}
          error={errorOf(`${path}.nonResident.studyDocuments`)}
          value={value.studyDocuments}
          onChange={(studyDocuments) => onChange({ ...value, studyDocuments })}
        />
      )}
    </>
  );
};

type Props = {
  /** Of the member in the facts: `spouse` or `relatives[0]`. */
  readonly path: string;
  readonly value: NonResidentFacts | undefined;
  readonly onChange: (value: NonResidentFacts | undefined) => void;
};

/** 国外居住親族: asked of the members of the family once the person has said that somebody lives abroad. */
export const AbroadFields = ({ path, value, onChange }: Props) => {
  const { t } = useLingui();
  const { facts } = useCurrentDraft();
  const errorOf = useFieldErrors();
  if (!facts.specialCases.nonResidentRelative) {
    return null;
  }
  return (
    <>
      <CheckField
        checked={value !== undefined}
        onChange={(abroad) => onChange(abroad ? nothingStated : undefined)}
        error={errorOf('specialCases.nonResidentRelative') && t`海外に住んでいる家族に印を付けてください。`}
      >
        <Trans>海外に住んでいる（国外居住親族）</Trans>
      </CheckField>
      {value !== undefined && (
        <div className="case-details">
          {path !== 'spouse' && <ReasonField path={path} value={value} onChange={onChange} />}
          <YenField
            label={t`ことし送った金額`}
            hint={t`生活費や学費として、この人に送ったことし1年分の合計です。`}
            error={errorOf(`${path}.nonResident.remittance`)}
            notANumber={t`円単位の数字で入力してください`}
            value={value.remittance}
            onChange={(amount) => onChange({ ...value, remittance: yen(Math.max(0, amount)) })}
          />
          <Documents path={path} value={value} onChange={onChange} />
        </div>
      )}
    </>
  );
};
