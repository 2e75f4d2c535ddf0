import type { AdjustOutcome } from '../adjust.js';
import { deriveInput, type AdjustmentContext, type PayTotals } from '../derive-input.js';
import type { AdjustmentFacts } from '../facts.js';
import { formViews } from '../views/form-views.js';
import { ledgerView } from '../views/ledger-view.js';
import { slipView } from '../views/slip-view.js';
import type { FormView } from '../views/view.js';
import type { ViewSource } from '../views/view-source.js';
import { withholdingSlip } from '../views/withholding-slip.js';

const makers = {
  forms: formViews,
  ledger: (source: ViewSource) => [ledgerView(source)],
  slip: (source: ViewSource) => [slipView(withholdingSlip(source, 'office'))],
  'slip-recipient': (source: ViewSource) => [slipView(withholdingSlip(source, 'recipient'))],
  'payment-report': (source: ViewSource) => [slipView(withholdingSlip(source, 'municipality'))],
} as const satisfies Readonly<Record<string, (source: ViewSource) => readonly FormView[]>>;

export type ViewName = keyof typeof makers;

export const isViewName = (text: string): text is ViewName => Object.hasOwn(makers, text);

/** The forms asked for, filled in; of who is excluded from the adjustment as far as they are filled in then. */
export const viewsOfCase = (
  name: ViewName,
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: AdjustmentContext,
  outcome: Exclude<AdjustOutcome, { status: 'refused' }>,
): readonly FormView[] => {
  const result = outcome.status === 'adjusted' ? outcome.result : undefined;
  return makers[name]({ facts, pay, input: deriveInput(facts, pay, context), result });
};
