import { localDate, taxYear } from '@nencho/kernel';
import { checkFacts, type AdjustmentFacts, type FactViolation } from '@nencho/tax-rules';
import { useMemo } from 'react';
import type { DeclarationView } from '../api/types.js';
import { useFactRuleText } from '../shared/fact-rule-texts.js';
import { useCurrentDraft } from './draft-context.js';

/** What the rules say of these facts: the same checks that the server makes when they are submitted. */
export const violationsOf = (facts: AdjustmentFacts, declaration: DeclarationView): readonly FactViolation[] =>
  checkFacts(facts, {
    taxYear: taxYear(declaration.taxYear),
    lastPaymentDate: localDate(declaration.lastPaymentDate),
  });

/**
 * The error that stands beside a field. What is merely not filled in yet is said on the last screen, or once the
 * person has been sent back to correct.
 */
export const useFieldErrors = (): ((path: string) => string | undefined) => {
  const { facts, declaration, checked } = useCurrentDraft();
  const textOf = useFactRuleText();
  const errors = useMemo(
    () => violationsOf(facts, declaration).filter(({ severity }) => severity === 'error'),
    [facts, declaration],
  );
  return (path) => {
    const found = errors.find((violation) => violation.path === path && (checked || violation.rule !== 'required'));
    return found === undefined ? undefined : textOf(found);
  };
};
