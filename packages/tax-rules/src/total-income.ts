import { addYen, maxYen, minYen, subYen, yen, type Yen } from '@nencho/kernel';
import type { AdjustmentInput } from './adjustment-input.js';
import { salaryIncome } from './employment-income.js';
import { adjustmentOfSalary } from './income-adjustment.js';
import type { RuleSet } from './parameters/rule-set.js';
import type { Trace } from './trace.js';

type Incomes = Pick<
  AdjustmentInput,
  'salaryTotal' | 'salaryFromOtherEmployers' | 'publicPensionIncome' | 'otherIncome'
>;

/**
 * 所得金額調整控除（給与・年金）, only inside the estimate of 合計所得金額: of what pay and pension leave, up to the maximum each, the
 * part above one maximum. 措法第41条の3の11第2項。
 */
export const pensionAdjustment = (
  afterSalaryDeduction: Yen,
  publicPensionIncome: Yen,
  { pensionAdjustmentMaximum: limit }: Pick<RuleSet, 'pensionAdjustmentMaximum'>,
  trace?: Trace,
): Yen => {
  const both = addYen(minYen(afterSalaryDeduction, limit.value), minYen(publicPensionIncome, limit.value));
  const amount = maxYen(yen(0), subYen(both, limit.value));
  trace?.step('incomeAdjustmentPensionInEstimate', amount, { afterSalaryDeduction, publicPensionIncome }, limit);
  return amount;
};

/**
 * 合計所得金額の見積額: pay of all employers after its deduction and adjustments, and every other income. It decides who may
 * deduct what; only the pay under adjustment is taxed here. All pay is taken together, since the table is not linear.
 */
export const totalIncomeEstimate = (
  { salaryTotal, salaryFromOtherEmployers, publicPensionIncome, otherIncome }: Incomes,
  adjusted: boolean,
  rules: RuleSet,
  trace?: Trace,
): { readonly total: Yen; readonly pensionAdjustment: Yen } => {
  const allPay = addYen(salaryTotal, salaryFromOtherEmployers);
  const incomeFromAllPay = salaryIncome(rules.salaryTable.value, allPay);
  const incomeAdjustmentOfAllPay = adjusted ? adjustmentOfSalary(allPay, rules) : yen(0);
  const ofPension = pensionAdjustment(incomeFromAllPay, publicPensionIncome, rules, trace);
  const fromPay = yen(incomeFromAllPay - incomeAdjustmentOfAllPay - ofPension);
  const total = maxYen(yen(0), addYen(fromPay, publicPensionIncome, otherIncome));
  trace?.step(
    'totalIncomeEstimate',
    total,
    {
      incomeFromAllPay,
      incomeAdjustmentOfAllPay,
      incomeAdjustmentPensionInEstimate: ofPension,
      publicPensionIncome,
      otherIncome,
    },
    rules.totalIncome,
  );
  return { total, pensionAdjustment: ofPension };
};
