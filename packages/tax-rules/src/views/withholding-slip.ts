import { addYen, subYen, yen, type LocalDate, type TaxYear, type Yen } from '@nencho/kernel';
import type { AdjustmentInput } from '../adjustment-input.js';
import type { AdjustmentResult } from '../adjustment.js';
import type { PayTotals } from '../derive-input.js';
import { isPartOfAdjustment, type EmployerFacts } from '../employment-facts.js';
import type { AdjustmentFacts } from '../facts.js';
import type { JudgedFamily, JudgedSpouse } from '../family.js';
import { statusFailures } from '../own-status-deduction.js';
import type { RuleSet } from '../parameters/rule-set.js';
import { minorBelowAge, slipRows, withholdingSpouse } from '../parameters/slip-law.js';
import {
  codeOfRelative,
  codeOfSpouse,
  relativesOnSlip,
  slipCounts,
  youngOnSlip,
  type SlipCopy,
  type SlipCounts,
} from './slip-people.js';
import { retirementRelatives, type RetirementRelative } from './retirement-relatives.js';
import { slipRemarks, type Remark, type RemarkResult } from './slip-remarks.js';
import { peopleOf, type StatedRelative, type ViewSource } from './view-source.js';

/** The figures of the ledger that the slip shows. */
export type SlipResult = RemarkResult &
  Pick<
    AdjustmentResult,
    | 'box11AfterIncomeAdjustment'
    | 'box12SocialInsuranceWithheld'
    | 'box13SocialInsuranceDeclared'
    | 'box14SmallEnterpriseMutualAid'
    | 'box15LifeInsurance'
    | 'box16EarthquakeInsurance'
    | 'box17Spouse'
    | 'box18SpecialRelative'
    | 'box20Basic'
    | 'box21TotalDeductions'
    | 'box24HousingLoanCreditApplied'
    | 'housingLoanCreditPossible'
    | 'box26AnnualTax'
    | 'box29AppliedToUnpaidSalaryTax'
  >;

/** What a slip is made from; without a result for who is not adjusted. */
export type SlipSource = ViewSource<SlipResult>;

/** A person named on the slip; `code` is 区分 on this copy. */
export type SlipPerson = { readonly name: string; readonly kana: string; readonly code: string };

/** Boxes of yen; undefined is a box that stays empty. */
export type SlipAmounts = {
  readonly payment: Yen;
  readonly incomeAfterDeduction: Yen | undefined;
  readonly totalDeductions: Yen | undefined;
  readonly taxWithheld: Yen;
  /** 内書 of the above: not collected, of pay that was not paid out. */
  readonly taxNotCollected: Yen | undefined;
  readonly spouseDeduction: Yen | undefined;
  readonly specialRelativeDeduction: Yen | undefined;
  readonly socialInsurance: Yen;
  /** 内書 of the above: 小規模企業共済等掛金. */
  readonly mutualAid: Yen;
  readonly lifeInsuranceDeduction: Yen | undefined;
  readonly earthquakeInsuranceDeduction: Yen | undefined;
  readonly housingLoanCredit: Yen | undefined;
  /** Only where the tax was too small for the whole credit. */
  readonly housingLoanPossible: Yen | undefined;
  readonly lifeGeneralNew: Yen | undefined;
  readonly lifeGeneralOld: Yen | undefined;
  readonly lifeCareMedical: Yen | undefined;
  readonly lifePensionNew: Yen | undefined;
  readonly lifePensionOld: Yen | undefined;
  readonly nationalPension: Yen | undefined;
  readonly oldLongTermInsurance: Yen | undefined;
  readonly basicDeduction: Yen | undefined;
  readonly incomeAdjustment: Yen | undefined;
  readonly spouseIncome: Yen | undefined;
};

export type SlipHousingLoan = { readonly residenceFrom: LocalDate; readonly balance: Yen | undefined };

/** 未成年者, 外国人, 死亡退職, 災害者, 乙欄, 本人が障害者 (特別, その他), 寡婦, ひとり親, 勤労学生. */
type SlipMark =
  | 'minor'
  | 'foreigner'
  | 'death'
  | 'disaster'
  | 'secondaryColumn'
  | 'specialDisability'
  | 'generalDisability'
  | 'widow'
  | 'singleParent'
  | 'workingStudent';

