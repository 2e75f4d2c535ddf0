import { annualTax, computedTax, taxableSalaryIncome } from './annual-tax.js';
import { basicDeduction } from './basic-deduction.js';
import type { AdjustmentInput } from './adjustment-input.js';
import { ownDisabilityDeduction } from './disability-deduction.js';
import { earthquakeInsuranceDeduction } from './earthquake-insurance-deduction.js';
import { employmentIncome } from './employment-income.js';
import { judgeFamily, type JudgedFamily } from './family.js';
import {
  dependantTotal,
  disabilityTotal,
  relativesFigures,
  specialRelativeTotal,
  spouseDisabilityDeduction,
  spouseTotalIncome,
} from './family-deductions.js';
import {
  flatReductionAmount,
  flatReductionPersons,
  flatReductionUnused,
  incomeTaxAfterFlatReduction,
} from './flat-reduction.js';
import { housingLoanCreditApplied, housingLoanCreditPossible, housingLoanCreditUnused } from './housing-loan-credit.js';
import { incomeAdjustment } from './income-adjustment.js';
import {
  afterIncomeAdjustment,
  annualIncomeTax,
  blankLedger,
  deductionsTotal,
  dependantsAndStatus,
  type Ledger,
} from './ledger.js';
import { lifeCareMedical, lifeGeneral, lifePension, lifeTotal } from './life-insurance-deduction.js';
import {
  statusFailures,
  widowOrSingleParentDeduction,
  workingStudentDeduction,
  type InvalidClaim,
} from './own-status-deduction.js';
import { type RuleSet } from './parameters/rule-set.js';
import { enterSettlement } from './settlement.js';
import { mutualAidDeclared, socialInsuranceDeclared, socialInsuranceWithheld } from './social-insurance-deduction.js';
import { spouseDeduction, spouseDeductionKind } from './spouse-deduction.js';
import { totalIncomeEstimate } from './total-income.js';
import type { Trace } from './trace.js';

/** The ledger as it was entered. */
export type AdjustmentResult = Readonly<Ledger>;

export type AdjustmentOutcome =
  | { readonly status: 'adjusted'; readonly result: AdjustmentResult }
  | { readonly status: 'excluded'; readonly reason: 'salary_over_20m' };

/** What the whole ledger is computed from. */
type Sheet = { readonly input: AdjustmentInput; readonly family: JudgedFamily; readonly rules: RuleSet };

/** ⑨ to ⑪, and the estimate of 合計所得金額, which decides who may deduct what. */
const enterIncome = (ledger: Ledger, { input, family, rules }: Sheet, trace?: Trace): void => {
  const { salaryTotal } = input;
  const { hasQualifyingPerson } = family;
  const claimed = input.claims.incomeAdjustment;
  ledger.box9SalaryAfterSalaryDeduction = employmentIncome(salaryTotal, rules, trace);
  ledger.box10IncomeAdjustment = incomeAdjustment({ salaryTotal, claimed, hasQualifyingPerson }, rules, trace);
  ledger.box11AfterIncomeAdjustment = afterIncomeAdjustment(ledger, rules, trace);
  const estimate = totalIncomeEstimate(input, claimed && hasQualifyingPerson, rules, trace);
  ledger.incomeAdjustmentPensionInEstimate = estimate.pensionAdjustment;
  ledger.totalIncomeEstimate = estimate.total;
};

/** ⑫ to ⑯: social insurance, mutual aid, life and earthquake insurance. */
const enterInsurance = (ledger: Ledger, { input, family, rules }: Sheet, trace?: Trace): void => {
  const { lifePremiums, claims } = input;
  const special = rules.life.under23 !== undefined && claims.lifeInsuranceUnder23 && family.hasYoungDependant;
  ledger.lifeUnder23SpecialApplied = special;
  ledger.lifeGeneral = lifeGeneral(lifePremiums, special, rules, trace);
  ledger.lifeCareMedical = lifeCareMedical(lifePremiums, rules, trace);
  ledger.lifePension = lifePension(lifePremiums, rules, trace);
  ledger.box12SocialInsuranceWithheld = socialInsuranceWithheld(input, rules, trace);
  ledger.box13SocialInsuranceDeclared = socialInsuranceDeclared(input, rules, trace);
  ledger.box14SmallEnterpriseMutualAid = mutualAidDeclared(input, rules, trace);
  ledger.box15LifeInsurance = lifeTotal(ledger, rules, trace);
  ledger.box16EarthquakeInsurance = earthquakeInsuranceDeduction(input.earthquakePremiums, rules, trace);
};

