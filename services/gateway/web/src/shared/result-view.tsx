import { Trans, useLingui } from '@lingui/react/macro';
import type { GetResultResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import type { Plain } from '../api/types.js';
import { useBoxTexts } from './box-texts.js';
import { formatYen } from './yen.js';

type Result = NonNullable<Plain<GetResultResponse>['result']>;
type Step = Result['trace'][number];

const Explanation = ({ step }: { step: Step }) => {
  const { t } = useLingui();
  const textOf = useBoxTexts();
  const confidences: Record<string, string> = {
    official: t`公式の資料で確認`,
    official_transcribed: t`公式の資料の写しで確認`,
    secondary: t`二次資料で確認`,
    single_source: t`1つの資料だけで確認`,
    memory: t`未確認`,
  };
  return (
    <div className="explanation">
      <ul>
        {step.inputs.map(({ name, value }) => (
          <li key={name}>
            {textOf(name)}: {new Intl.NumberFormat('ja-JP').format(value)}
          </li>
        ))}
      </ul>
      <p>
        <Trans>根拠: {step.source}</Trans>（{confidences[step.confidence] ?? step.confidence}）
      </p>
    </div>
  );
};

const groupOf = (ruleId: string): 'box' | 'detail' => (ruleId.startsWith('box') ? 'box' : 'detail');

/** Every figure of the ledger, each opened to what it was computed from and by which rule. */
export const ResultView = ({ response }: { response: Plain<GetResultResponse> }) => {
  const { t } = useLingui();
  const textOf = useBoxTexts();
  const { result, pay } = response;
  if (result === undefined || pay === undefined) {
    return null;
  }
  const difference = result.boxes['box27Difference'] ?? 0;
  const rows = (group: 'box' | 'detail') => result.trace.filter(({ ruleId }) => groupOf(ruleId) === group);
  return (
    <>
      <dl className="facts result-head">
        <dt>{t`給与・賞与の総額（⑦）`}</dt>
        <dd>{formatYen(pay.salaryTotal)}</dd>
        <dt>{t`源泉徴収された税額（⑧）`}</dt>
        <dd>{formatYen(pay.withheldTaxTotal)}</dd>
        <dt>{t`年調年税額（㉖）`}</dt>
        <dd>{formatYen(result.boxes['box26AnnualTax'] ?? 0)}</dd>
        <dt>{difference < 0 ? t`還付される額（㉗ 超過額）` : t`不足する額（㉗ 不足額）`}</dt>
        <dd>{formatYen(Math.abs(difference))}</dd>
      </dl>
      {(['box', 'detail'] as const).map((group) => (
        <section key={group}>
          <h2>{group === 'box' ? t`計算の流れ` : t`控除の内訳`}</h2>
          {rows(group).map((step) => (
            <details className="step" key={step.ruleId}>
              <summary>
                <span className="step-box">{step.box}</span>
                <span className="step-name">{textOf(step.ruleId)}</span>
                <span className="step-value">{formatYen(step.value)}</span>
              </summary>
              <Explanation step={step} />
            </details>
          ))}
        </section>
      ))}
      <p className="field-hint">{t`計算の規則: ${result.rulesVersion}`}</p>
    </>
  );
};
