import { minYen, subYen, type Yen } from '@nencho/kernel';
import type { AdjustmentInput } from './adjustment-input.js';
import type { RuleSet } from './parameters/rule-set.js';
import { derived } from './trace.js';

type NotYetCollected = Pick<
  AdjustmentInput,
  'withheldTaxOfLastSalaryNotYetCollected' | 'withheldTaxOfUnpaidSalaryNotYetCollected'
>;

/**
 * 超過額の精算: what was withheld too much is first set off against the tax of the last pay that is not yet collected (㉘), then
 * against that of unpaid pay (㉙); the rest is refunded (㉚). 所得税法第191条。
 */
export const settlement = (overpaid: Yen, input: NotYetCollected, rules: Pick<RuleSet, 'ledgerOrder'>) => {
  const { withheldTaxOfLastSalaryNotYetCollected: last, withheldTaxOfUnpaidSalaryNotYetCollected: unpaid } = input;
  const box28 = minYen(overpaid, last);
  const afterLast = subYen(overpaid, box28);
  const box29 = minYen(afterLast, unpaid);
  return {
    box28AppliedToLastSalaryTax: derived(
      box28,
      { overpaid, withheldTaxOfLastSalaryNotYetCollected: last },
      rules.ledgerOrder,
    ),
    box29AppliedToUnpaidSalaryTax: derived(
      box29,
      { overpaid, box28AppliedToLastSalaryTax: box28, withheldTaxOfUnpaidSalaryNotYetCollected: unpaid },
      rules.ledgerOrder,
    ),
    box30NetRefund: derived(
      subYen(afterLast, box29),
      { overpaid, box28AppliedToLastSalaryTax: box28, box29AppliedToUnpaidSalaryTax: box29 },
      rules.ledgerOrder,
    ),
  };
};
