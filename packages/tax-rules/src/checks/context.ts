import type { AdjustmentContext, PayTotals } from '../derive-input.js';
import type { AdjustmentFacts } from '../facts.js';

/** With `pay` the checks use the real totals, before that `person.estimatedSalary`, if stated. */
export type CheckContext = AdjustmentContext & { readonly pay?: PayTotals | undefined };

/** The spouse, if any, and the relatives, each with the path of their facts. */
export const family = (facts: AdjustmentFacts) => [
  ...(facts.spouse === undefined ? [] : [{ path: 'spouse', member: facts.spouse }]),
  ...facts.relatives.map((member, i) => ({ path: `relatives[${i}]`, member })),
];
