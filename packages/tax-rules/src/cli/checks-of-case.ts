import { yen } from '@nencho/kernel';
import { checkFacts } from '../checks.js';
import { requiredEvidence, type RequiredEvidence } from '../checks/evidence.js';
import { limitDistances, type LimitDistance } from '../checks/limit-distances.js';
import { deriveInput, type AdjustmentContext, type PayTotals } from '../derive-input.js';
import type { FactViolation } from '../fact-rules.js';
import type { AdjustmentFacts } from '../facts.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { checkText } from '../texts/check-text.js';
import { evidenceText } from '../texts/evidence-text.js';
import type { Language } from '../texts/language.js';
import { limitText } from '../texts/limit-text.js';

type InWords = { readonly text: string };
type FindingInWords = FactViolation & InWords & { readonly action: string };

/** Everything that a reviewer looks at before the figures. */
export type ChecksOfCase = {
  readonly checks: readonly FindingInWords[];
  readonly evidence: readonly (RequiredEvidence & InWords)[];
  readonly limits: readonly (LimitDistance & InWords)[];
};

/** Who is nearer to a limit than this is looked at first. */
const near = yen(100_000);

export const findingInWords = (finding: FactViolation, language: Language): FindingInWords => ({
  ...finding,
  ...checkText(finding, language),
});

const limitsOf = (facts: AdjustmentFacts, pay: PayTotals, context: AdjustmentContext): readonly LimitDistance[] => {
  const rules = parametersFor(context.taxYear, context.lastPaymentDate);
  return limitDistances(deriveInput(facts, pay, context), rules, near);
};

/** What is found in the facts, which papers they need, and, where nothing is missing, which limits are near. */
export const checksOfCase = (
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: AdjustmentContext,
  language: Language,
): ChecksOfCase => {
  const findings = checkFacts(facts, { ...context, pay });
  const isComplete = findings.every(({ rule }) => rule !== 'required');
  return {
    checks: findings.map((finding) => findingInWords(finding, language)),
    evidence: requiredEvidence(facts).map((one) => ({ ...one, text: evidenceText(one.evidence, language) })),
    limits: (isComplete ? limitsOf(facts, pay, context) : []).map((one) => ({
      ...one,
      text: limitText(one, language),
    })),
  };
};
