import { addYen, validationFailed, yen, type LocalDate, type TaxYear, type Yen } from '@nencho/kernel';
import type { AdjustmentInput, FamilyMember, PersonalStatus, Relative } from './adjustment-input.js';
import { type EarthquakePremiums } from './earthquake-insurance-deduction.js';
import {
  type AdjustmentFacts,
  type LifeInsuranceKind,
  type Relation,
  type RelativeFacts,
  type SpecialCaseFacts,
  type SpouseFacts,
  type StatedDate,
} from './facts.js';
import { type LifePremiums } from './life-insurance-deduction.js';

/** What the payroll knows: ⑦ 給与・賞与の総額, ⑧ 徴収税額, ⑫ 社会保険料等の控除額. */
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

const linealAscendants: ReadonlySet<Relation> = new Set([
  'parent',
  'grandparent',
  'spouse_parent',
  'spouse_grandparent',
]);

const stated = (date: StatedDate, path: string): LocalDate => {
  if (date === '') throw validationFailed([{ path, rule: 'required' }]);
  return date;
};

const memberOf = (facts: SpouseFacts | RelativeFacts, path: string): FamilyMember => {
  const { salaryRevenue, otherIncome, disability, livingTogether } = facts;
  const birthDate = stated(facts.birthDate, `${path}.birthDate`);
  return { birthDate, salaryRevenue, otherIncome, disability, livingTogether, nonResident: false };
};

const relativeOf = (facts: RelativeFacts, index: number): Relative => ({
  ...memberOf(facts, `relatives[${index}]`),
  id: facts.id,
  linealAscendant: linealAscendants.has(facts.relation),
  claimedByOther: facts.claimedByOther,
  nonResidentReason: 'none',
});

const statusOf = ({ widow, singleParent }: SpecialCaseFacts): PersonalStatus => {
  if (singleParent) return 'single_parent';
  return widow ? 'widow' : 'none';
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

const earthquakePremiums = ({ earthquakeInsurance }: AdjustmentFacts): EarthquakePremiums => {
  const sumOf = (kind: 'earthquake' | 'old_long_term'): Yen =>
    addYen(...earthquakeInsurance.filter((contract) => contract.kind === kind).map((contract) => contract.netPremium));
  return { earthquake: sumOf('earthquake'), oldLongTerm: sumOf('old_long_term') };
};

/** From what people stated to the sums of the ledger. Throws AppError `validation_failed` for a member without a birth date. */
export const deriveInput = (facts: AdjustmentFacts, pay: PayTotals, context: AdjustmentContext): AdjustmentInput => ({
  ...context,
  ...pay,
  withheldTaxOfLastSalaryNotYetCollected: yen(0),
  withheldTaxOfUnpaidSalaryNotYetCollected: yen(0),
  socialInsuranceDeclared: addYen(...facts.socialInsurance.map((item) => item.amount)),
  mutualAidDeclared: addYen(...facts.mutualAid.map((item) => item.amount)),
  lifePremiums: lifePremiums(facts),
  earthquakePremiums: earthquakePremiums(facts),
  housingLoanCredit: facts.housingLoanCredit,
  disability: facts.person.disability,
  personalStatus: statusOf(facts.specialCases),
  workingStudent: facts.specialCases.workingStudent,
  spouse: facts.spouse === undefined ? undefined : memberOf(facts.spouse, 'spouse'),
  relatives: facts.relatives.map(relativeOf),
  salaryFromOtherEmployers: yen(0),
  publicPensionIncome: yen(0),
  otherIncome: facts.otherIncome,
  claims: facts.claims,
});
