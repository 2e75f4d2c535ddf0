import { addYen, floorTo, maxYen, mulFloor, subYen, yen, type Yen } from '@nencho/kernel';
import { type RuleSet, type SalaryBand, type SalaryTable } from './parameters/rule-set.js';
import { type Trace } from './trace.js';

/** The last band that begins at or below the pay. RangeError below the table: pay is not negative. */
const bandOf = (table: SalaryTable, revenue: Yen): SalaryBand => {
  for (let i = table.length - 1; i >= 0; i -= 1) {
    const band = table[i];
    if (band !== undefined && band.from <= revenue) return band;
  }
  throw new RangeError('pay is not negative');
};

/**
 * 給与所得控除後の給与等の金額 (所得税法別表第五). Pay is first lowered to a multiple of the band's unit (4,000 yen in the
 * middle of the table); fractions of a yen are dropped.
 */
export const salaryIncome = (table: SalaryTable, revenue: Yen): Yen => {
  const band = bandOf(table, revenue);
  switch (band.kind) {
    case 'zero':
      return yen(0);
    case 'fixed':
      return band.amount;
    case 'subtract':
      return subYen(revenue, band.subtract);
    case 'rate':
      return subYen(addYen(mulFloor(floorTo(revenue, band.unit), band.multiply), band.add ?? yen(0)), band.subtract);
  }
};

/** 合計所得金額 of a member of the family: income from pay by the same table, plus other income, not below 0. */
export const familyIncome = (table: SalaryTable, salaryRevenue: Yen, otherIncome: Yen): Yen =>
  maxYen(yen(0), addYen(salaryIncome(table, salaryRevenue), otherIncome));

/** ⑨ 給与所得控除後の給与等の金額。所得税法第28条・第190条。 */
export const employmentIncome = (
  salaryTotal: Yen,
  { salaryTable }: Pick<RuleSet, 'salaryTable'>,
  trace?: Trace,
): Yen => {
  const income = salaryIncome(salaryTable.value, salaryTotal);
  trace?.step('box9SalaryAfterSalaryDeduction', income, { salaryTotal }, salaryTable);
  return income;
};
