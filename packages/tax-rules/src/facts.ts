import { yen, type LocalDate, type Yen } from '@nencho/kernel';
import type { DocumentState, EmployerFacts, EmploymentFacts } from './employment-facts.js';
import type { HousingLoanFacts } from './housing-loan-facts.js';
import type { IncomeFacts } from './income-facts.js';
import type { DisabilityProof, OwnStatusFacts } from './status-facts.js';

// An optional field that is absent was not stated: drafts and pages of before know nothing of it.

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
  readonly disabilityProof?: DisabilityProof | undefined;
};

/** A 国外居住親族 (所得税法第2条第1項第34号の2, 第194条・第195条の2) and what proves it. */
export type NonResidentFacts = {
  /** Why 扶養控除 from 30 to 69: 留学, or 38万円以上の送金; a disability is a reason of its own. */
  readonly reason: 'none' | 'study_abroad' | 'remittance_380k';
  /** 生計を一にする事実: paid for living or education this year. */
  readonly remittance: Yen;
  /** 親族関係書類. */
  readonly kinshipDocuments: DocumentState;
  /** 送金関係書類. */
  readonly remittanceDocuments: DocumentState;
  /** 留学ビザ等書類, for the reason `study_abroad`. */
  readonly studyDocuments?: DocumentState | undefined;
};

/** What spouse and relatives have in common beside name, birth, home and income. */
type MemberDetails = {
  /** Income other than pay by kind; `otherIncome` is then what is not stated by kind. */
  readonly incomes?: readonly IncomeFacts[] | undefined;
  readonly disabilityProof?: DisabilityProof | undefined;
  readonly nonResident?: NonResidentFacts | undefined;
  /** Died in the year: age and status are judged on that day (所得税法第85条). */
  readonly diedOn?: LocalDate | undefined;
  /** 青色事業専従者 (paid) or 白色事業専従者: neither spouse nor relative for any deduction. */
  readonly familyEmployee?: boolean | undefined;
  /** 住所, where it is not the person's. */
  readonly address?: string | undefined;
  /** 異動月日及び事由. */
  readonly change?: { readonly on: LocalDate; readonly reason: string } | undefined;
};

export type SpouseFacts = MemberDetails & {
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
  /** 同居 with another relative of the same purse, not with the person: 同居特別障害者 all the same. */
  readonly livesWithRelative?: boolean | undefined;
  /** 事実婚: no 配偶者 of the law. */
  readonly deFacto?: boolean | undefined;
  /** Another taxpayer claims the spouse as a 扶養親族, or the spouse claims 配偶者特別控除 for the person. */
  readonly claimedByOther?: boolean | undefined;
};

/** A relative who shares the household's purse (生計を一にする親族, 所得税法第2条第1項第34号). */
export type RelativeFacts = MemberDetails & {
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
  /** 他の所得者 (扶養控除等申告書 D欄). */
  readonly otherTaxpayer?: { readonly name: string; readonly relation: string; readonly address: string } | undefined;
  /** Not with the person, but with the spouse (同居老親等 all the same) or another relative of the same purse (同居特別障害者). */
  readonly livesWith?: 'spouse' | 'other_relative' | undefined;
  /** 里子 or 養護老人 (所得税法第2条第1項第34号): a relative for the law. */
  readonly foster?: boolean | undefined;
};

/** What the 保険料控除申告書 says of a contract beside the premium. */
type ContractDetails = {
  /** 契約日: new from 1 January 2012 on (life), old up to 31 December 2006 (旧長期損害). */
  readonly contractDate?: LocalDate | undefined;
  /** 保険等の種類. */
  readonly product?: string | undefined;
  /** 保険期間. */
  readonly term?: string | undefined;
  readonly holder?: string | undefined;
  /** 保険金等の受取人; of earthquake insurance who owns or lives in the house. */
  readonly beneficiary?: string | undefined;
  readonly certificate?: DocumentState | undefined;
  /** 団体扱い: the payer confirms it, no certificate of the person. */
  readonly groupContract?: boolean | undefined;
};

