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
  spouseFigures,
  type RelativeResult,
  type SpouseResult,
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
import { spouseDeduction, spouseDeductionKind, type SpouseDeductionKind } from './spouse-deduction.js';
import { totalIncomeEstimate } from './total-income.js';
import type { Trace } from './trace.js';

/** `box27Difference` = ㉖ − ⑧: negative is refunded (`overpaid` 超過額), positive is collected (`underpaid` 不足額). */
export type AdjustmentResult = Readonly<Ledger> &
  Partial<SpouseResult> & {
    readonly spouseDeductionKind: SpouseDeductionKind;
    readonly lifeUnder23SpecialApplied: boolean;
    /** 定額減税 (R6): for how many people; 0 in other years. */
    readonly flatReductionPersons: number;
    readonly invalidClaims: readonly InvalidClaim[];
    /** In the order of the facts. */
    readonly relatives: readonly RelativeResult[];
  };

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
const enterInsurance = (ledger: Ledger, { input, rules }: Sheet, lifeSpecial: boolean, trace?: Trace): void => {
  const { lifePremiums } = input;
  ledger.lifeGeneral = lifeGeneral(lifePremiums, lifeSpecial, rules, trace);
  ledger.lifeCareMedical = lifeCareMedical(lifePremiums, rules, trace);
  ledger.lifePension = lifePension(lifePremiums, rules, trace);
  ledger.box12SocialInsuranceWithheld = socialInsuranceWithheld(input, rules, trace);
  ledger.box13SocialInsuranceDeclared = socialInsuranceDeclared(input, rules, trace);
  ledger.box14SmallEnterpriseMutualAid = mutualAidDeclared(input, rules, trace);
  ledger.box15LifeInsurance = lifeTotal(ledger, rules, trace);
  ledger.box16EarthquakeInsurance = earthquakeInsuranceDeduction(input.earthquakePremiums, rules, trace);
};

/** What the members of the family contribute, each. */
type Members = { readonly spouse: SpouseResult | undefined; readonly relatives: readonly RelativeResult[] };

const memberFigures = ({ family, rules }: Sheet, trace?: Trace): Members => ({
  spouse: family.spouse && spouseFigures(family.spouse, rules, trace),
  relatives: relativesFigures(family, rules, trace),
});

type Standing = { readonly spouseKind: SpouseDeductionKind; readonly failures: readonly InvalidClaim[] };

/** ⑰ 配偶者, ⑱ 特定親族特別 and ⑲ 扶養・障害者等. */
const enterFamily = (
  ledger: Ledger,
  { input, family, rules }: Sheet,
  { spouse, relatives }: Members,
  { spouseKind, failures }: Standing,
  trace?: Trace,
): void => {
  const income = ledger.totalIncomeEstimate;
  const { disability, personalStatus, workingStudent } = input;
  ledger.personDisabilityDeduction = ownDisabilityDeduction(disability, rules, trace);
  ledger.box17Spouse = spouseDeduction(income, family.spouse, spouseKind, rules, trace);
  ledger.box18SpecialRelative = specialRelativeTotal(relatives, rules, trace);
  ledger.dependantDeduction = dependantTotal(relatives, rules, trace);
  ledger.disabilityDeduction = disabilityTotal(ledger.personDisabilityDeduction, spouse, relatives, rules, trace);
  ledger.widowOrSingleParentDeduction = widowOrSingleParentDeduction(personalStatus, failures, income, rules, trace);
  ledger.workingStudentDeduction = workingStudentDeduction(workingStudent, failures, income, rules, trace);
  ledger.box19DependantsDisabilityEtc = dependantsAndStatus(ledger, rules, trace);
};

/** ㉒ to ㉖: taxable income, tax, credit, reduction, surtax — each rounding in its legal place. */
const enterTax = (ledger: Ledger, { input, rules }: Sheet, persons: number, trace?: Trace): void => {
  const { box11AfterIncomeAdjustment: income, box21TotalDeductions: deductions } = ledger;
  ledger.box22TaxableSalaryIncome = taxableSalaryIncome(income, deductions, rules, trace);
  ledger.box23ComputedTax = computedTax(ledger.box22TaxableSalaryIncome, rules, trace);
  ledger.housingLoanCreditPossible = housingLoanCreditPossible(input.housingLoanCredit, rules, trace);
  ledger.box24HousingLoanCreditApplied = housingLoanCreditApplied(ledger, rules, trace);
  ledger.housingLoanCreditUnused = housingLoanCreditUnused(ledger, rules, trace);
  ledger.box25AnnualIncomeTax = annualIncomeTax(ledger, rules, trace);
  ledger.flatReductionAmount = flatReductionAmount(persons, rules, trace);
  ledger.flatReductionUnused = flatReductionUnused(ledger, rules, trace);
  ledger.incomeTaxAfterFlatReduction = incomeTaxAfterFlatReduction(ledger, rules, trace);
  ledger.box26AnnualTax = annualTax(ledger.incomeTaxAfterFlatReduction, rules, trace);
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

/** The ledger from top to bottom. */
const adjusted = (input: AdjustmentInput, rules: RuleSet, trace?: Trace): AdjustmentResult => {
  const family = judgeFamily(input, rules);
  const sheet = { input, family, rules };
  const ledger = blankLedger();
  enterIncome(ledger, sheet, trace);
  const totalIncome = ledger.totalIncomeEstimate;
  const lifeSpecial = rules.life.under23 !== undefined && input.claims.lifeInsuranceUnder23 && family.hasYoungDependant;
  enterInsurance(ledger, sheet, lifeSpecial, trace);
  const members = memberFigures(sheet, trace);
  const spouseKind = spouseDeductionKind(totalIncome, family.spouse, rules);
  const failures = statusFailures(input, { totalIncome, family }, rules);
  enterFamily(ledger, sheet, members, { spouseKind, failures }, trace);
  ledger.box20Basic = basicDeduction(totalIncome, input.claims.basicDeduction, rules, trace);
  ledger.box21TotalDeductions = deductionsTotal(ledger, rules, trace);
  const persons = flatReductionPersons(family, totalIncome, rules);
  enterTax(ledger, sheet, persons, trace);
  enterSettlement(ledger, input, rules, trace);
  return {
    ...ledger,
    ...members.spouse,
    flatReductionPersons: persons,
    spouseDeductionKind: spouseKind,
    lifeUnder23SpecialApplied: lifeSpecial,
    invalidClaims: invalidClaims(input, family, failures),
    relatives: members.relatives,
  };
};

/**
 * 年末調整: the ledger from ⑨ to ㉚; with a `trace`, a step of it for every figure. Pure: equal input, equal outcome. Pay above
 * the limit of 所得税法第190条 is excluded. A claim that the law does not allow gives 0 and is named in `invalidClaims`.
 */
export const computeAdjustment = (input: AdjustmentInput, rules: RuleSet, trace?: Trace): AdjustmentOutcome =>
  input.salaryTotal > rules.mainSalaryLimit.value
    ? { status: 'excluded', reason: 'salary_over_20m' }
    : { status: 'adjusted', result: adjusted(input, rules, trace) };
