import { subYen, yen, type Yen } from '@nencho/kernel';
import type { RelativeCategory } from './dependant-deduction.js';
import type { InvalidClaim } from './own-status-deduction.js';
import type { RuleSet } from './parameters/rule-set.js';
import type { SpouseDeductionKind } from './spouse-deduction.js';
import type { Trace } from './trace.js';

/** What one relative contributed; the amounts are parts of ⑱ and ⑲. */
export type RelativeResult = {
  readonly relativeId: string;
  readonly category: RelativeCategory;
  readonly ageAtYearEnd: number;
  readonly totalIncome: Yen;
  readonly dependantDeduction: Yen;
  readonly specialRelativeDeduction: Yen;
  readonly disabilityDeduction: Yen;
};

/**
 * The figures of the ledger (源泉徴収簿), named with R8's circled numbers, all in yen; and the marks that go with them. Entered
 * from top to bottom: each rule reads what stands above it.
 */
export type Ledger = {
  box9SalaryAfterSalaryDeduction: Yen;
  box10IncomeAdjustment: Yen;
  box11AfterIncomeAdjustment: Yen;
  incomeAdjustmentPensionInEstimate: Yen;
  totalIncomeEstimate: Yen;
  lifeGeneral: Yen;
  lifeCareMedical: Yen;
  lifePension: Yen;
  box12SocialInsuranceWithheld: Yen;
  box13SocialInsuranceDeclared: Yen;
  box14SmallEnterpriseMutualAid: Yen;
  box15LifeInsurance: Yen;
  box16EarthquakeInsurance: Yen;
  personDisabilityDeduction: Yen;
  box17Spouse: Yen;
  box18SpecialRelative: Yen;
  dependantDeduction: Yen;
  disabilityDeduction: Yen;
  widowOrSingleParentDeduction: Yen;
  workingStudentDeduction: Yen;
  box19DependantsDisabilityEtc: Yen;
  box20Basic: Yen;
  box21TotalDeductions: Yen;
  box22TaxableSalaryIncome: Yen;
  box23ComputedTax: Yen;
  housingLoanCreditPossible: Yen;
  box24HousingLoanCreditApplied: Yen;
  housingLoanCreditUnused: Yen;
  box25AnnualIncomeTax: Yen;
  flatReductionAmount: Yen;
  flatReductionUnused: Yen;
  incomeTaxAfterFlatReduction: Yen;
  box26AnnualTax: Yen;
  /** ㉖ − ⑧: negative is refunded (`overpaid` 超過額), positive is collected (`underpaid` 不足額). */
  box27Difference: Yen;
  overpaid: Yen;
  underpaid: Yen;
  box28AppliedToLastSalaryTax: Yen;
  box29AppliedToUnpaidSalaryTax: Yen;
  box30NetRefund: Yen;
  /** Both absent without a spouse. */
  spouseTotalIncome?: Yen;
  spouseDisabilityDeduction?: Yen;
  spouseDeductionKind: SpouseDeductionKind;
  lifeUnder23SpecialApplied: boolean;
  /** 定額減税 (R6): for how many people; 0 in other years. */
  flatReductionPersons: number;
  invalidClaims: readonly InvalidClaim[];
  /** In the order of the facts. */
  relatives: readonly RelativeResult[];
};

const zero = yen(0);