export type LifeInsuranceFacts = {
  readonly id: string;
  readonly insurer: string;
  readonly kind: LifeInsuranceKind;
  /** Premiums of the year less dividends (剰余金・割戻金). */
  readonly netPremium: Yen;
} & ContractDetails;

export type EarthquakeInsuranceFacts = {
  readonly id: string;
  readonly insurer: string;
  readonly kind: EarthquakeInsuranceKind;
  readonly netPremium: Yen;
  /** One contract that qualifies as the other kind too: its premium there. One kind a contract; the better one is computed. */
  readonly premiumAsOtherKind?: Yen | undefined;
} & ContractDetails;

/** 申告による社会保険料 (所得税法第74条): not what the payroll withheld. `kind` as the person writes it. */
export type SocialInsuranceFacts = {
  readonly id: string;
  readonly kind: string;
  readonly amount: Yen;
  /** 国民年金 and 国民年金基金 need a certificate, whatever the amount. */
  readonly type?: SocialInsuranceType | undefined;
  /** 保険料を負担することになっている人, a relative of the same purse. */
  readonly owedBy?: string | undefined;
  /** 支払先の名称. */
  readonly payee?: string | undefined;
  readonly certificate?: DocumentState | undefined;
};

export type SocialInsuranceType =
  | 'national_pension'
  | 'national_pension_fund'
  | 'national_health'
  | 'late_elderly_medical'
  | 'long_term_care'
  | 'health_continued'
  | 'other';

/** 申告による小規模企業共済等掛金 (所得税法第75条), iDeCo among them. */
export type MutualAidFacts = {
  readonly id: string;
  readonly kind: string;
  readonly amount: Yen;
  readonly type?: MutualAidType | undefined;
  readonly certificate?: DocumentState | undefined;
};

/** The four kinds of the form: 中小機構の共済, 企業型年金加入者掛金, 個人型年金加入者掛金 (iDeCo), 心身障害者扶養共済. */
export type MutualAidType = 'small_enterprise' | 'corporate_pension' | 'individual_pension' | 'disabled_support';

/** Which claims the person files. A deduction that the law ties to a claim is never applied silently. */
export type ClaimFacts = {
  /** 基礎控除申告書 (所得税法第195条の3): without it ⑳ is 0. */
  readonly basicDeduction: boolean;
  /** 所得金額調整控除申告書 (措法第41条の3の12). */
  readonly incomeAdjustment: boolean;
  /** 一般の生命保険料の特例, for a 23歳未満の扶養親族 (措法第41条の15の5). */
  readonly lifeInsuranceUnder23: boolean;
  /** 要件に該当する人 of 所得金額調整控除: 'person', 'spouse' or the id of a relative. */
  readonly incomeAdjustmentPerson?: string | undefined;
  /** ☆欄: the id of the 扶養親族 under 23 who is named for the special of the life premiums. */
  readonly lifeInsuranceUnder23Relative?: string | undefined;
};

/** 確定申告で受ける控除 (医療費, 寄附金, 雑損, 特定支出, 住宅の1年目): what the year-end adjustment does not know. */
export type FinalReturnPlan =
  'medical_expenses' | 'donation' | 'casualty_loss' | 'specific_expenses' | 'housing_loan_first_year';

/**
 * What a page can say without details. A true one whose details are not stated is refused by name (`unsupported_case`); with
 * its details it is computed.
 */
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
  /** The person's own other income by kind, after 損益通算; `otherIncome` is then what is not stated by kind. */
  readonly incomes?: readonly IncomeFacts[] | undefined;
  readonly status?: OwnStatusFacts | undefined;
  readonly employment?: EmploymentFacts | undefined;
  /** Other payers of the year. What `PayTotals` already includes must not be stated again. */
  readonly employers?: readonly EmployerFacts[] | undefined;
  readonly housingLoan?: HousingLoanFacts | undefined;
  readonly finalReturnPlans?: readonly FinalReturnPlan[] | undefined;
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
