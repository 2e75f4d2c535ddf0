import { addYen, yen, type LocalDate, type TaxYear, type Yen } from '@nencho/kernel';
import type { AdjustmentInput, PersonalStatus } from './adjustment-input.js';
import { deriveFamily } from './derive-family.js';
import { chooseEarthquakeKinds } from './earthquake-choice.js';
import { type EarthquakePremiums } from './earthquake-insurance-deduction.js';
import { isPartOfAdjustment, type EmployerFacts } from './employment-facts.js';
import { type AdjustmentFacts, type LifeInsuranceKind } from './facts.js';
import { judgeFamily } from './family.js';
import { creditYen, housingLoanAmount, type HousingLoanAmount } from './housing-loan-amount.js';
import { countedIncome, incomeFromLabour, incomeKinds, pensionIncome } from './income-kinds.js';
import { type LifePremiums } from './life-insurance-deduction.js';
import { parametersFor } from './parameters/parameters-for.js';
import type { RuleSet } from './parameters/rule-set.js';
import { totalIncomeEstimate } from './total-income.js';
import type { Trace } from './trace.js';

/**
 * What the payroll knows of this payer's pay: ⑦ 給与・賞与の総額, ⑧ 徴収税額, ⑫ 社会保険料等の控除額. Previous employers' pay is among
 * the facts (`employers`), unless the payroll has added it already.
 */
export type PayTotals = {
  readonly salaryTotal: Yen;
  readonly withheldTaxTotal: Yen;
  readonly socialInsuranceWithheld: Yen;
  /** 内書 of ⑫: 小規模企業共済等掛金 that payroll withheld (iDeCo 事業主払込, マッチング拠出). */
  readonly mutualAidWithheld?: Yen | undefined;
  /** Part of ⑧ that belongs to the last pay and is not yet collected. */
  readonly lastSalaryTaxNotCollected?: Yen | undefined;
  /** Part of ⑧ that belongs to unpaid pay. */
  readonly unpaidSalaryTaxNotCollected?: Yen | undefined;
};

/** Which adjustment: 年分 and the day of the year's last payment (本年最後の給与の支払日), on which it is performed. */
export type AdjustmentContext = { readonly taxYear: TaxYear; readonly lastPaymentDate: LocalDate };

/** ひとり親 goes before 寡婦, who is nobody's ひとり親; with a partner as if married nobody is either. */
const statusOf = ({ status, specialCases }: AdjustmentFacts): PersonalStatus => {
  const { widow, singleParent } = status ?? {};
  if (singleParent !== undefined && !singleParent.deFactoPartner) return 'single_parent';
  if (widow !== undefined && !widow.deFactoPartner) return widow.reason === 'divorced' ? 'widow_divorced' : 'widow';
  if (singleParent !== undefined || widow !== undefined) return 'none';
  if (specialCases.singleParent) return 'single_parent';
  return specialCases.widow ? 'widow' : 'none';
};

const lifePremiums = ({ lifeInsurance }: AdjustmentFacts): LifePremiums => {
  const sumOf = (kind: LifeInsuranceKind): Yen =>
    addYen(...lifeInsurance.filter((contract) => contract.kind === kind).map((contract) => contract.netPremium));
  return {
    generalNew: sumOf('general_new'),
    generalOld: sumOf('general_old'),
    careMedical: sumOf('care_medical'),
    pensionNew: sumOf('pension_new'),
    pensionOld: sumOf('pension_old'),
  };
};

const earthquakePremiums = (
  { earthquakeInsurance }: AdjustmentFacts,
  rules: RuleSet,
  trace?: Trace,
): EarthquakePremiums => {
  const { kinds, premiums } = chooseEarthquakeKinds(earthquakeInsurance, rules);
  earthquakeInsurance.forEach(({ netPremium, kind, premiumAsOtherKind }, i) => {
    if (premiumAsOtherKind === undefined) return;
    const chosen = kinds[i] === kind ? netPremium : premiumAsOtherKind;
    const inputs = { premiumAsStated: netPremium, premiumAsOtherKind };
    trace?.step(`earthquakeInsurance[${i}].${kinds[i] ?? kind}`, chosen, inputs, rules.earthquake.oldLongTerm);
  });
  return premiums;
};

type PayAmount = 'salary' | 'withheldTax' | 'socialInsurance';