/** Before anything is entered. */
export const blankLedger = (): Ledger => ({
  box9SalaryAfterSalaryDeduction: zero,
  box10IncomeAdjustment: zero,
  box11AfterIncomeAdjustment: zero,
  incomeAdjustmentPensionInEstimate: zero,
  totalIncomeEstimate: zero,
  lifeGeneral: zero,
  lifeCareMedical: zero,
  lifePension: zero,
  box12SocialInsuranceWithheld: zero,
  box13SocialInsuranceDeclared: zero,
  box14SmallEnterpriseMutualAid: zero,
  box15LifeInsurance: zero,
  box16EarthquakeInsurance: zero,
  personDisabilityDeduction: zero,
  box17Spouse: zero,
  box18SpecialRelative: zero,
  dependantDeduction: zero,
  disabilityDeduction: zero,
  widowOrSingleParentDeduction: zero,
  workingStudentDeduction: zero,
  box19DependantsDisabilityEtc: zero,
  box20Basic: zero,
  box21TotalDeductions: zero,
  box22TaxableSalaryIncome: zero,
  box23ComputedTax: zero,
  housingLoanCreditPossible: zero,
  box24HousingLoanCreditApplied: zero,
  housingLoanCreditUnused: zero,
  box25AnnualIncomeTax: zero,
  flatReductionAmount: zero,
  flatReductionUnused: zero,
  incomeTaxAfterFlatReduction: zero,
  box26AnnualTax: zero,
  box27Difference: zero,
  overpaid: zero,
  underpaid: zero,
  box28AppliedToLastSalaryTax: zero,
  box29AppliedToUnpaidSalaryTax: zero,
  box30NetRefund: zero,
  spouseDeductionKind: 'none',
  lifeUnder23SpecialApplied: false,
  flatReductionPersons: 0,
  invalidClaims: [],
  relatives: [],
});

type Rules = Pick<RuleSet, 'ledgerOrder'>;

/** ⑪ 所得金額調整控除後の給与所得. */
export const afterIncomeAdjustment = (
  { box9SalaryAfterSalaryDeduction, box10IncomeAdjustment }: Readonly<Ledger>,
  { ledgerOrder }: Rules,
  trace?: Trace,
): Yen => {
  const rest = subYen(box9SalaryAfterSalaryDeduction, box10IncomeAdjustment);
  const inputs = { box9SalaryAfterSalaryDeduction, box10IncomeAdjustment };
  trace?.step('box11AfterIncomeAdjustment', rest, inputs, ledgerOrder);
  return rest;
};

/** ⑲ 扶養控除額、障害者等の控除額の合計額. */
export const dependantsAndStatus = (ledger: Readonly<Ledger>, { ledgerOrder }: Rules, trace?: Trace): Yen => {
  const { dependantDeduction, disabilityDeduction, widowOrSingleParentDeduction, workingStudentDeduction } = ledger;
  const total = yen(dependantDeduction + disabilityDeduction + widowOrSingleParentDeduction + workingStudentDeduction);
  trace?.step(
    'box19DependantsDisabilityEtc',
    total,
    { dependantDeduction, disabilityDeduction, widowOrSingleParentDeduction, workingStudentDeduction },
    ledgerOrder,
  );
  return total;
};

/** ㉑ 所得控除額の合計額, from ⑫ to ⑳. */
export const deductionsTotal = (ledger: Readonly<Ledger>, { ledgerOrder }: Rules, trace?: Trace): Yen => {
  const { box12SocialInsuranceWithheld, box13SocialInsuranceDeclared, box14SmallEnterpriseMutualAid } = ledger;
  const { box15LifeInsurance, box16EarthquakeInsurance, box17Spouse, box18SpecialRelative } = ledger;
  const { box19DependantsDisabilityEtc, box20Basic } = ledger;
  const social = box12SocialInsuranceWithheld + box13SocialInsuranceDeclared + box14SmallEnterpriseMutualAid;
  const insurance = box15LifeInsurance + box16EarthquakeInsurance;
  const family = box17Spouse + box18SpecialRelative + box19DependantsDisabilityEtc;
  const total = yen(social + insurance + family + box20Basic);
  trace?.step(
    'box21TotalDeductions',
    total,
    {
      box12SocialInsuranceWithheld,
      box13SocialInsuranceDeclared,
      box14SmallEnterpriseMutualAid,
      box15LifeInsurance,
      box16EarthquakeInsurance,
      box17Spouse,
      box18SpecialRelative,
      box19DependantsDisabilityEtc,
      box20Basic,
    },
    ledgerOrder,
  );
  return total;
};

/** ㉕ 年調所得税額: ㉓ less ㉔. */
export const annualIncomeTax = (
  { box23ComputedTax, box24HousingLoanCreditApplied }: Readonly<Ledger>,
  { ledgerOrder }: Rules,
  trace?: Trace,
): Yen => {
  const tax = subYen(box23ComputedTax, box24HousingLoanCreditApplied);
  trace?.step('box25AnnualIncomeTax', tax, { box23ComputedTax, box24HousingLoanCreditApplied }, ledgerOrder);
  return tax;
};
