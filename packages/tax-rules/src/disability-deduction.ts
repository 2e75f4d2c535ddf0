import { yen, type Yen } from '@nencho/kernel';
import { type Disability } from './facts.js';
import { type RuleSet } from './parameters/rule-set.js';
import { type Explained } from './trace.js';

const amountOf = (disability: Disability, livingTogether: boolean, amounts: RuleSet['disability']['value']): Yen => {
  switch (disability) {
    case 'none':
      return yen(0);
    case 'general':
      return amounts.general;
    case 'special':
      return livingTogether ? amounts.specialLivingTogether : amounts.special;
  }
};

/** 障害者控除額 of the person (part of ⑲)。所得税法第79条第1項。 */
export const ownDisabilityDeduction = (disability: Disability, parameters: Pick<RuleSet, 'disability'>): Explained => ({
  value: amountOf(disability, false, parameters.disability.value),
  inputs: { generalDisability: disability === 'general', specialDisability: disability === 'special' },
  from: [parameters.disability],
});

/**
 * 障害者控除額 for a 同一生計配偶者 or 扶養親族 (part of ⑲), children under 16 included; 同居特別障害者 by home.
 * 所得税法第79条第2項・第3項。 The person's own income does not matter.
 */
export const familyDisabilityDeduction = (
  member: { readonly disability: Disability; readonly livingTogether: boolean; readonly isDependant: boolean },
  parameters: Pick<RuleSet, 'disability'>,
): Explained => ({
  value: member.isDependant ? amountOf(member.disability, member.livingTogether, parameters.disability.value) : yen(0),
  inputs: {
    generalDisability: member.disability === 'general',
    specialDisability: member.disability === 'special',
    livingTogether: member.livingTogether,
    isDependant: member.isDependant,
  },
  from: [parameters.disability],
});
