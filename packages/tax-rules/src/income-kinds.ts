import { addYen, type Yen } from '@nencho/kernel';
import type { IncomeFacts, IncomeKind } from './income-facts.js';

/** How a kind of income enters 合計所得金額 (所得税法第2条第1項第30号). */
export type IncomeKindRule = {
  /** Part of 合計所得金額; the others need not be added. */
  readonly counts: boolean;
  /** What remains of a loss after 損益通算 may be stated (所得税法第69条). */
  readonly loss: boolean;
  /** The article that says what the income is. */
  readonly law: string;
  /** How the amount is reached, in the words of the form. */
  readonly how: string;
};

const counted = (law: string, how: string, loss = false): IncomeKindRule => ({ counts: true, loss, law, how });
const uncounted = (law: string, how: string): IncomeKindRule => ({ counts: false, loss: false, law, how });

/**
 * Every kind of income, pay excepted. No deduction of a kind is computed here: the person states what remains after it. The
 * articles and how they say it are memory; 繰越控除 of earlier years' losses is never subtracted.
 */
export const incomeKinds: Readonly<Record<IncomeKind, IncomeKindRule>> = {
  public_pension: counted('所得税法第35条', '公的年金等の収入金額から公的年金等控除額を引いた後'),
  business: counted('所得税法第27条', '総収入金額から必要経費を引いた後', true),
  real_estate: counted('所得税法第26条', '総収入金額から必要経費を引いた後', true),
  miscellaneous: counted('所得税法第35条', '公的年金等以外の雑所得: 総収入金額から必要経費を引いた後'),
  interest: counted('所得税法第23条', '源泉分離課税でない利子: 収入金額のまま'),
  dividend: counted('所得税法第24条', '収入金額から株式などを取得するための借入金の利子を引いた後'),
  occasional: counted('所得税法第22条・第34条', '特別控除後の金額の2分の1'),
  capital_gain: counted(
    '所得税法第22条・第33条',
    '土地建物・株式等以外の譲渡: 特別控除後。所有が5年を超えるものは2分の1',
    true,
  ),
  land_and_buildings: counted('措法第31条・第32条', '土地や建物の譲渡: 特別控除前の譲渡所得の金額'),
  shares: counted('措法第37条の10・第37条の11', '申告する株式等の譲渡所得等の金額'),
  futures: counted('措法第41条の14', '先物取引に係る雑所得等の金額'),
  forestry: counted('所得税法第32条', '特別控除後の山林所得の金額', true),
  retirement: counted('所得税法第30条', '収入金額から退職所得控除額を引いた残りの、原則2分の1'),
  other: counted('所得税法第2条第1項第30号', 'ほかの欄に当てはまらない所得の金額'),
  survivors_or_disability_pension: uncounted('所得税法第9条第1項第3号', '遺族年金・障害年金: 非課税'),
  unemployment_benefit: uncounted('雇用保険法第12条', '失業等給付: 非課税'),
  sickness_or_childcare_benefit: uncounted(
    '健康保険法第62条; 雇用保険法第12条',
    '傷病手当金・出産手当金・育児休業給付: 非課税',
  ),
  interest_taxed_at_source: uncounted('措法第3条', '預貯金の利子など: 源泉分離課税'),
  listed_dividend_not_declared: uncounted('措法第8条の5', '申告しないことを選んだ上場株式等の配当'),
  shares_withheld_not_declared: uncounted('措法第37条の11の5', '源泉徴収ありの特定口座で申告しない譲渡益'),
  commuting_allowance: uncounted('所得税法第9条第1項第5号', '通勤手当のうち非課税の分'),
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