/** This payer's amount with those of the previous employers who belong to the adjustment (⑦, ⑧, ⑫). */
const withPrevious = (
  figure: 'salaryTotal' | 'withheldTaxTotal' | 'socialInsuranceWithheld',
  here: Yen,
  employers: readonly EmployerFacts[],
  name: PayAmount,
  { ledgerOrder }: RuleSet,
  trace?: Trace,
): Yen => {
  if (!employers.some(isPartOfAdjustment)) return here;
  const previous = employers.flatMap((employer, i) =>
    isPartOfAdjustment(employer) ? [{ name: `employers[${i}].${name}`, value: employer[name] }] : [],
  );
  const total = addYen(here, ...previous.map(({ value }) => value));
  trace?.step(figure, total, [{ name: 'payOfThisPayer', value: here }, ...previous], ledgerOrder);
  return total;
};

const payOf = ({ employers = [] }: AdjustmentFacts, pay: PayTotals, rules: RuleSet, trace?: Trace) => ({
  salaryTotal: withPrevious('salaryTotal', pay.salaryTotal, employers, 'salary', rules, trace),
  withheldTaxTotal: withPrevious('withheldTaxTotal', pay.withheldTaxTotal, employers, 'withheldTax', rules, trace),
  socialInsuranceWithheld: withPrevious(
    ...(['socialInsuranceWithheld', pay.socialInsuranceWithheld, employers, 'socialInsurance'] as const),
    rules,
    trace,
  ),
  withheldTaxOfLastSalaryNotYetCollected: pay.lastSalaryTaxNotCollected ?? yen(0),
  withheldTaxOfUnpaidSalaryNotYetCollected: pay.unpaidSalaryTaxNotCollected ?? yen(0),
  salaryFromOtherEmployers: addYen(
    ...employers.filter((employer) => !isPartOfAdjustment(employer)).map(({ salary }) => salary),
  ),
});

const incomesOf = ({ incomes, otherIncome }: AdjustmentFacts, { totalIncome }: RuleSet, trace?: Trace) => {
  if (incomes === undefined) return { publicPensionIncome: yen(0), otherIncome };
  const total = yen(otherIncome + countedIncome(incomes));
  const named = incomes.filter(({ kind }) => kind !== 'public_pension' && incomeKinds[kind].counts);
  trace?.step(
    'otherIncome',
    total,
    [
      { name: 'incomeNotByKind', value: otherIncome },
      ...named.map(({ kind, amount }) => ({ name: `incomes.${kind}`, value: amount })),
    ],
    totalIncome,
  );
  return {
    publicPensionIncome: pensionIncome(incomes),
    otherIncome: total,
    otherIncomeFromLabour: incomeFromLabour(incomes),
  };
};

/** The person's own 合計所得金額, which decides whether the housing form can be submitted. */
const ownTotalIncome = (input: AdjustmentInput, rules: RuleSet): Yen => {
  const { hasQualifyingPerson } = judgeFamily(input, rules);
  return totalIncomeEstimate(input, input.claims.incomeAdjustment && hasQualifyingPerson, rules).total;
};

const inputOf = (
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: AdjustmentContext,
  rules: RuleSet,
  trace?: Trace,
): AdjustmentInput => ({
  ...context,
  ...payOf(facts, pay, rules, trace),
  socialInsuranceDeclared: addYen(...facts.socialInsurance.map((item) => item.amount)),
  mutualAidDeclared: addYen(...facts.mutualAid.map((item) => item.amount)),
  lifePremiums: lifePremiums(facts),
  earthquakePremiums: earthquakePremiums(facts, rules, trace),
  housingLoanCredit: facts.housingLoanCredit,
  disability: facts.person.disability,
  personalStatus: statusOf(facts),
  workingStudent: facts.status?.workingStudent !== undefined || facts.specialCases.workingStudent,
  ...deriveFamily(facts, rules),
  ...incomesOf(facts, rules, trace),
  claims: facts.claims,
});

/** What the housing form gives this year, or why not. Throws like `deriveInput`. */
export const deriveHousingLoan = (
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: AdjustmentContext,
): HousingLoanAmount => {
  const rules = parametersFor(context.taxYear, context.lastPaymentDate);
  const totalIncome = () => ownTotalIncome(inputOf(facts, pay, context, rules), rules);
  return housingLoanAmount(facts, totalIncome, context.taxYear, rules);
};

/** From what people stated to the sums of the ledger. Throws AppError `validation_failed` for a member without a birth date. */
export const deriveInput = (
  facts: AdjustmentFacts,
  pay: PayTotals,
  context: AdjustmentContext,
  trace?: Trace,
): AdjustmentInput => {
  const rules = parametersFor(context.taxYear, context.lastPaymentDate);
  const input = inputOf(facts, pay, context, rules, trace);
  if (facts.housingLoan === undefined) return input;
  const loan = housingLoanAmount(facts, () => ownTotalIncome(input, rules), context.taxYear, rules, trace);
  return { ...input, housingLoanCredit: creditYen(loan) };
};