/** 給与所得の源泉徴収票 of one person on one copy (所得税法第226条第1項). */
export type WithholdingSlip = {
  readonly taxYear: TaxYear;
  readonly copy: SlipCopy;
  readonly adjusted: boolean;
  /** From R7 adjustments in December on: ⑭ and the column 特親. */
  readonly knowsSpecialRelatives: boolean;
  readonly amounts: SlipAmounts;
  readonly hasSpouse: boolean;
  readonly hasElderlySpouse: boolean;
  readonly spouse: SlipPerson | undefined;
  readonly counts: SlipCounts;
  /** ㉒ and ㉔: at most four each. */
  readonly relatives: readonly SlipPerson[];
  readonly young: readonly SlipPerson[];
  readonly marks: Readonly<Record<SlipMark, boolean>>;
  /** 中途就・退職: a day of this year. Both at once: the second one is told in 摘要 too. */
  readonly joinedOn: LocalDate | undefined;
  readonly leftOn: LocalDate | undefined;
  readonly birthDate: LocalDate;
  /** At most two, in the order of the form (⑲). */
  readonly housingLoans: readonly SlipHousingLoan[];
  /** 退職手当等を有する親族: only 給与支払報告書 tells them. */
  readonly retirementRelatives: readonly RetirementRelative[];
  readonly remarks: readonly Remark[];
};

/** Previous employers whose 甲欄 pay is part of the adjustment. */
const includedEmployers = ({ employers = [] }: AdjustmentFacts): readonly EmployerFacts[] =>
  employers.filter(isPartOfAdjustment);

/** 未成年者: under 18 on 1 January of the next year; a year of age is complete the day before the birthday. */
const isMinor = (birthDate: LocalDate, year: TaxYear): boolean =>
  birthDate >= (`${year + 1 - minorBelowAge.value}-01-03` as LocalDate);

/** 国民年金保険料等: pension premiums and 国民年金基金, told apart from health insurance by the kind that was written. */
const nationalPension = ({ socialInsurance }: AdjustmentFacts): Yen =>
  addYen(...socialInsurance.filter(({ kind }) => kind.includes('国民年金')).map(({ amount }) => amount));

const mutualAidWithheld = ({ mutualAidWithheld: amount }: PayTotals): Yen => amount ?? yen(0);

const adjustedAmounts = ({ facts, pay, input }: SlipSource, result: SlipResult): Omit<SlipAmounts, 'spouseIncome'> => {
  const { box12SocialInsuranceWithheld: box12, box13SocialInsuranceDeclared: box13 } = result;
  const { box14SmallEnterpriseMutualAid: box14, housingLoanCreditPossible: possible } = result;
  const { lifePremiums: life, earthquakePremiums } = input;
  const applied = result.box24HousingLoanCreditApplied;
  return {
    payment: input.salaryTotal,
    incomeAfterDeduction: result.box11AfterIncomeAdjustment,
    totalDeductions: result.box21TotalDeductions,
    taxWithheld: result.box26AnnualTax,
    taxNotCollected: subYen(input.withheldTaxOfUnpaidSalaryNotYetCollected, result.box29AppliedToUnpaidSalaryTax),
    spouseDeduction: result.box17Spouse,
    specialRelativeDeduction: result.box18SpecialRelative,
    socialInsurance: addYen(box12, box13, box14),
    mutualAid: addYen(box14, mutualAidWithheld(pay), ...includedEmployers(facts).map((one) => one.mutualAid ?? yen(0))),
    lifeInsuranceDeduction: result.box15LifeInsurance,
    earthquakeInsuranceDeduction: result.box16EarthquakeInsurance,
    housingLoanCredit: applied,
    housingLoanPossible: possible > applied ? possible : undefined,
    lifeGeneralNew: life.generalNew,
    lifeGeneralOld: life.generalOld,
    lifeCareMedical: life.careMedical,
    lifePensionNew: life.pensionNew,
    lifePensionOld: life.pensionOld,
    nationalPension: nationalPension(facts),
    oldLongTermInsurance: earthquakePremiums.oldLongTerm,
    basicDeduction: result.box20Basic,
    incomeAdjustment: result.box10IncomeAdjustment,
  };
};

/** Who is not adjusted shows what was paid and withheld; nothing that only an adjustment settles. */
const plainAmounts = ({ pay, input }: SlipSource): Omit<SlipAmounts, 'spouseIncome'> => ({
  payment: pay.salaryTotal,
  incomeAfterDeduction: undefined,
  totalDeductions: undefined,
  taxWithheld: pay.withheldTaxTotal,
  taxNotCollected: input.withheldTaxOfUnpaidSalaryNotYetCollected,
  spouseDeduction: undefined,
  specialRelativeDeduction: undefined,
  socialInsurance: pay.socialInsuranceWithheld,
  mutualAid: mutualAidWithheld(pay),
  lifeInsuranceDeduction: undefined,
  earthquakeInsuranceDeduction: undefined,
  housingLoanCredit: undefined,
  housingLoanPossible: undefined,
  lifeGeneralNew: undefined,
  lifeGeneralOld: undefined,
  lifeCareMedical: undefined,
  lifePensionNew: undefined,
  lifePensionOld: undefined,
  nationalPension: undefined,
  oldLongTermInsurance: undefined,
  basicDeduction: undefined,
  incomeAdjustment: undefined,
});

