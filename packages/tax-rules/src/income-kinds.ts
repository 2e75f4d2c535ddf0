import { addYen, type Yen } from '@nencho/kernel';
import type { IncomeFacts, IncomeKind } from './income-facts.js';

/** How a kind of income enters 合計所得金額 (所得税法第2条第1項第30号). */
export type IncomeKindRule = {
  /** Part of 合計所得金額; the others need not be added. */
  readonly counts: boolean;
  /** What remains of a loss after 損益通算 may be stated (所得税法第69条). */
  readonly loss: boolean;
};

const counted: IncomeKindRule = { counts: true, loss: false };
const setOff: IncomeKindRule = { counts: true, loss: true };
const uncounted: IncomeKindRule = { counts: false, loss: false };

/**
 * Every kind of income, pay excepted. No deduction of a kind is computed here: the person states what remains after it, as
 * texts/income-kind-texts.ts says with the article. 繰越控除 of earlier years' losses is never subtracted.
 */
export const incomeKinds: Readonly<Record<IncomeKind, IncomeKindRule>> = {
  public_pension: counted,
  business: setOff,
  real_estate: setOff,
  miscellaneous: counted,
  interest: counted,
  dividend: counted,
  occasional: counted,
  capital_gain: setOff,
  land_and_buildings: counted,
  shares: counted,
  futures: counted,
  forestry: setOff,
  retirement: counted,
  other: counted,
  survivors_or_disability_pension: uncounted,
  unemployment_benefit: uncounted,
  sickness_or_childcare_benefit: uncounted,
  interest_taxed_at_source: uncounted,
  listed_dividend_not_declared: uncounted,
  shares_withheld_not_declared: uncounted,
  commuting_allowance: uncounted,
};

const sumWhere = (incomes: readonly IncomeFacts[], counts: (income: IncomeFacts) => boolean): Yen =>
  addYen(...incomes.filter(counts).map(({ amount }) => amount));

/** 公的年金等に係る雑所得. */
export const pensionIncome = (incomes: readonly IncomeFacts[] = []): Yen =>
  sumWhere(incomes, ({ kind }) => kind === 'public_pension');

/** Every other income that counts in 合計所得金額; may be negative. */
export const countedIncome = (incomes: readonly IncomeFacts[] = []): Yen =>
  sumWhere(incomes, ({ kind }) => kind !== 'public_pension' && incomeKinds[kind].counts);

const labourKinds: ReadonlySet<IncomeKind> = new Set(['business', 'miscellaneous', 'retirement']);

/** 自己の勤労に基づく所得 among them (所得税法第2条第1項第32号). */
export const incomeFromLabour = (incomes: readonly IncomeFacts[] = []): Yen =>
  sumWhere(incomes, ({ kind, fromOwnLabour }) => fromOwnLabour === true && labourKinds.has(kind));
