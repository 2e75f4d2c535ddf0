import { canonicalJson, type Violation } from '@nencho/kernel';
import {
  adjust,
  adjustmentFactsSchema,
  openTrace,
  rulesVersion,
  type AdjustmentResult,
  type AdjustmentFacts,
  type PayTotals,
  type TraceStep,
} from '@nencho/tax-rules';
import { factViolation, type RulesContext } from './submission-checks.js';

export type CalculationInput = { readonly facts: AdjustmentFacts; readonly pay: PayTotals };

export type Calculation =
  | { readonly status: 'calculated'; readonly result: AdjustmentResult; readonly trace: readonly TraceStep[] }
  | { readonly status: 'problem'; readonly violations: readonly [Violation, ...Violation[]] };

const problem = (first: Violation, ...others: readonly Violation[]): Calculation => ({
  status: 'problem',
  violations: [first, ...others],
});

/** 年税額の計算 of one person: the engine's word, or why there is none. */
export const calculate = ({ facts, pay }: CalculationInput, context: RulesContext): Calculation => {
  const complete = adjustmentFactsSchema.safeParse(facts);
  if (!complete.success) return problem({ path: 'facts', rule: 'incomplete' });
  const { taxYear, lastPaymentDate } = context;
  const trace = openTrace();
  const outcome = adjust(complete.data, pay, { taxYear, lastPaymentDate }, trace);
  switch (outcome.status) {
    case 'adjusted':
      return { status: 'calculated', result: outcome.result, trace: trace.steps };
    case 'excluded':
      return problem({ path: '', rule: outcome.reason });
    case 'refused': {
      const [first, ...others] = outcome.violations.filter(({ severity }) => severity === 'error').map(factViolation);
      return first === undefined ? problem({ path: 'facts', rule: 'refused' }) : problem(first, ...others);
    }
  }
};

/** Everything that a result depends on, the rules included; its keyed hash tells whether a result is still good. */
export const calculationFingerprintText = (
  { facts, pay }: CalculationInput,
  { taxYear, lastPaymentDate }: RulesContext,
): string => canonicalJson({ facts, pay, taxYear, lastPaymentDate, rulesVersion });
