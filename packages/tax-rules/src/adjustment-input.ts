import type { LocalDate, TaxYear, Yen } from '@nencho/kernel';
import type { Disability } from './facts.js';
import type { EarthquakePremiums } from './earthquake-insurance-deduction.js';
import type { LifePremiums } from './life-insurance-deduction.js';

/**
 * 寡婦 (所得税法第2条第1項第30号), ひとり親 (第31号) or neither. `widow`: bereaved, or the spouse's fate is unknown; who is divorced
 * needs a 扶養親族.
 */
export type PersonalStatus = 'none' | 'widow' | 'widow_divorced' | 'single_parent';

/** Why 扶養控除 is allowed for a 国外居住親族 of 30 to 69 (所得税法第2条第1項第34号の2); a disability is a reason of its own. */
export type NonResidentReason = 'none' | 'study_abroad' | 'remittance_380k';

export type FamilyMember = {
  readonly birthDate: LocalDate;
  /** 給与等の収入金額 of the year, before 給与所得控除. */
  readonly salaryRevenue: Yen;
  /** 給与所得以外の所得, after 損益通算; may be negative. */
  readonly otherIncome: Yen;
  readonly disability: Disability;
  /** 同居を常況としている: with the person or the spouse. */
  readonly livingTogether: boolean;
  /** With another relative of the same purse: 同居特別障害者, yet no 同居老親等. */
  readonly livingWithRelative?: boolean | undefined;
  /** The member or the person died on this day: age is judged then, not on 31 December. */
  readonly ageJudgedOn?: LocalDate | undefined;
  /** 国外居住親族. */
  readonly nonResident: boolean;
};

export type Relative = FamilyMember & {
  readonly id: string;
  /** 直系尊属 of the person or of the spouse. */
  readonly linealAscendant: boolean;
  /** 子 of the person, whom a ひとり親 needs. */
  readonly child: boolean;
  /** 他の所得者が控除を受ける: no deduction here, yet a 扶養親族 all the same. */
  readonly claimedByOther: boolean;
  readonly nonResidentReason: NonResidentReason;
};

/** Which claims the person filed. What the law ties to a claim is never applied without it. */
export type Claims = {
  /** 基礎控除申告書 (所得税法第195条の3). */
  readonly basicDeduction: boolean;
  /** 所得金額調整控除申告書 (措法第41条の3の12). */
  readonly incomeAdjustment: boolean;
  /** 一般の生命保険料の特例 (措法第41条の15の5). */
  readonly lifeInsuranceUnder23: boolean;
};

/** What payroll and forms say in sums: everything that the ledger (源泉徴収簿) is computed from. Amounts are yen. */
export type AdjustmentInput = {
  readonly taxYear: TaxYear;
  /** 本年最後の給与の支払日: the day on which the adjustment is performed. */
  readonly lastPaymentDate: LocalDate;
  /** ⑦ 給与・賞与の総額. */
  readonly salaryTotal: Yen;
  /** ⑧ 徴収税額の合計, the tax of the last pay included. */
  readonly withheldTaxTotal: Yen;
  /** Part of ⑧ that belongs to the last pay and is not yet collected. */
  readonly withheldTaxOfLastSalaryNotYetCollected: Yen;
  /** Part of ⑧ that belongs to unpaid pay. */
  readonly withheldTaxOfUnpaidSalaryNotYetCollected: Yen;
  readonly socialInsuranceWithheld: Yen;
  readonly socialInsuranceDeclared: Yen;
  readonly mutualAidDeclared: Yen;
  readonly lifePremiums: LifePremiums;
  readonly earthquakePremiums: EarthquakePremiums;
  /** 住宅借入金等特別控除額 of the form. */
  readonly housingLoanCredit: Yen;
  readonly disability: Disability;
  readonly personalStatus: PersonalStatus;
  /** 勤労学生 claimed, the school's requirements met (所得税法第2条第1項第32号). */
  readonly workingStudent: boolean;
  readonly spouse: FamilyMember | undefined;
  readonly relatives: readonly Relative[];
  /** 他の給与等の収入金額: counts in 合計所得金額 only. */
  readonly salaryFromOtherEmployers: Yen;
  /** 公的年金等に係る雑所得の金額: counts in 合計所得金額 only. */
  readonly publicPensionIncome: Yen;
  /** All other income after 損益通算, may be negative: counts in 合計所得金額 only. */
  readonly otherIncome: Yen;
  /** Part of `otherIncome` that one's own labour earned (事業・退職): no obstacle to 勤労学生控除. */
  readonly otherIncomeFromLabour?: Yen | undefined;
  readonly claims: Claims;
};
