import { Trans } from '@lingui/react/macro';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { adjust, type AdjustmentFacts, type AdjustOutcome } from '@nencho/tax-rules';
import { useMemo } from 'react';
import { useRuleSentence } from '../shared/rule-text.js';
import { formatYen } from '../shared/yen.js';
import type { DeclarationView } from '../api/types.js';
import { useCurrentDraft } from './draft-context.js';
import { SaveProblem } from './save-status.js';

/** The same engine as the binding calculation, on what is known while typing; undefined before pay is stated. */
const estimateOf = (facts: AdjustmentFacts, declaration: DeclarationView): AdjustOutcome | undefined => {
  if (facts.person.estimatedSalary === 0) {
    return undefined;
  }
  const pay = { salaryTotal: facts.person.estimatedSalary, withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) };
  return adjust(facts, pay, {
    taxYear: taxYear(declaration.taxYear),
    lastPaymentDate: localDate(declaration.lastPaymentDate),
  });
};

/** What holds the calculation up though everything is answered: who is not adjusted, or the slip that is still to come. */
const reasonOf = (outcome: AdjustOutcome): string | undefined => {
  if (outcome.status !== 'refused') {
    return outcome.status === 'excluded' ? outcome.reason : undefined;
  }
  const rules = outcome.violations.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
  return rules.every((rule) => rule === 'previous_slip_missing') ? 'previous_slip_missing' : undefined;
};

/** Why there is no figure yet. */
const Waiting = ({ outcome }: { outcome: AdjustOutcome | undefined }) => {
  const sentence = useRuleSentence();
  if (outcome === undefined) {
    return <Trans>「あなたについて」で給与の見込みを入れると、ここに年税額の見込みが出ます。</Trans>;
  }
  const reason = reasonOf(outcome);
  return reason === undefined ? (
    <Trans>内容がそろうと、ここに年税額の見込みが出ます。</Trans>
  ) : (
    sentence({ path: '', rule: reason })
  );
};

/** The year's tax as it would be with what is entered now. */
export const Estimate = () => {
  const { facts, declaration, saveState } = useCurrentDraft();
  const outcome = useMemo(() => estimateOf(facts, declaration), [facts, declaration]);
  if (saveState === 'conflict' || saveState === 'failed') {
    return <SaveProblem />;
  }
  return (
    <aside className="estimate" aria-live="polite">
      {outcome?.status !== 'adjusted' ? (
        <p>
          <Waiting outcome={outcome} />
        </p>
      ) : (
        <>
          <p className="estimate-line">
            <Trans>
              年税額の見込み: <strong>{formatYen(outcome.result.box26AnnualTax)}</strong>
            </Trans>
          </p>
          <p className="estimate-note">
            <Trans>
              所得控除の合計 {formatYen(outcome.result.box21TotalDeductions)}
              。この会社の給与から引かれる社会保険料は入れずに計算しています。
            </Trans>
          </p>
        </>
      )}
    </aside>
  );
};
