import { AppError } from '@nencho/kernel';
import type { NamedResult } from '../../application/ports.js';
import type { CsvLayout } from '../csv.js';

/** A figure of the ledger (源泉徴収簿). One that is not there must not look like zero. */
const box = (name: string) => (result: NamedResult) => {
  const figure = result.boxes[name];
  if (figure === undefined) throw new AppError('internal', `a result lacks the figure ${name}`);
  return figure;
};

/** 年末調整の結果: one row a person, the ledger of R8 from ⑦ to ㉗. README.md describes each column. */
export const resultsCsv: CsvLayout<NamedResult> = [
  { heading: '従業員番号', value: ({ employeeNumber }) => employeeNumber },
  { heading: '氏名', value: ({ name }) => name },
  { heading: 'フリガナ', value: ({ kana }) => kana },
  { heading: '年分', value: ({ taxYear }) => taxYear },
  { heading: '給与・賞与の総額', value: ({ salaryTotal }) => salaryTotal },
  { heading: '徴収税額', value: ({ withheldTaxTotal }) => withheldTaxTotal },
  { heading: '給与所得控除後の金額', value: box('box9SalaryAfterSalaryDeduction') },
  { heading: '所得金額調整控除額', value: box('box10IncomeAdjustment') },
  { heading: '給与所得控除後の金額（調整控除後）', value: box('box11AfterIncomeAdjustment') },
  { heading: '社会保険料（給与等からの控除分）', value: box('box12SocialInsuranceWithheld') },
  { heading: '社会保険料（申告分）', value: box('box13SocialInsuranceDeclared') },
  { heading: '小規模企業共済等掛金（申告分）', value: box('box14SmallEnterpriseMutualAid') },
  { heading: '生命保険料の控除額', value: box('box15LifeInsurance') },
  { heading: '地震保険料の控除額', value: box('box16EarthquakeInsurance') },
  { heading: '配偶者（特別）控除額', value: box('box17Spouse') },
  { heading: '特定親族特別控除額', value: box('box18SpecialRelative') },
  { heading: '扶養控除額及び障害者等の控除額の合計額', value: box('box19DependantsDisabilityEtc') },
  { heading: '基礎控除額', value: box('box20Basic') },
  { heading: '所得控除額の合計額', value: box('box21TotalDeductions') },
  { heading: '差引課税給与所得金額', value: box('box22TaxableSalaryIncome') },
  { heading: '算出所得税額', value: box('box23ComputedTax') },
  { heading: '住宅借入金等特別控除額', value: box('box24HousingLoanCreditApplied') },
  { heading: '年調所得税額', value: box('box25AnnualIncomeTax') },
  { heading: '年調年税額', value: box('box26AnnualTax') },
  { heading: '過不足額', value: box('box27Difference') },
  { heading: '規則の版', value: ({ rulesVersion }) => rulesVersion },
];
