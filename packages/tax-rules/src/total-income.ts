import { addYen, maxYen, minYen, subYen, yen, type Yen } from '@nencho/kernel';
import type { AdjustmentInput } from './adjustment-input.js';
import { salaryIncome } from './employment-income.js';
import { adjustmentOfSalary } from './income-adjustment.js';
import type { RuleSet } from './parameters/rule-set.js';
import type { Explained } from './trace.js';

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
  pensionIncome: Yen,
  { pensionAdjustmentMaximum: limit }: Pick<RuleSet, 'pensionAdjustmentMaximum'>,
): Explained => {
  const both = addYen(minYen(afterSalaryDeduction, limit.value), minYen(pensionIncome, limit.value));
  return {
    value: maxYen(yen(0), subYen(both, limit.value)),
    inputs: { afterSalaryDeduction, publicPensionIncome: pensionIncome },
    from: [limit],
  };
};

/**
 * 合計所得金額の見積額: pay of all employers after its deduction and adjustments, and every other income. It decides who may
 * deduct what; only the pay under adjustment is taxed here. All pay is taken together, since the table is not linear.
 */
export const totalIncomeEstimate = (
  { salaryTotal, salaryFromOtherEmployers, publicPensionIncome, otherIncome }: Incomes,
  adjusted: boolean,
  rules: RuleSet,
): { readonly total: Explained; readonly pension: Explained } => {
  const allPay = addYen(salaryTotal, salaryFromOtherEmployers);
  const fromPay = salaryIncome(rules.salaryTable.value, allPay);
  const ofSalary = adjusted ? adjustmentOfSalary(allPay, rules) : yen(0);
  const pension = pensionAdjustment(fromPay, publicPensionIncome, rules);
  const sum = yen(fromPay - ofSalary - pension.value + publicPensionIncome + otherIncome);
  return {
    pension,
    total: {
      value: maxYen(yen(0), sum),
      inputs: {
        ...{ incomeFromAllPay: fromPay, incomeAdjustmentOfAllPay: ofSalary },
        ...{ incomeAdjustmentPensionInEstimate: pension.value, publicPensionIncome, otherIncome },
      },
      from: [rules.totalIncome],
    },
  };
};
