import { maxYen, subYen, yen, type Yen } from '@nencho/kernel';
import { annualTax, computedTax, taxableSalaryIncome } from './annual-tax.js';
import { basicDeduction } from './basic-deduction.js';
import type { AdjustmentInput } from './adjustment-input.js';
import { earthquakeInsuranceDeduction } from './earthquake-insurance-deduction.js';
import { employmentIncome } from './employment-income.js';
import { judgeFamily, type JudgedFamily } from './family.js';
import { flatReductionFigures, flatReductionPersons } from './flat-reduction.js';
import { familyDeductions, type RelativeResult } from './family-deductions.js';
import { housingLoanCreditApplied, housingLoanCreditUnused } from './housing-loan-credit.js';
import { incomeAdjustment } from './income-adjustment.js';
import { lifeCareMedical, lifeGeneral, lifePension, lifeTotal } from './life-insurance-deduction.js';
import { statusFailures, type InvalidClaim } from './own-status-deduction.js';
import { type RuleSet } from './parameters/rule-set.js';
import { settlement } from './settlement.js';
import { fullDeduction } from './social-insurance-deduction.js';
import { spouseDeductionKind, type SpouseDeductionKind } from './spouse-deduction.js';
import { totalIncomeEstimate } from './total-income.js';
import { derived, stepsOf, sumOf, valuesOf, type TraceStep } from './trace.js';

/** The figures of the ledger (源泉徴収簿), named with R8's circled numbers; all are yen. */
type Amounts = Readonly<
  Record<
    | 'box9SalaryAfterSalaryDeduction'
    | 'box10IncomeAdjustment'
    | 'box11AfterIncomeAdjustment'
    | 'incomeAdjustmentPensionInEstimate'
    | 'totalIncomeEstimate'
    | 'box12SocialInsuranceWithheld'
    | 'box13SocialInsuranceDeclared'
    | 'box14SmallEnterpriseMutualAid'
    | 'lifeGeneral'
    | 'lifeCareMedical'
    | 'lifePension'
    | 'box15LifeInsurance'
    | 'box16EarthquakeInsurance'
    | 'box17Spouse'
    | 'box18SpecialRelative'
    | 'dependantDeduction'
    | 'personDisabilityDeduction'
    | 'disabilityDeduction'
    | 'widowOrSingleParentDeduction'
    | 'workingStudentDeduction'
    | 'box19DependantsDisabilityEtc'
    | 'box20Basic'
    | 'box21TotalDeductions'
    | 'box22TaxableSalaryIncome'
    | 'box23ComputedTax'
    | 'box24HousingLoanCreditApplied'
    | 'housingLoanCreditPossible'
    | 'housingLoanCreditUnused'
    | 'box25AnnualIncomeTax'
    | 'flatReductionAmount'
    | 'flatReductionUnused'
    | 'incomeTaxAfterFlatReduction'
    | 'box26AnnualTax'
    | 'box27Difference'
    | 'overpaid'
    | 'underpaid'
    | 'box28AppliedToLastSalaryTax'
    | 'box29AppliedToUnpaidSalaryTax'
    | 'box30NetRefund',
    Yen
  >
>;

/** `box27Difference` = ㉖ − ⑧: negative is refunded (`overpaid` 超過額), positive is collected (`underpaid` 不足額). */
export type AdjustmentResult = Amounts & {
  /** Both absent without a spouse. */
  readonly spouseTotalIncome?: Yen;
  readonly spouseDisabilityDeduction?: Yen;
  readonly spouseDeductionKind: SpouseDeductionKind;
  readonly lifeUnder23SpecialApplied: boolean;
  /** 定額減税 (R6): for how many people; 0 in other years. */
  readonly flatReductionPersons: number;
  readonly invalidClaims: readonly InvalidClaim[];
  /** In the order of the facts. */
  readonly relatives: readonly RelativeResult[];
};

