import { Trans, useLingui } from '@lingui/react/macro';
import type { GetResultResponse } from '@nencho/contracts/declaration/v1/declaration_service';
import type { Plain } from '../api/types.js';
import { useBoxTexts } from './box-texts.js';
import { Explanation, type ExplainedStep } from './explanation.js';
import { formatYen } from './yen.js';

const Step = ({ step }: { step: ExplainedStep }) => {
  const textOf = useBoxTexts();
  return (
    <details className="step">
      <summary>
        <span className="step-box">{step.box}</span>
        <span className="step-name">{textOf(step.ruleId)}</span>
        <span className="step-value">{formatYen(step.value)}</span>
      </summary>
      <Explanation step={step} />
    </details>
  );
};

/** ㉗ in words: what comes back, or what is still to be paid. */
const Outcome = ({ difference }: { difference: number }) => {
  const amount = formatYen(Math.abs(difference));
  return (
    <div className="outcome">
      <p className="outcome-title">
        {difference < 0 ? <Trans>戻ってくる税金（還付）</Trans> : <Trans>追加で納める税金（不足）</Trans>}
      </p>
      <p className="outcome-amount">{amount}</p>
      <p className="field-hint">
        {difference < 0 ? (
          <Trans>1年間に引かれすぎた税金が、給与といっしょに戻ります。</Trans>
        ) : (
          <Trans>1年間に引かれた税金が足りなかった分を、給与から引きます。</Trans>
        )}
      </p>
    </div>
  );
};

/** The year in four lines, then every figure of the ledger, each opened to what it was computed from and by which rule. */
export const ResultView = ({ response }: { response: Plain<GetResultResponse> }) => {
  const { t } = useLingui();
  const { result, pay } = response;
  if (result === undefined || pay === undefined) {
    return null;
  }
  const difference = result.boxes['box27Difference'] ?? 0;
  // With a previous employer ⑦ and ⑧ are steps of their own, sums with this payer's part.
  const ofYear = (figure: string, here: number): number =>
    result.trace.find(({ ruleId }) => ruleId === figure)?.value ?? here;
  const isBox = ({ ruleId }: ExplainedStep): boolean => ruleId.startsWith('box');
  // Several relatives or a sum without any amount say nothing to most readers: what is nil stands in the total anyway.
  const details = result.trace.filter((step) => !isBox(step) && step.value !== 0);
  return (
    <>
      <Outcome difference={difference} />
      <dl className="figures">
        <div className="figure">
          <dt>{t`給与・賞与の総額（⑦）`}</dt>
          <dd>{formatYen(ofYear('salaryTotal', pay.salaryTotal))}</dd>
        </div>
        <div className="figure">
          <dt>{t`給与から引かれた所得税（⑧）`}</dt>
          <dd>{formatYen(ofYear('withheldTaxTotal', pay.withheldTaxTotal))}</dd>
        </div>
        <div className="figure">
          <dt>{t`年調年税額（㉖）`}</dt>
          <dd>{formatYen(result.boxes['box26AnnualTax'] ?? 0)}</dd>
        </div>
      </dl>
      <section>
        <h2>{t`計算の流れ`}</h2>
        <p className="field-hint">{t`数字を選ぶと、どう計算したかが開きます。`}</p>
        {result.trace.filter(isBox).map((step) => (
          <Step key={step.ruleId} step={step} />
        ))}
      </section>
      {details.length > 0 && (
        <section>
          <h2>{t`控除の内訳`}</h2>
          {details.map((step) => (
            <Step key={step.ruleId} step={step} />
          ))}
        </section>
      )}
      <p className="field-hint">{t`計算の規則の版: ${result.rulesVersion}`}</p>
    </>
  );
};
