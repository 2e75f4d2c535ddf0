import { yen, type Yen } from '@nencho/kernel';
import { type Relation } from './facts.js';
import { type RuleSet } from './parameters/parameters.js';
import { type Explained } from './trace.js';

/**
 * What a relative is for this year: 年少 (under 16), 一般の控除対象扶養親族, 特定扶養親族, 老人扶養親族, 同居老親等,
 * 特定親族 (a student with more income), or none of them.
 */
export type RelativeCategory =
  'under16' | 'general' | 'specific' | 'elderly' | 'elderly_living_together_parent' | 'special_relative' | 'none';

type Relative = {
  readonly totalIncome: Yen;
  readonly ageAtYearEnd: number;
  readonly relation: Relation;
  readonly livingTogether: boolean;
};

/** 直系尊属 of the person or the spouse. */
const isDirectAscendant = (relation: Relation): boolean =>
  relation === 'parent' ||
  relation === 'grandparent' ||
  relation === 'spouse_parent' ||
  relation === 'spouse_grandparent';

/** The category by income, age on 31 December and, from 70, relation and home. 所得税法第2条第1項第34号〜第34号の4, 第84条の2。 */
export const relativeCategory = (
  relative: Relative,
  parameters: Pick<RuleSet, 'dependantIncomeLimit' | 'dependantAges' | 'specialRelative'>,
): RelativeCategory => {
  const ages = parameters.dependantAges.value;
  const { ageAtYearEnd: age, totalIncome } = relative;
  const studentAge = age >= ages.specificFrom && age < ages.specificBelow;
  if (totalIncome > parameters.dependantIncomeLimit.value) {
    const withinSpecial = parameters.specialRelative.value.some((row) => totalIncome <= row.upTo);
    return studentAge && withinSpecial ? 'special_relative' : 'none';
  }
  if (age < ages.generalFrom) return 'under16';
  if (studentAge) return 'specific';
  if (age < ages.elderlyFrom) return 'general';
  return isDirectAscendant(relative.relation) && relative.livingTogether ? 'elderly_living_together_parent' : 'elderly';
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
  parameters: Pick<RuleSet, 'dependantAmounts' | 'dependantAges' | 'dependantIncomeLimit'>,
): Explained => ({
  value: relative.claimedByOther ? yen(0) : amountOf(relative.category, parameters.dependantAmounts.value),
  inputs: {
    relativeTotalIncome: relative.totalIncome,
    ageAtYearEnd: relative.ageAtYearEnd,
    claimedByOther: relative.claimedByOther,
  },
  from: [parameters.dependantAmounts, parameters.dependantAges, parameters.dependantIncomeLimit],
});
