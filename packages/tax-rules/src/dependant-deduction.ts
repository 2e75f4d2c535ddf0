import { yen, type Yen } from '@nencho/kernel';
import type { Relative } from './adjustment-input.js';
import { type RuleSet } from './parameters/rule-set.js';
import { rowFor } from './table.js';
import { type Trace } from './trace.js';

/**
 * What a relative is for this year: 年少 (under 16), 一般の控除対象扶養親族, 特定扶養親族, 老人扶養親族, 同居老親等,
 * 特定親族 (a student with more income), or none of them.
 */
export type RelativeCategory =
  | 'under16'
  | 'general'
  | 'specific'
  | 'elderly'
  | 'elderly_living_together_parent'
  | 'special_relative'
  | 'nonresident_30_69_not_deductible'
  | 'none';

type Who = Pick<Relative, 'linealAscendant' | 'livingTogether' | 'disability' | 'nonResident' | 'nonResidentReason'>;

/** A 国外居住親族 of 30 to 69 without study, disability or remittances: a 扶養親族, but not a 控除対象扶養親族. */
const lacksReason = (relative: Who, age: number, { nonResidentAges }: Pick<RuleSet, 'nonResidentAges'>): boolean => {
  const { reasonFrom, reasonBelow } = nonResidentAges.value;
  const { nonResident, nonResidentReason, disability } = relative;
  return nonResident && age >= reasonFrom && age < reasonBelow && nonResidentReason === 'none' && disability === 'none';
};

/** The category by income, age and, from 70, relation and home. 所得税法第2条第1項第34号〜第34号の4, 第84条の2。 */
export const relativeCategory = (
  relative: Who,
  totalIncome: Yen,
  age: number,
  rules: Pick<RuleSet, 'dependantIncomeLimit' | 'dependantAges' | 'specialRelative' | 'nonResidentAges'>,
): RelativeCategory => {
  const ages = rules.dependantAges.value;
  const studentAge = age >= ages.specificFrom && age < ages.specificBelow;
  if (totalIncome > rules.dependantIncomeLimit.value) {
    const rows = rules.specialRelative?.value ?? [];
    return studentAge && rowFor(rows, totalIncome) !== undefined ? 'special_relative' : 'none';
  }
  if (lacksReason(relative, age, rules)) return 'nonresident_30_69_not_deductible';
  if (age < ages.generalFrom) return 'under16';
  if (studentAge) return 'specific';
  if (age < ages.elderlyFrom) return 'general';
  return relative.linealAscendant && relative.livingTogether ? 'elderly_living_together_parent' : 'elderly';
};

/** 扶養親族: whoever is within the income limit, children under 16 included; a 特定親族 is none. */
export const isDependant = (category: RelativeCategory): boolean =>
  category !== 'none' && category !== 'special_relative';

const amountOf = (category: RelativeCategory, amounts: RuleSet['dependantAmounts']['value']): Yen => {
  switch (category) {
    case 'general':
      return amounts.general;
    case 'specific':
      return amounts.specific;
    case 'elderly':
      return amounts.elderly;
    case 'elderly_living_together_parent':
      return amounts.elderlyLivingTogetherParent;
    case 'under16':
    case 'special_relative':
    case 'nonresident_30_69_not_deductible':
    case 'none':
      return yen(0);
  }
};

/** 扶養控除額 for one relative (part of ⑲)。所得税法第84条、措法第41条の16。 Nothing when another taxpayer claims the person. */
export const dependantDeduction = (
  relative: {
    readonly totalIncome: Yen;
    readonly ageAtYearEnd: number;
    readonly category: RelativeCategory;
    readonly claimedByOther: boolean;
  },
  rules: Pick<RuleSet, 'dependantAmounts' | 'dependantAges' | 'dependantIncomeLimit'>,
  trace?: Trace,
): Yen => {
  const { totalIncome, ageAtYearEnd, category, claimedByOther } = relative;
  const amount = claimedByOther ? yen(0) : amountOf(category, rules.dependantAmounts.value);
  trace?.step(
    'dependantDeduction',
    amount,
    { relativeTotalIncome: totalIncome, ageAtYearEnd, claimedByOther },
    ...([rules.dependantAmounts, rules.dependantAges, rules.dependantIncomeLimit] as const),
  );
  return amount;
};