export type AdjustmentOutcome =
  | {
      readonly status: 'adjusted';
      readonly result: AdjustmentResult;
      /** A step for every figure, made when it is asked for. */
      readonly trace: readonly TraceStep[];
    }
  | { readonly status: 'excluded'; readonly reason: 'salary_over_20m' };

const incomeFigures = (input: AdjustmentInput, { hasQualifyingPerson }: JudgedFamily, rules: RuleSet) => {
  const { salaryTotal, claims } = input;
  const box9 = employmentIncome(salaryTotal, rules);
  const box10 = incomeAdjustment({ salaryTotal, claimed: claims.incomeAdjustment, hasQualifyingPerson }, rules);
  const box11 = derived(
    subYen(box9.value, box10.value),
    { box9SalaryAfterSalaryDeduction: box9.value, box10IncomeAdjustment: box10.value },
    rules.ledgerOrder,
  );
  const estimate = totalIncomeEstimate(input, claims.incomeAdjustment && hasQualifyingPerson, rules);
  return {
    box9SalaryAfterSalaryDeduction: box9,
    box10IncomeAdjustment: box10,
    box11AfterIncomeAdjustment: box11,
    incomeAdjustmentPensionInEstimate: estimate.pension,
    totalIncomeEstimate: estimate.total,
  };
};

const insuranceFigures = (input: AdjustmentInput, lifeSpecial: boolean, rules: RuleSet) => {
  const life = {
    lifeGeneral: lifeGeneral(input.lifePremiums, lifeSpecial, rules),
    lifeCareMedical: lifeCareMedical(input.lifePremiums, rules),
    lifePension: lifePension(input.lifePremiums, rules),
  };
  const boxes = {
    box12SocialInsuranceWithheld: fullDeduction('socialInsuranceWithheld', input.socialInsuranceWithheld, rules),
    box13SocialInsuranceDeclared: fullDeduction('socialInsuranceDeclared', input.socialInsuranceDeclared, rules),
    box14SmallEnterpriseMutualAid: fullDeduction('mutualAidDeclared', input.mutualAidDeclared, rules),
    box15LifeInsurance: lifeTotal(valuesOf(life), rules),
    box16EarthquakeInsurance: earthquakeInsuranceDeduction(input.earthquakePremiums, rules),
  };
  return { life, boxes };
};

/** ㉒ to ㉚: taxable income, tax, credit, reduction, surtax, difference, settlement — each rounding in its legal place. */
const taxFigures = (input: AdjustmentInput, income: Yen, deductions: Yen, persons: number, rules: RuleSet) => {
  const { housingLoanCredit, withheldTaxTotal } = input;
  const box22 = taxableSalaryIncome(income, deductions, rules);
  const box23 = computedTax(box22.value, rules);
  const box24 = housingLoanCreditApplied(housingLoanCredit, box23.value, rules);
  const box25 = derived(
    subYen(box23.value, box24.value),
    { box23ComputedTax: box23.value, box24HousingLoanCreditApplied: box24.value },
    rules.ledgerOrder,
  );
  const reduction = flatReductionFigures(persons, box25.value, rules);
  const box26 = annualTax(reduction.incomeTaxAfterFlatReduction.value, rules);
  const difference = subYen(box26.value, withheldTaxTotal);
  const sides = { box26AnnualTax: box26.value, withheldTaxTotal };
  const overpaid = maxYen(yen(0), subYen(withheldTaxTotal, box26.value));
  return {
    box22TaxableSalaryIncome: box22,
    box23ComputedTax: box23,
    housingLoanCreditPossible: derived(housingLoanCredit, { housingLoanCredit }, rules.ledgerOrder),
    box24HousingLoanCreditApplied: box24,
    housingLoanCreditUnused: housingLoanCreditUnused(housingLoanCredit, box24.value, rules),
    box25AnnualIncomeTax: box25,
    ...reduction,
    box26AnnualTax: box26,
    box27Difference: derived(difference, sides, rules.ledgerOrder),
    overpaid: derived(overpaid, sides, rules.ledgerOrder),
    underpaid: derived(maxYen(yen(0), difference), sides, rules.ledgerOrder),
    ...settlement(overpaid, input, rules),
  };
};

