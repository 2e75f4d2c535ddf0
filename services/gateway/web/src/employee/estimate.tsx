import { Trans } from '@lingui/react/macro';
import { localDate, taxYear, yen } from '@nencho/kernel';
import { adjust, type AdjustmentFacts } from '@nencho/tax-rules';
import { useMemo } from 'react';
import { formatYen } from '../shared/yen.js';
import type { DeclarationView } from '../api/types.js';
import { useCurrentDraft } from './draft-context.js';
import { SaveProblem } from './save-status.js';

/** The same engine as the binding calculation, on what is known while typing; undefined while it cannot be computed. */
const estimateOf = (facts: AdjustmentFacts, declaration: DeclarationView) => {
  if (facts.person.estimatedSalary === 0) {
    return undefined;
  }
  const pay = { salaryTotal: facts.person.estimatedSalary, withheldTaxTotal: yen(0), socialInsuranceWithheld: yen(0) };
  const outcome = adjust(facts, pay, {
    taxYear: taxYear(declaration.taxYear),
    lastPaymentDate: localDate(declaration.lastPaymentDate),
  });
  return outcome.status === 'adjusted' ? outcome.result : undefined;
};

const Waiting = ({ isStated }: { isStated: boolean }) =>
  isStated ? (
    <Trans>内容がそろうと、ここに年税額の見込みが出ます。</Trans>
  ) : (
    <Trans>「あなたについて」で給与の見込みを入れると、ここに年税額の見込みが出ます。</Trans>
  );

/** The year's tax as it would be with what is entered now. */
export const Estimate = () => {
  const { facts, declaration, saveState } = useCurrentDraft();
  const result = useMemo(() => estimateOf(facts, declaration), [facts, declaration]);
  if (saveState === 'conflict' || saveState === 'failed') {
    return <SaveProblem />;
  }
  return (
    <aside className="estimate" aria-live="polite">
      {result === undefined ? (
        <p>
          <Waiting isStated={facts.person.estimatedSalary > 0} />
        </p>
      ) : (
        <>
          <p className="estimate-line">
            <Trans>
              年税額の見込み: <strong>{formatYen(result.box26AnnualTax)}</strong>
            </Trans>
          </p>
          <p className="estimate-note">
            <Trans>
              所得控除の合計 {formatYen(result.box21TotalDeductions)}
              。給与から引かれる社会保険料は入れずに計算しています。
            </Trans>
          </p>
        </>
      )}
    </aside>
  );
};
