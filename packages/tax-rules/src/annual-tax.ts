import { floorTo, maxYen, mulFloor, subYen, yen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { rowFor } from './table.js';
import { type Trace } from './trace.js';

/** ㉒ 差引課税給与所得金額: ⑪ − ㉑, not below 0, what is below 1,000 yen dropped (切捨て)。 */
export const taxableSalaryIncome = (
  income: Yen,
  deductions: Yen,
  { taxableUnit }: Pick<RuleSet, 'taxableUnit'>,
  trace?: Trace,
): Yen => {
  const taxable = floorTo(maxYen(yen(0), subYen(income, deductions)), taxableUnit.value);
  const inputs = { box11AfterIncomeAdjustment: income, box21TotalDeductions: deductions };
  trace?.step('box22TaxableSalaryIncome', taxable, inputs, taxableUnit);
  return taxable;
};

/** ㉓ 算出所得税額 by the 速算表。所得税法第89条。 RangeError above the table: such pay is not adjusted. */
export const computedTax = (taxable: Yen, { taxTable }: Pick<RuleSet, 'taxTable'>, trace?: Trace): Yen => {
  const row = rowFor(taxTable.value, taxable);
  if (row === undefined) throw new RangeError('taxable income is above the table');
  const { multiply, subtract } = row;
  const tax = subYen(mulFloor(taxable, multiply), subtract);
  trace?.step(
    'box23ComputedTax',
    tax,
    { box22TaxableSalaryIncome: taxable, ratePercent: multiply.numerator, subtract },
    taxTable,
  );
  return tax;
};

/** ㉖ 年調年税額: ㉕ (R6: after 定額減税) × 102.1 %, what is below 100 yen dropped (切捨て)。復興特別所得税を含む。 */
export const annualTax = (
  incomeTax: Yen,
  { annualTax: rule, flatReduction }: Pick<RuleSet, 'annualTax' | 'flatReduction'>,
  trace?: Trace,
): Yen => {
  const { multiply, unit } = rule.value;
  const tax = mulFloor(incomeTax, multiply, unit);
  const from = flatReduction === undefined ? 'box25AnnualIncomeTax' : 'incomeTaxAfterFlatReduction';
  trace?.step('box26AnnualTax', tax, { [from]: incomeTax, perMille: multiply.numerator }, rule);
  return tax;
};
