import { yen, type Yen } from '@nencho/kernel';
import { type Citation, type RuleSet } from './parameters/rule-set.js';
import { rowFor } from './table.js';
import { type Trace } from './trace.js';

export type SpouseDeductionKind = 'none' | 'spouse' | 'special';

type Spouse = { readonly totalIncome: Yen; readonly elderly: boolean };
type Rules = Pick<RuleSet, 'spouse' | 'dependantIncomeLimit'>;

/** 配偶者控除 (所得税法第83条), 配偶者特別控除 (第83条の2) or neither, by the two incomes. */
export const spouseDeductionKind = (ownIncome: Yen, spouse: Spouse | undefined, rules: Rules): SpouseDeductionKind => {
  if (spouse === undefined || ownIncome > rules.spouse.ownIncomeLimits.value[2]) return 'none';
  if (spouse.totalIncome <= rules.dependantIncomeLimit.value) return 'spouse';
  return rowFor(rules.spouse.special.value, spouse.totalIncome) === undefined ? 'none' : 'special';
};

const amountsOf = (kind: SpouseDeductionKind, spouse: Spouse, { spouse: tables }: Rules): readonly Yen[] => {
  switch (kind) {
    case 'none':
      return [];
    case 'spouse':
      return spouse.elderly ? tables.elderly.value : tables.general.value;
    case 'special':
      return rowFor(tables.special.value, spouse.totalIncome)?.amounts ?? [];
  }
};

const tablesUsed = (kind: SpouseDeductionKind, elderly: boolean, { spouse: tables }: Rules): readonly Citation[] => {
  if (kind === 'special') return [tables.special];
  return elderly ? [tables.elderly, tables.elderlyFromAge] : [tables.general];
};

/** ⑰ 配偶者(特別)控除額. The column is 区分 A, B or C of the person's own 合計所得金額; `kind` as `spouseDeductionKind` says. */
export const spouseDeduction = (
  ownIncome: Yen,
  spouse: Spouse | undefined,
  kind: SpouseDeductionKind,
  rules: Rules,
  trace?: Trace,
): Yen => {
  const { ownIncomeLimits } = rules.spouse;
  if (spouse === undefined) {
    trace?.step('box17Spouse', yen(0), { totalIncomeEstimate: ownIncome }, ownIncomeLimits, rules.dependantIncomeLimit);
    return yen(0);
  }
  const column = ownIncomeLimits.value.findIndex((limit) => ownIncome <= limit);
  const amount = amountsOf(kind, spouse, rules)[column] ?? yen(0);
  const { totalIncome: spouseTotalIncome, elderly } = spouse;
  trace?.step(
    'box17Spouse',
    amount,
    { totalIncomeEstimate: ownIncome, spouseTotalIncome, elderly },
    ...([ownIncomeLimits, rules.dependantIncomeLimit, ...tablesUsed(kind, elderly, rules)] as const),
  );
  return amount;
};
