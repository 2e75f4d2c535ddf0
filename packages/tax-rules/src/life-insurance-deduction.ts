import { addYen, maxYen, minYen, mulCeil, type Yen } from '@nencho/kernel';
import { type PremiumFormula, type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

/** Premiums of the year by category, each the sum over its contracts, less dividends. */
export type LifePremiums = {
  readonly generalNew: Yen;
  readonly generalOld: Yen;
  readonly careMedical: Yen;
  readonly pensionNew: Yen;
  readonly pensionOld: Yen;
};

/** 計算式Ⅰ・Ⅱ・Ⅲ: fractions of a yen upwards (切上げ); above the last tier the maximum. */
export const premiumDeduction = (premium: Yen, formula: PremiumFormula): Yen => {
  const tier = formula.tiers.find((candidate) => premium <= candidate.upTo);
  return tier === undefined ? formula.maximum : addYen(mulCeil(premium, tier.multiply), tier.add);
};

/** New and old contracts of one category: the old alone, or both up to the combined maximum, whichever is more. */
const combined = (newPart: Yen, oldPart: Yen, maximum: Yen): Yen =>
  maxYen(oldPart, minYen(addYen(newPart, oldPart), maximum));

/** 一般の生命保険料 (part of ⑮)。所得税法第76条第1項、措法第41条の15の5。 `special`: formula Ⅱ and its maximum apply, in a year that knows them. */
export const lifeGeneral = (
  { generalNew, generalOld }: LifePremiums,
  special: boolean,
  { life }: Pick<RuleSet, 'life'>,
): Explained => {
  const rule = special ? life.under23 : undefined;
  const formula = rule?.newGeneral ?? life.newContracts;
  const maximum = rule?.combinedMaximum ?? life.combinedMaximum;
  return {
    value: combined(
      premiumDeduction(generalNew, formula.value),
      premiumDeduction(generalOld, life.oldContracts.value),
      maximum.value,
    ),
    inputs: { generalNew, generalOld, lifeUnder23SpecialApplied: rule !== undefined },
    from: [formula, life.oldContracts, maximum],
  };
};

/** 介護医療保険料 (part of ⑮)。所得税法第76条第2項。 */
export const lifeCareMedical = ({ careMedical }: LifePremiums, { life }: Pick<RuleSet, 'life'>): Explained => ({
  value: premiumDeduction(careMedical, life.newContracts.value),
  inputs: { careMedical },
  from: [life.newContracts],
});

/** 個人年金保険料 (part of ⑮)。所得税法第76条第3項。 */
export const lifePension = ({ pensionNew, pensionOld }: LifePremiums, { life }: Pick<RuleSet, 'life'>): Explained => ({
  value: combined(
    premiumDeduction(pensionNew, life.newContracts.value),
    premiumDeduction(pensionOld, life.oldContracts.value),
    life.combinedMaximum.value,
  ),
  inputs: { pensionNew, pensionOld },
  from: [life.newContracts, life.oldContracts, life.combinedMaximum],
});

/** ⑮ 生命保険料の控除額。所得税法第76条第4項。 */
export const lifeTotal = (
  parts: { readonly lifeGeneral: Yen; readonly lifeCareMedical: Yen; readonly lifePension: Yen },
  { life }: Pick<RuleSet, 'life'>,
): Explained => ({
  value: minYen(addYen(parts.lifeGeneral, parts.lifeCareMedical, parts.lifePension), life.totalMaximum.value),
  inputs: { ...parts, maximum: life.totalMaximum.value },
  from: [life.totalMaximum],
});
