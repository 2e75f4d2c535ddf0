import { localDate, taxYear } from '@nencho/kernel';
import {
  blocksSubmitting,
  checkFacts,
  type AdjustmentFacts,
  type FactRule,
  type FactViolation,
} from '@nencho/tax-rules';
import { useMemo } from 'react';
import type { DeclarationView } from '../api/types.js';
import { useRuleSentence } from '../shared/rule-text.js';
import { useCurrentDraft } from './draft-context.js';

/** What the rules say of these facts: the same checks that the server makes when they are submitted. */
export const violationsOf = (facts: AdjustmentFacts, declaration: DeclarationView): readonly FactViolation[] =>
  checkFacts(facts, {
    taxYear: taxYear(declaration.taxYear),
    lastPaymentDate: localDate(declaration.lastPaymentDate),
  });

/** What is merely not filled in yet: an answer, the details of a case, a paper. */
const notYetThere: ReadonlySet<FactRule> = new Set<FactRule>([
  ...(['required', 'unsupported_case', 'single_parent_without_child'] as const),
  ...(['non_resident_documents_missing', 'mandatory_certificate_missing'] as const),
]);

/**
 * The error that stands beside a field. What is merely not filled in yet is said on the last screen, or once the
 * person has been sent back to correct.
 */
export const useFieldErrors = (): ((path: string) => string | undefined) => {
  const { facts, declaration, checked } = useCurrentDraft();
  const textOf = useRuleSentence();
  const errors = useMemo(() => violationsOf(facts, declaration).filter(blocksSubmitting), [facts, declaration]);
  return (path) => {
    const found = errors.find((violation) => violation.path === path && (checked || !notYetThere.has(violation.rule)));
    return found === undefined ? undefined : textOf(found);
  };
};
