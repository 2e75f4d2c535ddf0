import type { LocalDate, Yen } from '@nencho/kernel';
import type { DocumentState } from './employment-facts.js';

/** 住宅の区分 by energy performance: 認定住宅 (長期優良・低炭素), ZEH水準, 省エネ基準適合, その他. */
export type HousePerformance = 'certified' | 'zeh' | 'energy_saving' | 'other';

/** When and what: the 区分 of the slip. */
type House = {
  /** 居住開始年月日. */
  readonly residenceFrom: LocalDate;
  /** 新築・未使用, 中古, 増改築等. */
  readonly work: 'new_house' | 'used_house' | 'extension';
  readonly performance: HousePerformance;
};

/** A share in hundredths of a percent: 10,000 is the whole. */
export type BasisPoints = number;

/**
 * 住宅借入金等特別控除申告書. The amount of the certificate or form goes into `AdjustmentFacts.housingLoanCredit` and always
 * wins; from `loan` it is computed for residence from 2022 on, and only in the simple cases (措法第41条).
 */
export type HousingLoanFacts = House & {
  /** 子育て等 (特例対象個人): the higher limits from 2024 on. */
  readonly childRearing?: boolean | undefined;
  /** 経過措置 of a その他 house built from 2024 on. */
  readonly transitional?: boolean | undefined;
  /** 床面積 40㎡ 以上 50㎡ 未満: a lower limit of the person's own income. */
  readonly smallHouse?: boolean | undefined;
  readonly loan?: HousingLoan | undefined;
  /** 年分 of the form. */
  readonly formYear?: number | undefined;
  /** 控除証明書. */
  readonly certificate?: DocumentState | undefined;
  /** 年末残高等証明書 (none in 調書方式). */
  readonly balanceCertificate?: DocumentState | undefined;
  /** The certificate was printed for another payer (転職). */
  readonly printedForOtherPayer?: boolean | undefined;
  /** A second loan or house of the slip (住宅借入金等特別控除 2回目): its day, 区分 and balance. Never computed from. */
  readonly second?: (House & { readonly balance: Yen }) | undefined;
};

export type HousingLoan = {
  /** 年末残高 of 31 December, the whole loan. */
  readonly balance: Yen;
  /** 取得対価の額 of the person's own share in the part lived in. */
  readonly price: Yen;
  /** 居住用割合 by area; absent: the whole. From 90 % on the whole counts. */
  readonly residentialShare?: BasisPoints | undefined;
  /** 連帯債務 share of the person; absent: the whole. */
  readonly debtShare?: BasisPoints | undefined;
  /** 借換え after the credit began: the formula of the certificate is needed. */
  readonly refinanced?: boolean | undefined;
  /** Several loans of unlike terms, houses or credits (重複適用). */
  readonly several?: boolean | undefined;
};
