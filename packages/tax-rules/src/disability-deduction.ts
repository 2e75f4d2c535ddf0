import { yen, type Yen } from '@nencho/kernel';
import { type Disability } from './facts.js';
import { type RuleSet } from './parameters/rule-set.js';
import { type Trace } from './trace.js';

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
export const ownDisabilityDeduction = (
  disability: Disability,
  { disability: rule }: Pick<RuleSet, 'disability'>,
  trace?: Trace,
): Yen => {
  const amount = amountOf(disability, false, rule.value);
  const inputs = { generalDisability: disability === 'general', specialDisability: disability === 'special' };
  trace?.step('personDisabilityDeduction', amount, inputs, rule);
  return amount;
};

type Home = {
  readonly livingTogether: boolean;
  /** With another relative of the same purse. */
  readonly livingWithRelative?: boolean | undefined;
};

/** 同居 in the sense of 同居特別障害者: with the person, the spouse or another relative of the same purse (所得税法第79条第3項). */
export const livesWithFamily = ({ livingTogether, livingWithRelative = false }: Home): boolean =>
  livingTogether || livingWithRelative;

type Member = Home & { readonly disability: Disability; readonly isDependant: boolean };

/**
 * 障害者控除額 for a 同一生計配偶者 or 扶養親族 (part of ⑲), children under 16 included; 同居特別障害者 by home.
 * 所得税法第79条第2項・第3項。 The person's own income does not matter.
 */
export const familyDisabilityDeduction = (
  figure: 'spouseDisabilityDeduction' | 'disabilityDeduction',
  member: Member,
  { disability: rule }: Pick<RuleSet, 'disability'>,
  trace?: Trace,
): Yen => {
  const { disability, isDependant } = member;
  const livingTogether = livesWithFamily(member);
  const amount = isDependant ? amountOf(disability, livingTogether, rule.value) : yen(0);
  const [generalDisability, specialDisability] = [disability === 'general', disability === 'special'];
  trace?.step(figure, amount, { generalDisability, specialDisability, livingTogether, isDependant }, rule);
  return amount;
};