/** Loans of ⑲, where the credit is taken here. */
const housingLoans = ({ housingLoan }: AdjustmentFacts, result: SlipResult | undefined): readonly SlipHousingLoan[] => {
  if (housingLoan === undefined || result === undefined || result.housingLoanCreditPossible === 0) return [];
  const { residenceFrom, loan, second } = housingLoan;
  return [{ residenceFrom, balance: loan?.balance }, ...(second === undefined ? [] : [second])];
};

/** ⑧ and ㉒: with an adjustment by the deduction, without one 源泉控除対象配偶者. */
const spouseOnSlip = (
  spouse: JudgedSpouse | undefined,
  result: SlipResult | undefined,
  ownIncome: Yen,
): { readonly named: boolean; readonly marked: boolean } => {
  if (spouse === undefined) return { named: false, marked: false };
  if (result !== undefined) {
    return { named: result.spouseDeductionKind !== 'none', marked: result.spouseDeductionKind === 'spouse' };
  }
  const limits = withholdingSpouse.value;
  const counts = ownIncome <= limits.own && spouse.totalIncome <= limits.spouse;
  return { named: counts, marked: counts };
};

/** 寡婦, ひとり親, 勤労学生 and 障害者 of the person, as the 扶養控除等申告書 claims them and the law allows. */
const statusMarks = (input: AdjustmentInput, family: JudgedFamily, totalIncome: Yen, rules: RuleSet) => {
  const failures = statusFailures(input, { totalIncome, family }, rules);
  const allowed = (status: string) => !failures.some((failure) => failure.startsWith(status));
  const { disability, personalStatus, workingStudent } = input;
  return {
    specialDisability: disability === 'special',
    generalDisability: disability === 'general',
    widow: personalStatus.startsWith('widow') && allowed('widow'),
    singleParent: personalStatus === 'single_parent' && allowed('single_parent'),
    workingStudent: workingStudent && allowed('working_student'),
  };
};

const noStatus = {
  ...{ specialDisability: false, generalDisability: false },
  ...{ widow: false, singleParent: false, workingStudent: false },
};

const inYear = (date: LocalDate | undefined, year: TaxYear): LocalDate | undefined =>
  date?.startsWith(String(year)) === true ? date : undefined;

/** The slip of one person: every amount, mark, name and text, also where nothing is adjusted. */
export const withholdingSlip = (source: SlipSource, copy: SlipCopy): WithholdingSlip => {
  const { facts, input, result } = source;
  const { taxYear, disability } = input;
  const { column = 'main', joinedOn, left, foreigner, disasterRelief } = facts.employment ?? {};
  const everybody = peopleOf(source);
  const { rules, judged, relatives: family, ownIncome } = everybody;
  const { spouse } = judged;
  const relatives = relativesOnSlip(family, result !== undefined, rules);
  const young = youngOnSlip(family);
  const { named, marked } = spouseOnSlip(spouse, result, ownIncome);
  const person = (one: StatedRelative): SlipPerson => ({
    ...{ name: one.stated.name, kana: one.stated.kana },
    code: codeOfRelative(one, copy, rules),
  });
  const { name = '', kana = '' } = facts.spouse ?? {};
  const movement = { joinedOn: inYear(joinedOn, taxYear), leftOn: inYear(left?.on, taxYear) };
  return {
    ...{ taxYear, copy, ...movement },
    adjusted: result !== undefined,
    knowsSpecialRelatives: rules.specialRelative !== undefined,
    amounts: {
      ...(result === undefined ? plainAmounts(source) : adjustedAmounts(source, result)),
      spouseIncome: named ? spouse?.totalIncome : undefined,
    },
    hasSpouse: marked,
    hasElderlySpouse: marked && spouse?.elderly === true,
    spouse: named && spouse !== undefined ? { name, kana, code: codeOfSpouse(spouse, copy) } : undefined,
    counts: slipCounts(spouse, named, relatives, young),
    relatives: relatives.slice(0, slipRows.value).map(person),
    young: young.slice(0, slipRows.value).map(person),
    marks: {
      minor: isMinor(facts.person.birthDate, taxYear),
      foreigner: foreigner === true,
      death: left?.reason === 'death',
      disaster: disasterRelief === true,
      secondaryColumn: column === 'secondary',
      ...(column === 'main' ? statusMarks(input, judged, ownIncome, rules) : noStatus),
    },
    birthDate: facts.person.birthDate,
    housingLoans: housingLoans(facts, result),
    retirementRelatives: retirementRelatives(facts, everybody),
    remarks: slipRemarks({
      ...{ copy, rules, disability, spouse, family, relatives, young, result, ...movement },
      ...{ spouseName: name, spouseIsNamed: named, employers: includedEmployers(facts) },
      newGeneralPremiums: input.lifePremiums.generalNew,
    }),
  };
};
