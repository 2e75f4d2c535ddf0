import { floorTo, maxYen, mulFloor, subYen, yen, type Yen } from '@nencho/kernel';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

/** ㉒ 差引課税給与所得金額: ⑪ − ㉑, not below 0, what is below 1,000 yen dropped (切捨て)。 */
export const taxableSalaryIncome = (
  income: Yen,
  deductions: Yen,
  parameters: Pick<RuleSet, 'taxableUnit'>,
): Explained => ({
  value: floorTo(maxYen(yen(0), subYen(income, deductions)), parameters.taxableUnit.value),
  inputs: { box11AfterIncomeAdjustment: income, box21TotalDeductions: deductions },
  from: [parameters.taxableUnit],
});

/** ㉓ 算出所得税額 by the 速算表。所得税法第89条。 RangeError above the table: such pay is not adjusted. */
export const computedTax = (taxable: Yen, parameters: Pick<RuleSet, 'taxTable'>): Explained => {
  const row = parameters.taxTable.value.find((candidate) => taxable <= candidate.upTo);
  if (row === undefined) throw new RangeError('taxable income is above the table');
  return {
    value: subYen(mulFloor(taxable, row.multiply), row.subtract),
    inputs: { box22TaxableSalaryIncome: taxable, ratePercent: row.multiply.numerator, subtract: row.subtract },
    from: [parameters.taxTable],
  };
};

/** ㉖ 年調年税額: ㉕ (R6: after 定額減税) × 102.1 %, what is below 100 yen dropped (切捨て)。復興特別所得税を含む。 */
export const annualTax = (incomeTax: Yen, parameters: Pick<RuleSet, 'annualTax' | 'flatReduction'>): Explained => ({
  value: mulFloor(incomeTax, parameters.annualTax.value.multiply, parameters.annualTax.value.unit),
  inputs: {
    [parameters.flatReduction === undefined ? 'box25AnnualIncomeTax' : 'incomeTaxAfterFlatReduction']: incomeTax,
    perMille: parameters.annualTax.value.multiply.numerator,
  },
  from: [parameters.annualTax],
});