/** Claims that lack a requirement: the deduction is 0, and the result says why. */
const invalidClaims = (
  { claims }: AdjustmentInput,
  { hasQualifyingPerson, hasYoungDependant }: JudgedFamily,
  statuses: readonly InvalidClaim[],
): readonly InvalidClaim[] => [
  ...statuses,
  ...(claims.incomeAdjustment && !hasQualifyingPerson
    ? (['income_adjustment_without_qualifying_person'] as const)
    : []),
  ...(claims.lifeInsuranceUnder23 && !hasYoungDependant ? (['life_special_without_young_dependant'] as const) : []),
];

/** Figures of 定額減税: without a step in the years that do not know it. */
const ofFlatReduction: ReadonlySet<string> = new Set([
  'flatReductionAmount',
  'flatReductionUnused',
  'incomeTaxAfterFlatReduction',
]);

const adjusted = (input: AdjustmentInput, rules: RuleSet): AdjustmentOutcome => {
  const judged = judgeFamily(input, rules);
  const income = incomeFigures(input, judged, rules);
  const totalIncome = income.totalIncomeEstimate.value;
  const statuses = statusFailures(input, { totalIncome, family: judged }, rules);
  const lifeSpecial = rules.life.under23 !== undefined && input.claims.lifeInsuranceUnder23 && judged.hasYoungDependant;
  const { life, boxes } = insuranceFigures(input, lifeSpecial, rules);
  const family = familyDeductions(input, judged, statuses, totalIncome, rules);
  const { box17Spouse, box18SpecialRelative, box19DependantsDisabilityEtc } = family.amounts;
  const basic = { box20Basic: basicDeduction(totalIncome, input.claims.basicDeduction, rules) };
  const total = {
    box21TotalDeductions: sumOf(
      { ...valuesOf(boxes), box17Spouse, box18SpecialRelative, box19DependantsDisabilityEtc, ...valuesOf(basic) },
      rules.ledgerOrder,
    ),
  };
  const persons = flatReductionPersons(judged, totalIncome, rules);
  const [box11, box21] = [income.box11AfterIncomeAdjustment.value, total.box21TotalDeductions.value];
  const tax = taxFigures(input, box11, box21, persons, rules);
  const ledger = { ...income, ...life, ...boxes };
  const rest = { ...basic, ...total, ...tax };
  return {
    status: 'adjusted',
    result: {
      ...valuesOf(ledger),
      ...family.amounts,
      ...valuesOf(rest),
      flatReductionPersons: persons,
      spouseDeductionKind: spouseDeductionKind(totalIncome, judged.spouse, rules),
      lifeUnder23SpecialApplied: lifeSpecial,
      invalidClaims: invalidClaims(input, judged, statuses),
      relatives: family.relatives,
    },
    // Written only for whoever asks: a bulk run does not.
    get trace() {
      const known =
        rules.flatReduction === undefined ? ({ ruleId }: TraceStep) => !ofFlatReduction.has(ruleId) : () => true;
      return [...stepsOf(ledger), ...family.trace(), ...stepsOf(rest).filter(known)];
    },
  };
};

/**
 * 年末調整: the ledger from ⑨ to ㉚ with a trace step for every figure. Pure: equal input, equal outcome. Pay above the
 * limit of 所得税法第190条 is excluded. A claim that the law does not allow gives 0 and is named in `invalidClaims`.
 */
export const computeAdjustment = (input: AdjustmentInput, rules: RuleSet): AdjustmentOutcome =>
  input.salaryTotal > rules.mainSalaryLimit.value
    ? { status: 'excluded', reason: 'salary_over_20m' }
    : adjusted(input, rules);
