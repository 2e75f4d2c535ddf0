import { addYen, maxYen, minYen, mulCeil, type Yen } from '@nencho/kernel';
import { type PremiumFormula, type RuleSet } from './parameters/rule-set.js';
import { rowFor } from './table.js';
import { type Trace } from './trace.js';

/** Premiums of the year by category, each the sum over its contracts, less dividends. */
export type LifePremiums = {
  readonly generalNew: Yen;
  readonly generalOld: Yen;
  readonly careMedical: Yen;
  readonly pensionNew: Yen;
  readonly pensionOld: Yen;
};

type Rules = Pick<RuleSet, 'life'>;

/** 計算式Ⅰ・Ⅱ・Ⅲ: fractions of a yen upwards (切上げ); above the last tier the maximum. */
export const premiumDeduction = (premium: Yen, { tiers, maximum }: PremiumFormula): Yen => {
  const tier = rowFor(tiers, premium);
  return tier === undefined ? maximum : addYen(mulCeil(premium, tier.multiply), tier.add);
};

/** New and old contracts of one category: the old alone, or both up to the combined maximum, whichever is more. */
const combined = (newPart: Yen, oldPart: Yen, maximum: Yen): Yen =>
  maxYen(oldPart, minYen(addYen(newPart, oldPart), maximum));

/** 一般の生命保険料 (part of ⑮)。所得税法第76条第1項、措法第41条の15の5。 `special`: formula Ⅱ and its maximum apply, in a year that knows them. */
export const lifeGeneral = (
  { generalNew, generalOld }: LifePremiums,
  special: boolean,
  { life }: Rules,
  trace?: Trace,
): Yen => {
  const rule = special ? life.under23 : undefined;
  const formula = rule?.newGeneral ?? life.newContracts;
  const maximum = rule?.combinedMaximum ?? life.combinedMaximum;
  const ofNew = premiumDeduction(generalNew, formula.value);
  const amount = combined(ofNew, premiumDeduction(generalOld, life.oldContracts.value), maximum.value);
  const inputs = { generalNew, generalOld, lifeUnder23SpecialApplied: rule !== undefined };
  trace?.step('lifeGeneral', amount, inputs, formula, life.oldContracts, maximum);
  return amount;
};

/** 介護医療保険料 (part of ⑮)。所得税法第76条第2項。 */
export const lifeCareMedical = ({ careMedical }: LifePremiums, { life }: Rules, trace?: Trace): Yen => {
  const amount = premiumDeduction(careMedical, life.newContracts.value);
  trace?.step('lifeCareMedical', amount, { careMedical }, life.newContracts);
  return amount;
};

/** 個人年金保険料 (part of ⑮)。所得税法第76条第3項。 */
export const lifePension = ({ pensionNew, pensionOld }: LifePremiums, { life }: Rules, trace?: Trace): Yen => {
  const { newContracts, oldContracts, combinedMaximum } = life;
  const ofNew = premiumDeduction(pensionNew, newContracts.value);
  const amount = combined(ofNew, premiumDeduction(pensionOld, oldContracts.value), combinedMaximum.value);
  trace?.step('lifePension', amount, { pensionNew, pensionOld }, newContracts, oldContracts, combinedMaximum);
  return amount;
};

type Parts = { readonly lifeGeneral: Yen; readonly lifeCareMedical: Yen; readonly lifePension: Yen };

/** ⑮ 生命保険料の控除額。所得税法第76条第4項。 */
export const lifeTotal = (
  { lifeGeneral, lifeCareMedical, lifePension }: Parts,
  { life }: Rules,
  trace?: Trace,
): Yen => {
  const maximum = life.totalMaximum.value;
  const amount = minYen(addYen(lifeGeneral, lifeCareMedical, lifePension), maximum);
  trace?.step('box15LifeInsurance', amount, { lifeGeneral, lifeCareMedical, lifePension, maximum }, life.totalMaximum);
  return amount;
};
