import type { Violation } from '@nencho/kernel';
import { blocksSubmitting, checkFacts, type AdjustmentFacts, type FactViolation } from '@nencho/tax-rules';
import type { Campaign } from './campaign.js';
import { invalidRequest } from './rule-broken.js';

/** What selects the law: 年分 and the day of the last salary. */
export type RulesContext = Pick<Campaign, 'taxYear' | 'lastPaymentDate'>;

/** What the engine finds wrong, as a violation of the request that holds the facts. */
export const factViolation = ({ path, rule, params }: FactViolation): Violation => ({
  path: path.startsWith('pay.') ? path : `facts.${path}`,
  rule,
  ...(params === undefined ? {} : { params }),
});

/** Refuses facts with errors, naming all of them; warnings, and papers that are still to come, do not stop a person. */
export const checkBeforeSubmitting = (facts: AdjustmentFacts, { taxYear, lastPaymentDate }: RulesContext): void => {
  const errors = checkFacts(facts, { taxYear, lastPaymentDate }).filter(blocksSubmitting);
  if (errors.length === 0) return;
  throw invalidRequest(errors.map(factViolation));
};
