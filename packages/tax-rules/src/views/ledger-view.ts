import { localDate, type TaxYear, type Yen } from '@nencho/kernel';
import type { AdjustmentInput } from '../adjustment-input.js';
import type { AdjustmentResult } from '../adjustment.js';
import type { PayTotals } from '../derive-input.js';
import type { Citation } from '../parameters/rule-set.js';
import { line, yenValue, type FormView } from './view.js';

type LedgerLine =
  | 'salaryTotal'
  | 'withheldTaxTotal'
  | 'box9SalaryAfterSalaryDeduction'
  | 'box10IncomeAdjustment'
  | 'box11AfterIncomeAdjustment'
  | 'box12SocialInsuranceWithheld'
  | 'box13SocialInsuranceDeclared'
  | 'box14SmallEnterpriseMutualAid'
  | 'box15LifeInsurance'
  | 'box16EarthquakeInsurance'
  | 'box17Spouse'
  | 'box18SpecialRelative'
  | 'box19DependantsDisabilityEtc'
  | 'box20Basic'
  | 'box21TotalDeductions'
  | 'box22TaxableSalaryIncome'
  | 'box23ComputedTax'
  | 'box24HousingLoanCreditApplied'
  | 'box25AnnualIncomeTax'
  | 'flatReductionAmount'
  | 'incomeTaxAfterFlatReduction'
  | 'flatReductionUnused'
  | 'box26AnnualTax'
  | 'box27Difference'
  | 'box28AppliedToLastSalaryTax'
  | 'box29AppliedToUnpaidSalaryTax'
  | 'box30NetRefund';

/** The lines from top to bottom, with R8's numbers. */
const lines: readonly (readonly [LedgerLine, number: string, label: string])[] = [
  ['salaryTotal', '⑦', '給与・賞与の総額'],
  ['withheldTaxTotal', '⑧', '徴収税額'],
  ['box9SalaryAfterSalaryDeduction', '⑨', '給与所得控除後の給与等の金額'],
  ['box10IncomeAdjustment', '⑩', '所得金額調整控除額'],
  ['box11AfterIncomeAdjustment', '⑪', '給与所得控除後の給与等の金額（調整控除後）'],
  ['box12SocialInsuranceWithheld', '⑫', '社会保険料等控除額（給与等からの控除分）'],
  ['box13SocialInsuranceDeclared', '⑬', '社会保険料等控除額（申告による社会保険料の控除分）'],
  ['box14SmallEnterpriseMutualAid', '⑭', '社会保険料等控除額（申告による小規模企業共済等掛金の控除分）'],
  ['box15LifeInsurance', '⑮', '生命保険料の控除額'],
  ['box16EarthquakeInsurance', '⑯', '地震保険料の控除額'],
  ['box17Spouse', '⑰', '配偶者（特別）控除額'],
  ['box18SpecialRelative', '⑱', '特定親族特別控除額'],
  ['box19DependantsDisabilityEtc', '⑲', '扶養控除額及び障害者等の控除額の合計額'],
  ['box20Basic', '⑳', '基礎控除額'],
  ['box21TotalDeductions', '㉑', '所得控除額の合計額'],
  ['box22TaxableSalaryIncome', '㉒', '差引課税給与所得金額'],
  ['box23ComputedTax', '㉓', '算出所得税額'],
  ['box24HousingLoanCreditApplied', '㉔', '（特定増改築等）住宅借入金等特別控除額'],
  ['box25AnnualIncomeTax', '㉕', '年調所得税額'],
  ['flatReductionAmount', '', '年調減税額'],
  ['incomeTaxAfterFlatReduction', '', '年調減税額控除後の税額'],
  ['flatReductionUnused', '', '控除外額'],
  ['box26AnnualTax', '㉖', '年調年税額'],
  ['box27Difference', '㉗', '差引超過額又は不足額'],
  ['box28AppliedToLastSalaryTax', '㉘', '本年最後の給与から徴収する税額に充当する金額'],
  ['box29AppliedToUnpaidSalaryTax', '㉙', '未払給与に係る未徴収の税額に充当する金額'],
  ['box30NetRefund', '㉚', '差引還付する金額'],
];

/** What is known of the forms of other years: R7 had no box for 特定親族特別控除額, R6 had extra ones for 定額減税. */
const numbersOfOtherYears: Readonly<Record<number, Partial<Readonly<Record<LedgerLine, string>>>>> = {
  2024: {
    box25AnnualIncomeTax: '㉔',
    flatReductionAmount: '㉔-2',
    incomeTaxAfterFlatReduction: '㉔-3',
    flatReductionUnused: '㉔-4',
  },
  2025: { box18SpecialRelative: '⑰−2', box21TotalDeductions: '⑳' },
};

const checked = localDate('2026-11-22');
const citations: Readonly<Record<number, Citation>> = {
  2024: { source: 'M', confidence: 'memory', checked },
  2025: { source: 'S1', confidence: 'official', checked },
  2026: { source: 'S2 pp.35–39', confidence: 'official', checked },
};

const ofFlatReduction: ReadonlySet<LedgerLine> = new Set([
  'flatReductionAmount',
  'incomeTaxAfterFlatReduction',
  'flatReductionUnused',
]);

const knownIn = (name: LedgerLine, year: TaxYear): boolean => {
  if (ofFlatReduction.has(name)) return year === 2024;
  return name !== 'box18SpecialRelative' || year > 2024;
};

/**
 * 源泉徴収簿, the part 年末調整 from ⑦ to ㉚: R8's boxes; of R6 and R7 those numbers that are known, otherwise the values. Who is
 * not adjusted has ⑦, ⑧ and ⑫ of this payer and nothing else. Not statutory as a form.
 */
export const ledgerView = ({
  pay,
  input,
  result,
}: {
  readonly pay: PayTotals;
  readonly input: AdjustmentInput;
  readonly result: AdjustmentResult | undefined;
}): FormView => {
  const year = input.taxYear;
  const amounts: Partial<Readonly<Record<LedgerLine, Yen>>> =
    result === undefined
      ? { ...pay, box12SocialInsuranceWithheld: pay.socialInsuranceWithheld }
      : { ...result, salaryTotal: input.salaryTotal, withheldTaxTotal: input.withheldTaxTotal };
  const arranged = year === 2026;
  const known = numbersOfOtherYears[year];
  return {
    title: '給与所得に対する源泉徴収簿（年末調整）',
    taxYear: year,
    arranged,
    citation: citations[year] ?? { source: 'S2 pp.35–39', confidence: 'inferred', checked },
    sections: [
      {
        heading: '年末調整',
        lines: lines
          .filter(([name]) => knownIn(name, year))
          .map(([name, number, label]) =>
            line(arranged ? number : (known?.[name] ?? ''), label, yenValue(amounts[name])),
          ),
      },
    ],
  };
};
