import type { LocalDate, Rate, TaxYear, Yen } from '@nencho/kernel';
import type { HousePerformance } from '../housing-loan-facts.js';

/** How sure a number is, strongest first. A figure computed from several is as sure as the weakest. */
export const confidences = [
  'official',
  'official_transcribed',
  'secondary',
  'single_source',
  'inferred',
  'memory',
] as const;
export type Confidence = (typeof confidences)[number];

/** Where a number comes from: ids of `sources` with the place, or the article; and when it was compared with it. */
export type Citation = {
  readonly source: string;
  readonly confidence: Confidence;
  readonly checked: LocalDate;
  readonly note?: string | undefined;
};

export type Sourced<T> = Citation & { readonly value: T };

/** From `from` on, until the next band: see employment-income.ts for what each kind does. */
export type SalaryBand = { readonly from: Yen } & (
  | { readonly kind: 'zero' }
  | { readonly kind: 'subtract'; readonly subtract: Yen }
  | { readonly kind: 'fixed'; readonly amount: Yen }
  | {
      readonly kind: 'rate';
      /** Pay is first lowered to a multiple of this. */
      readonly unit: number;
      readonly multiply: Rate;
      readonly add?: Yen;
      readonly subtract: Yen;
    }
);
/** Bands in ascending order. */
export type SalaryTable = readonly SalaryBand[];

/** `amount` up to and including `upTo`; rows in ascending order. */
export type Steps = readonly { readonly upTo: Yen; readonly amount: Yen }[];

/** Premiums up to `upTo`: premiums × multiply + add, fractions of a yen upwards. Above the last: the maximum. */
export type PremiumFormula = {
  readonly tiers: readonly { readonly upTo: Yen; readonly multiply: Rate; readonly add: Yen }[];
  readonly maximum: Yen;
};

/** Amounts for 区分 A, B and C of the person's own 合計所得金額. */
export type Columns = readonly [Yen, Yen, Yen];

/** 借入限度額 of 住宅借入金等特別控除, by what was acquired and the years in which residence began, both included. */
export type HousingLoanLimit = {
  readonly work: 'new_house' | 'used_house';
  readonly performance: HousePerformance;
  readonly residenceFrom: number;
  readonly residenceTo: number;
  readonly limit: Yen;
  /** For 子育て等 (特例対象個人). */
  readonly childRearingLimit: Yen;
};

export type HousingLoanRules = {
  readonly limits: Sourced<readonly HousingLoanLimit[]>;
  /** その他 houses of 経過措置, where the table has 0. */
  readonly transitionalLimit: Sourced<Yen>;
  /** Balance × `multiply`, truncated to `unit`. */
  readonly credit: Sourced<{ readonly multiply: Rate; readonly unit: number }>;
  /** 合計所得金額 up to which a small house has the credit; others: `housingLoanIncomeLimit`. */
  readonly smallHouseIncomeLimit: Sourced<Yen>;
  /** 居住用割合 in hundredths of a percent from which the whole counts. */
  readonly wholeFromShare: Sourced<number>;
};

type Limited = { readonly amount: Yen; readonly ownIncomeLimit: Yen };

