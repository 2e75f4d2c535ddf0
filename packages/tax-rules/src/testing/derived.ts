import { yen } from '@nencho/kernel';
import { computeAdjustment, type AdjustmentResult } from '../adjustment.js';
import type { AdjustmentInput } from '../adjustment-input.js';
import { deriveInput, type PayTotals } from '../derive-input.js';
import type { AdjustmentFacts } from '../facts.js';
import { parametersFor } from '../parameters/parameters-for.js';
import { december, nobody } from './case-person.js';

/** Pay of 4,000,000, which leaves 2,760,000. */
export const fourMillion: PayTotals = {
  salaryTotal: yen(4_000_000),
  withheldTaxTotal: yen(80_000),
  socialInsuranceWithheld: yen(600_000),
};

/** The input of somebody of whom only this is stated, adjusted in December of R8. */
export const inputOf = (stated: Partial<AdjustmentFacts>, pay: PayTotals = fourMillion): AdjustmentInput =>
  deriveInput({ ...nobody, ...stated }, pay, december);

/** The ledger of the same, straight from the input: without the checks of `adjust`. */
export const resultOf = (stated: Partial<AdjustmentFacts>, pay: PayTotals = fourMillion): AdjustmentResult => {
  const outcome = computeAdjustment(inputOf(stated, pay), parametersFor(december.taxYear, december.lastPaymentDate));
  if (outcome.status !== 'adjusted') throw new Error(outcome.status);
  return outcome.result;
};