/** What each member of the family contributes. */
const enterMembers = (ledger: Ledger, { family, rules }: Sheet, trace?: Trace): void => {
  if (family.spouse !== undefined) {
    ledger.spouseTotalIncome = spouseTotalIncome(family.spouse, rules, trace);
    ledger.spouseDisabilityDeduction = spouseDisabilityDeduction(family.spouse, rules, trace);
  }
  ledger.relatives = relativesFigures(family, rules, trace);
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

/** ⑰ 配偶者, ⑱ 特定親族特別 and ⑲ 扶養・障害者等. */
const enterFamily = (ledger: Ledger, { input, family, rules }: Sheet, trace?: Trace): void => {
  const { totalIncomeEstimate: income, relatives } = ledger;
  const { disability, personalStatus, workingStudent } = input;
  const failures = statusFailures(input, { totalIncome: income, family }, rules);
  ledger.invalidClaims = invalidClaims(input, family, failures);
  ledger.spouseDeductionKind = spouseDeductionKind(income, family.spouse, rules);
  ledger.personDisabilityDeduction = ownDisabilityDeduction(disability, rules, trace);
  ledger.box17Spouse = spouseDeduction(income, family.spouse, ledger.spouseDeductionKind, rules, trace);
  ledger.box18SpecialRelative = specialRelativeTotal(relatives, rules, trace);
  ledger.dependantDeduction = dependantTotal(relatives, rules, trace);
  ledger.disabilityDeduction = disabilityTotal(ledger, rules, trace);
  ledger.widowOrSingleParentDeduction = widowOrSingleParentDeduction(personalStatus, failures, income, rules, trace);
  ledger.workingStudentDeduction = workingStudentDeduction(workingStudent, failures, income, rules, trace);
  ledger.box19DependantsDisabilityEtc = dependantsAndStatus(ledger, rules, trace);
};

/** ㉒ to ㉖: taxable income, tax, credit, reduction, surtax — each rounding in its legal place. */
const enterTax = (ledger: Ledger, { input, family, rules }: Sheet, trace?: Trace): void => {
  const { box11AfterIncomeAdjustment: income, box21TotalDeductions: deductions } = ledger;
  ledger.box22TaxableSalaryIncome = taxableSalaryIncome(income, deductions, rules, trace);
  ledger.box23ComputedTax = computedTax(ledger.box22TaxableSalaryIncome, rules, trace);
  ledger.housingLoanCreditPossible = housingLoanCreditPossible(input.housingLoanCredit, rules, trace);
  ledger.box24HousingLoanCreditApplied = housingLoanCreditApplied(ledger, rules, trace);
  ledger.housingLoanCreditUnused = housingLoanCreditUnused(ledger, rules, trace);
  ledger.box25AnnualIncomeTax = annualIncomeTax(ledger, rules, trace);
  ledger.flatReductionPersons = flatReductionPersons(family, ledger.totalIncomeEstimate, rules);
  ledger.flatReductionAmount = flatReductionAmount(ledger.flatReductionPersons, rules, trace);
  ledger.flatReductionUnused = flatReductionUnused(ledger, rules, trace);
  ledger.incomeTaxAfterFlatReduction = incomeTaxAfterFlatReduction(ledger, rules, trace);
  ledger.box26AnnualTax = annualTax(ledger.incomeTaxAfterFlatReduction, rules, trace);
};

const adjusted = (input: AdjustmentInput, rules: RuleSet, trace?: Trace): AdjustmentResult => {
  const sheet = { input, rules, family: judgeFamily(input, rules) };
  const ledger = blankLedger();
  enterIncome(ledger, sheet, trace);
  enterInsurance(ledger, sheet, trace);
  enterMembers(ledger, sheet, trace);
  enterFamily(ledger, sheet, trace);
  ledger.box20Basic = basicDeduction(ledger.totalIncomeEstimate, input.claims.basicDeduction, rules, trace);
  ledger.box21TotalDeductions = deductionsTotal(ledger, rules, trace);
  enterTax(ledger, sheet, trace);
  enterSettlement(ledger, input, rules, trace);
  return ledger;
};

/**
 * 年末調整: the ledger from ⑨ to ㉚; with a `trace`, a step of it for every figure. Pure: equal input, equal outcome. Pay above
 * the limit of 所得税法第190条 is excluded. A claim that the law does not allow gives 0 and is named in `invalidClaims`.
 */
export const computeAdjustment = (input: AdjustmentInput, rules: RuleSet, trace?: Trace): AdjustmentOutcome =>
  input.salaryTotal > rules.mainSalaryLimit.value
    ? { status: 'excluded', reason: 'salary_over_20m' }
    : { status: 'adjusted', result: adjusted(input, rules, trace) };
