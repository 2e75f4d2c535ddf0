import { addYen, validationFailed, type LocalDate, type TaxYear, type Yen } from '@nencho/kernel';
import { ageAtYearEnd } from './age.js';
import { isDependant, relativeCategory, type RelativeCategory } from './dependant-deduction.js';
import { type EarthquakePremiums } from './earthquake-insurance-deduction.js';
import { familyIncome } from './employment-income.js';
import {
  type AdjustmentFacts,
  type ClaimFacts,
  type Disability,
  type LifeInsuranceKind,
  type RelativeFacts,
  type SpouseFacts,
  type StatedDate,
} from './facts.js';
import { type LifePremiums } from './life-insurance-deduction.js';
import { parametersFor } from './parameters/parameters-for.js';
import { type RuleSet } from './parameters/parameters.js';

/** What the payroll knows: ⑦ 給与・賞与の総額, ⑧ 徴収税額, ⑫ 社会保険料等の控除額. */
export type PayTotals = {
  readonly salaryTotal: Yen;
  readonly withheldTaxTotal: Yen;
  readonly socialInsuranceWithheld: Yen;
};

/** Which adjustment: 年分 and the day of the year's last payment (本年最後の給与の支払日), on which it is performed. */
export type AdjustmentContext = { readonly taxYear: TaxYear; readonly lastPaymentDate: LocalDate };

type FamilyMember = {
  readonly salaryRevenue: Yen;
  readonly otherIncome: Yen;
  readonly totalIncome: Yen;
  readonly disability: Disability;
  readonly livingTogether: boolean;
  /** 同一生計配偶者 or 扶養親族: within the income limit. */
  readonly isDependant: boolean;
};

export type SpouseInput = FamilyMember & { readonly elderly: boolean };

export type RelativeInput = FamilyMember & {
  readonly relativeId: string;
  readonly ageAtYearEnd: number;
  readonly category: RelativeCategory;
  readonly claimedByOther: boolean;
};

/** Everything that `computeAdjustment` needs, derived from the facts: categories, sums and who qualifies for what. */
export type AdjustmentInput = PayTotals & {
  readonly otherIncome: Yen;
  readonly disability: Disability;
  readonly spouse: SpouseInput | undefined;
  readonly relatives: readonly RelativeInput[];
  readonly socialInsuranceDeclared: Yen;
  readonly mutualAidDeclared: Yen;
  readonly lifePremiums: LifePremiums;
  readonly earthquakePremiums: EarthquakePremiums;
  readonly housingLoanCredit: Yen;
  readonly claims: ClaimFacts;
  /** Somebody makes 所得金額調整控除 possible: 特別障害者 or a 扶養親族 under 23. */
  readonly hasQualifyingPerson: boolean;
  /** A 扶養親族 under 23, also one whom another taxpayer claims. */
  readonly hasYoungDependant: boolean;
};

const stated = (date: StatedDate, path: string): LocalDate => {
  if (date === '') throw validationFailed([{ path, rule: 'required' }]);
  return date;
};

const spouseInput = (facts: SpouseFacts, year: TaxYear, parameters: RuleSet): SpouseInput => {
  const { salaryRevenue, otherIncome, disability, livingTogether } = facts;
  const totalIncome = familyIncome(parameters.salaryTable.value, salaryRevenue, otherIncome);
  const age = ageAtYearEnd(stated(facts.birthDate, 'spouse.birthDate'), year);
  return {
    salaryRevenue,
    otherIncome,
    totalIncome,
    disability,
    livingTogether,
    isDependant: totalIncome <= parameters.dependantIncomeLimit.value,
    elderly: age >= parameters.spouse.elderlyFromAge.value,
  };
};

const relativeInput = (facts: RelativeFacts, index: number, year: TaxYear, parameters: RuleSet): RelativeInput => {
  const { salaryRevenue, otherIncome, disability, livingTogether, relation, claimedByOther } = facts;
  const totalIncome = familyIncome(parameters.salaryTable.value, salaryRevenue, otherIncome);
  const age = ageAtYearEnd(stated(facts.birthDate, `relatives[${index}].birthDate`), year);
  const category = relativeCategory({ totalIncome, ageAtYearEnd: age, relation, livingTogether }, parameters);
  return {
    relativeId: facts.id,
    salaryRevenue,
    otherIncome,
    totalIncome,
    disability,
    livingTogether,
    isDependant: isDependant(category),
    ageAtYearEnd: age,
    category,
    claimedByOther,
  };
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

/**
 * From what people stated to what the law asks for. Throws AppError `validation_failed` for an unsupported year or day
 * (`parametersFor`) and for a family member without a birth date.
 */
export const deriveInput = (facts: AdjustmentFacts, pay: PayTotals, context: AdjustmentContext): AdjustmentInput => {
  const parameters = parametersFor(context.taxYear, context.lastPaymentDate);
  const spouse = facts.spouse === undefined ? undefined : spouseInput(facts.spouse, context.taxYear, parameters);
  const relatives = facts.relatives.map((relative, i) => relativeInput(relative, i, context.taxYear, parameters));
  const dependants = relatives.filter((relative) => relative.isDependant);
  const hasYoungDependant = dependants.some((d) => d.ageAtYearEnd < parameters.youngDependantBelowAge.value);
  const family = spouse === undefined ? dependants : [spouse, ...dependants];
  return {
    salaryTotal: pay.salaryTotal,
    withheldTaxTotal: pay.withheldTaxTotal,
    socialInsuranceWithheld: pay.socialInsuranceWithheld,
    otherIncome: facts.otherIncome,
    disability: facts.person.disability,
    spouse,
    relatives,
    socialInsuranceDeclared: addYen(...facts.socialInsurance.map((item) => item.amount)),
    mutualAidDeclared: addYen(...facts.mutualAid.map((item) => item.amount)),
    lifePremiums: lifePremiums(facts),
    earthquakePremiums: earthquakePremiums(facts),
    housingLoanCredit: facts.housingLoanCredit,
    claims: facts.claims,
    hasQualifyingPerson:
      facts.person.disability === 'special' ||
      hasYoungDependant ||
      family.some((member) => member.isDependant && member.disability === 'special'),
    hasYoungDependant,
  };
};
