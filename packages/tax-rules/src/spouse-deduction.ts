import { yen, type Yen } from '@nencho/kernel';
import { type Citation, type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

export type SpouseDeductionKind = 'none' | 'spouse' | 'special';

type Spouse = { readonly totalIncome: Yen; readonly elderly: boolean };
type Parameters = Pick<RuleSet, 'spouse' | 'dependantIncomeLimit'>;

/** 配偶者控除 (所得税法第83条), 配偶者特別控除 (第83条の2) or neither, by the two incomes. */
export const spouseDeductionKind = (
  ownIncome: Yen,
  spouse: Spouse | undefined,
  parameters: Parameters,
): SpouseDeductionKind => {
  if (spouse === undefined || ownIncome > parameters.spouse.ownIncomeLimits.value[2]) return 'none';
  if (spouse.totalIncome <= parameters.dependantIncomeLimit.value) return 'spouse';
  return parameters.spouse.special.value.some((row) => spouse.totalIncome <= row.upTo) ? 'special' : 'none';
};

const row = (kind: SpouseDeductionKind, spouse: Spouse, { spouse: tables }: Parameters): readonly Yen[] => {
  switch (kind) {
    case 'none':
      return [];
    case 'spouse':
      return spouse.elderly ? tables.elderly.value : tables.general.value;
    case 'special':
      return tables.special.value.find((candidate) => spouse.totalIncome <= candidate.upTo)?.amounts ?? [];
  }
};

const tablesUsed = (
  kind: SpouseDeductionKind,
  elderly: boolean,
  { spouse: tables }: Parameters,
): readonly Citation[] => {
  if (kind === 'special') return [tables.special];
  return elderly ? [tables.elderly, tables.elderlyFromAge] : [tables.general];
};

/** ⑰ 配偶者(特別)控除額。 The column is 区分 A, B or C of the person's own 合計所得金額. */
export const spouseDeduction = (ownIncome: Yen, spouse: Spouse | undefined, parameters: Parameters): Explained => {
  const kind = spouseDeductionKind(ownIncome, spouse, parameters);
  const column = parameters.spouse.ownIncomeLimits.value.findIndex((limit) => ownIncome <= limit);
  const limits = [parameters.spouse.ownIncomeLimits, parameters.dependantIncomeLimit];
  if (spouse === undefined) return { value: yen(0), inputs: { totalIncomeEstimate: ownIncome }, from: limits };
  return {
    value: row(kind, spouse, parameters)[column] ?? yen(0),
    inputs: { totalIncomeEstimate: ownIncome, spouseTotalIncome: spouse.totalIncome, elderly: spouse.elderly },
    from: [...limits, ...tablesUsed(kind, spouse.elderly, parameters)],
  };
};
