import type { AdjustmentResult } from './adjustment.js';
import { examineFacts } from './checks.js';
import { type FactViolation } from './fact-rules.js';
import type { AdjustmentContext, PayTotals } from './derive-input.js';
import { type AdjustmentFacts } from './facts.js';
import { eligibility, type ExclusionReason } from './eligibility.js';
import { parametersFor } from './parameters/parameters-for.js';
import type { Trace } from './trace.js';

/** `adjusted` carries the warnings that remain; `refused` carries every violation, at least one of them an error. */
export type AdjustOutcome =
  | {
      readonly status: 'adjusted';
      readonly result: AdjustmentResult;
      readonly violations: readonly FactViolation[];
    }
  | { readonly status: 'excluded'; readonly reason: ExclusionReason }
  | { readonly status: 'refused'; readonly violations: readonly FactViolation[] };

/**
 * From facts and pay to the year's tax: the same engine for the binding result and the live estimate in the browser.
 * Whoever is not adjusted is excluded before anything else is looked at; facts with an error are refused, never approximated:
 * the steps in `trace` then lead to nothing.
 */
export const adjust = (
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: AdjustmentContext,
  trace?: Trace,
): AdjustOutcome => {
  const rules = parametersFor(context.taxYear, context.lastPaymentDate);
  const eligible = eligibility(facts, pay, context, rules);
  if (eligible.status === 'not_adjusted') return { status: 'excluded', reason: eligible.reason };
  const { violations, outcome } = examineFacts(facts, { ...context, pay }, trace);
  const isRefused = outcome === undefined || violations.some(({ severity }) => severity === 'error');
  if (isRefused) return { status: 'refused', violations };
  return outcome.status === 'excluded' ? outcome : { ...outcome, violations };
};
