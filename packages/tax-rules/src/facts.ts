import { yen, type LocalDate, type Yen } from '@nencho/kernel';

/** 障害者の区分: 一般の障害者 or 特別障害者 (所得税法第2条第1項第28号・第29号). */
export type Disability = 'none' | 'general' | 'special';

/** 続柄. Parents and grandparents, one's own and the spouse's, are 直系尊属 (措法41の16: 同居老親等). */
export type Relation =
  | 'child'
  | 'parent'
  | 'grandparent'
  | 'grandchild'
  | 'sibling'
  | 'spouse_parent'
  | 'spouse_grandparent'
  | 'other_relative';

/** 生命保険料の区分 (所得税法第76条): contracts before 2012 are old (旧契約). */
export type LifeInsuranceKind = 'general_new' | 'general_old' | 'care_medical' | 'pension_new' | 'pension_old';

/** 地震保険料, or 旧長期損害保険料 of a contract before 2007 (所得税法第77条). */
export type EarthquakeInsuranceKind = 'earthquake' | 'old_long_term';

/** A date as stated so far; '' while the person has not answered. `checkFacts` reports what is still missing. */
export type StatedDate = LocalDate | '';

export type PersonFacts = {
  /** Copied from the employee's card when the declaration is opened. */
  readonly birthDate: LocalDate;
  /** 本人の障害者区分 (所得税法第79条第1項). */
  readonly disability: Disability;
  /** Pay of the year from this employer as the person expects it, 0 = not stated: for the live estimate and its checks. */
  readonly estimatedSalary: Yen;
};

export type SpouseFacts = {
  readonly name: string;
  readonly kana: string;
  readonly birthDate: StatedDate;
  /** 同居: decides 同居特別障害者 (所得税法第79条第3項). */
  readonly livingTogether: boolean;
  /** 給与等の収入金額 of the year, before 給与所得控除. */
  readonly salaryRevenue: Yen;
  /** 給与所得以外の所得の合計, after setting off losses; may be negative. */
  readonly otherIncome: Yen;
  readonly disability: Disability;
};

/** A relative who shares the household's purse (生計を一にする親族, 所得税法第2条第1項第34号). */
export type RelativeFacts = {
  /** Made by the client, unique within the declaration. */
  readonly id: string;
  readonly name: string;
  readonly kana: string;
  readonly relation: Relation;
  readonly birthDate: StatedDate;
  /** 同居を常況としている (a nursing home is not). */
  readonly livingTogether: boolean;
  readonly salaryRevenue: Yen;
  readonly otherIncome: Yen;
  readonly disability: Disability;
  /** 他の所得者が控除を受ける: no deduction here, yet still a 扶養親族 for 所得金額調整控除 and the under-23 special. */
  readonly claimedByOther: boolean;
};

export type LifeInsuranceFacts = {
  readonly id: string;
  readonly insurer: string;
  readonly kind: LifeInsuranceKind;
  /** Premiums of the year less dividends (剰余金・割戻金). */
  readonly netPremium: Yen;
};

export type EarthquakeInsuranceFacts = {
  readonly id: string;
  readonly insurer: string;
  readonly kind: EarthquakeInsuranceKind;
  readonly netPremium: Yen;
};

/** 申告による社会保険料 (所得税法第74条): not what the payroll withheld. `kind` as the person writes it. */
export type SocialInsuranceFacts = { readonly id: string; readonly kind: string; readonly amount: Yen };

/** 申告による小規模企業共済等掛金 (所得税法第75条), iDeCo among them. */
export type MutualAidFacts = { readonly id: string; readonly kind: string; readonly amount: Yen };

/** Which claims the person files. A deduction that the law ties to a claim is never applied silently. */
export type ClaimFacts = {
  /** 基礎控除申告書 (所得税法第195条の3): without it ⑳ is 0. */
  readonly basicDeduction: boolean;
  /** 所得金額調整控除申告書 (措法第41条の3の12). */
  readonly incomeAdjustment: boolean;
  /** 一般の生命保険料の特例, for a 23歳未満の扶養親族 (措法第41条の15の5). */
  readonly lifeInsuranceUnder23: boolean;
};

/** What this version refuses by name: each true one is a violation `unsupported_case`. */
export type SpecialCaseFacts = {
  /** 寡婦 (所得税法第80条) */
  readonly widow: boolean;
  /** ひとり親 (所得税法第81条) */
  readonly singleParent: boolean;
  /** 勤労学生 (所得税法第82条) */
  readonly workingStudent: boolean;
  /** 国外居住親族, the spouse included */
  readonly nonResidentRelative: boolean;
  /** 公的年金等 of one's own */
  readonly publicPension: boolean;
  /** 他の給与等: pay from another employer in this year */
  readonly otherEmployer: boolean;
};

/** What a person states, once: source facts from which every deduction is derived (proto `Facts` has the same shape). */
export type AdjustmentFacts = {
  readonly person: PersonFacts;
  readonly spouse?: SpouseFacts | undefined;
  readonly relatives: readonly RelativeFacts[];
  /** 給与所得以外の所得の合計額の見積額, after 損益通算; may be negative. Never part of the year-end tax base. */
  readonly otherIncome: Yen;
  readonly lifeInsurance: readonly LifeInsuranceFacts[];
  readonly earthquakeInsurance: readonly EarthquakeInsuranceFacts[];
  readonly socialInsurance: readonly SocialInsuranceFacts[];
  readonly mutualAid: readonly MutualAidFacts[];
  /** 住宅借入金等特別控除額 as the form says it (措法第41条の2の2). */
  readonly housingLoanCredit: Yen;
  readonly claims: ClaimFacts;
  readonly specialCases: SpecialCaseFacts;
};

/** The facts of somebody with nothing to declare but the 基礎控除申告書. */
export const emptyFacts = (birthDateOfPerson: LocalDate): AdjustmentFacts => ({
  person: { birthDate: birthDateOfPerson, disability: 'none', estimatedSalary: yen(0) },
  relatives: [],
  otherIncome: yen(0),
  lifeInsurance: [],
  earthquakeInsurance: [],
  socialInsurance: [],
  mutualAid: [],
  housingLoanCredit: yen(0),
  claims: { basicDeduction: true, incomeAdjustment: false, lifeInsuranceUnder23: false },
  specialCases: {
    widow: false,
    singleParent: false,
    workingStudent: false,
    nonResidentRelative: false,
    publicPension: false,
    otherEmployer: false,
  },
});
