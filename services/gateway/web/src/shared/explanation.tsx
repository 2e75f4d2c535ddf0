import { useLingui } from '@lingui/react/macro';
import { useBoxTexts } from './box-texts.js';
import { formatYen } from './yen.js';

export type ExplainedStep = {
  readonly ruleId: string;
  readonly box: string;
  readonly value: number;
  readonly inputs: readonly { readonly name: string; readonly value: number }[];
  readonly source: string;
  readonly confidence: string;
};

const answers = new Set([
  'claimed',
  'claimedByOther',
  'requirementsMet',
  'hasQualifyingPerson',
  'generalDisability',
  'specialDisability',
  'livingTogether',
  'isDependant',
  'elderly',
  'lifeUnder23SpecialApplied',
]);

/** An input as a layman reads it: yes or no, years, percent, or yen. */
const useInputValue = (): ((name: string, value: number) => string) => {
  const { t } = useLingui();
  return (name, value) => {
    if (answers.has(name)) {
      return value === 1 ? t`はい` : t`いいえ`;
    }
    switch (name) {
      case 'ageAtYearEnd':
        return t`${value}歳`;
      case 'ratePercent':
        return `${value}%`;
      case 'perMille':
        return `${value / 10}%`;
      default:
        return formatYen(value);
    }
  };
};

const useConfidenceTexts = (): Record<string, string> => {
  const { t } = useLingui();
  return {
    official: t`国の公式の資料と照らし合わせた規則です。`,
    official_transcribed: t`国の公式の資料を書き写し、照らし合わせた規則です。`,
    secondary: t`公式でない資料で確かめた規則です。`,
    single_source: t`1つの資料だけで確かめた規則です。`,
    inferred: t`前の年の規則から推し量った値で、まだ資料で確かめていません。`,
    memory: t`まだ資料で確かめていない規則です。`,
  };
};

/** How one figure came about: what it was computed from, by which rule, and how sure that rule is. */
export const Explanation = ({ step }: { step: ExplainedStep }) => {
  const { t } = useLingui();
  const textOf = useBoxTexts();
  const valueOf = useInputValue();
  const confidences = useConfidenceTexts();
  return (
    <div className="explanation">
      {step.inputs.length > 0 && (
        <>
          <h3>{t`もとになった数字`}</h3>
          <dl className="figures">
            {step.inputs.map(({ name, value }) => (
              <div className="figure" key={name}>
                <dt>{textOf(name)}</dt>
                <dd>{valueOf(name, value)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <h3>{t`根拠`}</h3>
      <ul lang="ja">
        {step.source.split('; ').map((source) => (
          <li key={source}>{source}</li>
        ))}
      </ul>
      <p className="field-hint">{confidences[step.confidence] ?? step.confidence}</p>
    </div>
  );
};
