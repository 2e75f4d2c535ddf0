import type { LocalDate, Yen } from '@nencho/kernel';

/** Whether a paper is there: 'promised' is one that comes by 31 January of the next year (年末調整のしかた p.43). */
export type DocumentState = 'received' | 'promised' | 'missing';

/**
 * 甲欄 (the 扶養控除等申告書 is with this payer), 乙欄 (it is elsewhere or nowhere) or 丙欄 (paid by the day). 所得税法第185条。
 */
export type TaxColumn = 'main' | 'secondary' | 'daily';

/** Why somebody left in the year (年末調整の対象者, 所得税法第190条・所得税基本通達190-1). */
export type LeavingReason =
  /** 死亡による退職 */
  | 'death'
  /** 著しい心身の障害のため: cannot be employed again this year */
  | 'disability'
  /** 12月中に支給期の到来する給与の支払を受けた後の退職 */
  | 'after_december_pay'
  /** パートタイマー等: adjusted up to a limit of pay when no other payer follows this year */
  | 'part_time'
  | 'other';

export type Leaving = {
  readonly on: LocalDate;
  readonly reason: LeavingReason;
  /** Pay of another employer is expected after leaving in this year. */
  readonly expectsOtherPay: boolean;
};

/** The person's own situation with this payer in the year. Absent: 甲欄, here for the whole year. */
export type EmploymentFacts = {
  /** Absent: 甲欄. */
  readonly column?: TaxColumn | undefined;
  /** 就職日, when within the year. */
  readonly joinedOn?: LocalDate | undefined;
  readonly left?: Leaving | undefined;
  /** The day from which the person is a 非居住者, for instance 海外赴任. A day of an earlier year: the whole year. */
  readonly nonResidentFrom?: LocalDate | undefined;
  /** 災害減免法: this year's withholding was deferred or refunded. */
  readonly disasterRelief?: boolean | undefined;
  /** 外国人 (a mark of the slip). */
  readonly foreigner?: boolean | undefined;
};

/**
 * Another payer of the year, as its 源泉徴収票 says. A main payer who became a secondary one within the year is two rows:
 * `previous` for the pay up to the change, `concurrent` for the rest.
 */
export type EmployerFacts = {
  readonly id: string;
  readonly name: string;
  readonly address?: string | undefined;
  /** `previous`: before this payer (前職); `concurrent`: beside this payer (従たる給与 or 他の給与). */
  readonly kind: 'previous' | 'concurrent';
  /** 甲欄 pay of a previous employer is part of this adjustment; all other pay counts in 合計所得金額 only. */
  readonly column: TaxColumn;
  /** 支払金額. */
  readonly salary: Yen;
  /** 源泉徴収税額. */
  readonly withheldTax: Yen;
  /** 社会保険料等の金額, the 内書 included. */
  readonly socialInsurance: Yen;
  /** 内書: 小規模企業共済等掛金 within `socialInsurance`. */
  readonly mutualAid?: Yen | undefined;
  /** 退職日. */
  readonly leftOn?: LocalDate | undefined;
  /** 源泉徴収票: until it is there, the adjustment is held (年末調整のしかた, 中途就職者). */
  readonly slip: DocumentState;
};

/** 甲欄 pay of a previous employer is part of this adjustment; 乙欄 and 丙欄 pay and pay beside this one are not. */
export const isPartOfAdjustment = ({ kind, column }: Pick<EmployerFacts, 'kind' | 'column'>): boolean =>
  kind === 'previous' && column === 'main';