/** The legal numbers of one tax year from one day on, as whole tables, each with its source. */
export type RuleSet = {
  readonly taxYear: TaxYear;
  /** 年末調整 performed on or after this day, judged by the date of the last payment, until the next set of the year. */
  readonly lastPaymentFrom: Sourced<LocalDate>;
  /** When somebody must compare these numbers with their texts again. */
  readonly nextReview: LocalDate;
  /** Numbers of a year whose booklet is not out: every result says so. */
  readonly provisional: boolean;
  /** 給与の総額 above this is not adjusted (所得税法第190条). */
  readonly mainSalaryLimit: Sourced<Yen>;
  readonly salaryTable: Sourced<SalaryTable>;
  readonly incomeAdjustment: Sourced<{
    readonly above: Yen;
    readonly salaryCap: Yen;
    readonly multiply: Rate;
    readonly maximum: Yen;
  }>;
  /** 23歳未満: qualifies for 所得金額調整控除 and the special of the general life premiums. */
  readonly youngDependantBelowAge: Sourced<number>;
  readonly life: {
    readonly newContracts: Sourced<PremiumFormula>;
    readonly oldContracts: Sourced<PremiumFormula>;
    readonly combinedMaximum: Sourced<Yen>;
    readonly totalMaximum: Sourced<Yen>;
    /** 一般の生命保険料の特例 (措法第41条の15の5), in the years that know it. */
    readonly under23?:
      | {
          readonly newGeneral: Sourced<PremiumFormula>;
          readonly combinedMaximum: Sourced<Yen>;
          /** Up to here the special changes nothing. */
          readonly worthClaimingAbove: Sourced<Yen>;
        }
      | undefined;
  };
  readonly earthquake: {
    readonly earthquakeMaximum: Sourced<Yen>;
    readonly oldLongTerm: Sourced<PremiumFormula>;
    readonly totalMaximum: Sourced<Yen>;
  };
  readonly dependantIncomeLimit: Sourced<Yen>;
  readonly spouse: {
    /** 区分 A, B, C: the person's own 合計所得金額 up to each. */
    readonly ownIncomeLimits: Sourced<Columns>;
    readonly elderlyFromAge: Sourced<number>;
    readonly general: Sourced<Columns>;
    readonly elderly: Sourced<Columns>;
    readonly special: Sourced<readonly { readonly upTo: Yen; readonly amounts: Columns }[]>;
  };
  readonly dependantAges: Sourced<{
    readonly generalFrom: number;
    readonly specificFrom: number;
    readonly specificBelow: number;
    readonly elderlyFrom: number;
  }>;
  readonly dependantAmounts: Sourced<{
    readonly general: Yen;
    readonly specific: Yen;
    readonly elderly: Yen;
    readonly elderlyLivingTogetherParent: Yen;
  }>;
  /** 特定親族特別控除, in the years that know it. */
  readonly specialRelative?: Sourced<Steps> | undefined;
  readonly disability: Sourced<{ readonly general: Yen; readonly special: Yen; readonly specialLivingTogether: Yen }>;
  /** 国外居住親族 of these ages need a reason for 扶養控除 (所得税法第2条第1項第34号の2). */
  readonly nonResidentAges: Sourced<{ readonly reasonFrom: number; readonly reasonBelow: number }>;
  /** What must be paid to each of them in the year where the remittances are the reason. */
  readonly nonResidentRemittance: Sourced<Yen>;
  readonly widow: Sourced<Limited>;
  readonly singleParent: Sourced<Limited>;
  readonly workingStudent: Sourced<Limited & { readonly incomeNotFromLabourLimit: Yen }>;
  /** 所得金額調整控除（給与・年金）: only inside the estimate of 合計所得金額. */
  readonly pensionAdjustmentMaximum: Sourced<Yen>;
  /** 定額減税 of R6. */
  readonly flatReduction?: Sourced<{ readonly perPerson: Yen; readonly ownIncomeLimit: Yen }> | undefined;
  readonly basicDeduction: Sourced<Steps>;
  readonly taxableUnit: Sourced<number>;
  readonly taxTable: Sourced<readonly { readonly upTo: Yen; readonly multiply: Rate; readonly subtract: Yen }[]>;
  readonly housingLoanIncomeLimit: Sourced<Yen>;
  readonly housingLoan: HousingLoanRules;
  /** パートタイマー等 who left: adjusted at the exit up to this pay of the year. */
  readonly partTimeExitLimit: Sourced<Yen>;
  readonly annualTax: Sourced<{ readonly multiply: Rate; readonly unit: number }>;
  /** Rules without a number: sums in the order of the ledger, what 合計所得金額 is, premiums deducted in full. */
  readonly ledgerOrder: Citation;
  readonly totalIncome: Citation;
  readonly fullDeduction: Citation;
  readonly notices: {
    /** Pay of a relative above `above`, up to `upTo`, newly qualifies since the reform. */
    readonly newlyQualifyingSalary?: Sourced<{ readonly above: Yen; readonly upTo: Yen }> | undefined;
    readonly finalReturnOtherIncomeAbove: Sourced<Yen>;
  };
};
