import type { Yen } from '@nencho/kernel';

/**
 * 所得の種類 of 合計所得金額, pay excepted (pay is stated as `salaryRevenue`, before its deduction), and kinds that do not count.
 * Every amount is the *income after its own deduction*, not the receipts; texts/income-kind-texts.ts says how for each kind.
 */
export type IncomeKind =
  | 'public_pension'
  | 'business'
  | 'real_estate'
  | 'miscellaneous'
  | 'interest'
  | 'dividend'
  | 'occasional'
  | 'capital_gain'
  | 'land_and_buildings'
  | 'shares'
  | 'futures'
  | 'forestry'
  | 'retirement'
  | 'other'
  | UncountedIncomeKind;

/** What somebody may receive and need not add: it is no part of 合計所得金額. */
export type UncountedIncomeKind =
  | 'survivors_or_disability_pension'
  | 'unemployment_benefit'
  | 'sickness_or_childcare_benefit'
  | 'interest_taxed_at_source'
  | 'listed_dividend_not_declared'
  | 'shares_withheld_not_declared'
  | 'commuting_allowance';

/** One kind of income of one person: yen after its own deduction; below 0 only for the kinds whose loss is set off. */
export type IncomeFacts = {
  readonly kind: IncomeKind;
  readonly amount: Yen;
  /** 自己の勤労に基づく 事業所得・雑所得: no obstacle to 勤労学生控除. */
  readonly fromOwnLabour?: boolean | undefined;
};
