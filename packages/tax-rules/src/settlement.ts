import { maxYen, minYen, subYen, yen } from '@nencho/kernel';
import type { AdjustmentInput } from './adjustment-input.js';
import type { Ledger } from './ledger.js';
import type { RuleSet } from './parameters/rule-set.js';
import type { Trace } from './trace.js';

type Collected = Pick<
  AdjustmentInput,
  'withheldTaxTotal' | 'withheldTaxOfLastSalaryNotYetCollected' | 'withheldTaxOfUnpaidSalaryNotYetCollected'
>;
type Rules = Pick<RuleSet, 'ledgerOrder'>;

/** ㉗ 差引超過額又は不足額: ㉖ less what was withheld, and its two sides, 超過額 and 不足額. */
const enterDifference = (ledger: Ledger, { withheldTaxTotal }: Collected, { ledgerOrder }: Rules, trace?: Trace) => {
  const { box26AnnualTax } = ledger;
  const difference = subYen(box26AnnualTax, withheldTaxTotal);
  ledger.box27Difference = difference;
  ledger.overpaid = maxYen(yen(0), subYen(withheldTaxTotal, box26AnnualTax));
  ledger.underpaid = maxYen(yen(0), difference);
  trace?.step('box27Difference', difference, { box26AnnualTax, withheldTaxTotal }, ledgerOrder);
  trace?.step('overpaid', ledger.overpaid, { box26AnnualTax, withheldTaxTotal }, ledgerOrder);
  trace?.step('underpaid', ledger.underpaid, { box26AnnualTax, withheldTaxTotal }, ledgerOrder);
};

/**
 * ㉗ to ㉚. 超過額の精算: what was withheld too much is first set off against the tax of the last pay that is not yet collected
 * (㉘), then against that of unpaid pay (㉙); the rest is refunded (㉚). 所得税法第191条。
 */
export const enterSettlement = (ledger: Ledger, input: Collected, rules: Rules, trace?: Trace): void => {
  enterDifference(ledger, input, rules, trace);
  const { withheldTaxOfLastSalaryNotYetCollected, withheldTaxOfUnpaidSalaryNotYetCollected } = input;
  const { overpaid } = ledger;
  const box28AppliedToLastSalaryTax = minYen(overpaid, withheldTaxOfLastSalaryNotYetCollected);
  const afterLast = subYen(overpaid, box28AppliedToLastSalaryTax);
  const box29AppliedToUnpaidSalaryTax = minYen(afterLast, withheldTaxOfUnpaidSalaryNotYetCollected);
  const box30NetRefund = subYen(afterLast, box29AppliedToUnpaidSalaryTax);
  ledger.box28AppliedToLastSalaryTax = box28AppliedToLastSalaryTax;
  ledger.box29AppliedToUnpaidSalaryTax = box29AppliedToUnpaidSalaryTax;
  ledger.box30NetRefund = box30NetRefund;
  if (trace === undefined) return;
  const { ledgerOrder } = rules;
  const ofLast = { overpaid, withheldTaxOfLastSalaryNotYetCollected };
  trace.step('box28AppliedToLastSalaryTax', box28AppliedToLastSalaryTax, ofLast, ledgerOrder);
  const ofUnpaid = { overpaid, box28AppliedToLastSalaryTax, withheldTaxOfUnpaidSalaryNotYetCollected };
  trace.step('box29AppliedToUnpaidSalaryTax', box29AppliedToUnpaidSalaryTax, ofUnpaid, ledgerOrder);
  const ofRest = { overpaid, box28AppliedToLastSalaryTax, box29AppliedToUnpaidSalaryTax };
  trace.step('box30NetRefund', box30NetRefund, ofRest, ledgerOrder);
};
