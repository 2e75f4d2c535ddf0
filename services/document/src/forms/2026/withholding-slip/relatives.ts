import type { Slip, SlipCopy, SlipRelative } from './slip.js';

/** Relatives whom this person claims: 控除対象扶養親族 and 特定親族 with a deduction, in the order of the facts. */
export const deductibleRelatives = ({ relatives }: Pick<Slip, 'relatives'>): SlipRelative[] =>
  relatives.filter(({ category, claimedByOther, specialRelativeDeduction }) => {
    if (claimedByOther) return false;
    switch (category) {
      case 'general':
      case 'specific':
      case 'elderly':
      case 'elderly_living_together_parent':
        return true;
      case 'special_relative':
        return specialRelativeDeduction > 0;
      case 'under16':
      case 'nonresident_30_69_not_deductible':
      case 'none':
        return false;
    }
  });

/** 16歳未満の扶養親族 */
export const youngRelatives = ({ relatives }: Pick<Slip, 'relatives'>): SlipRelative[] =>
  relatives.filter(({ category, claimedByOther }) => category === 'under16' && !claimedByOther);

export const countOf = (slip: Pick<Slip, 'relatives'>, ...categories: readonly SlipRelative['category'][]): number =>
  deductibleRelatives(slip).filter(({ category }) => categories.includes(category)).length;

/** 障害者の数（本人を除く）: 同一生計配偶者 and 扶養親族, the under-16 among them; a 特定親族 is no 扶養親族. */
export const disabledFamily = (
  slip: Pick<Slip, 'relatives' | 'derived'>,
): { readonly special: number; readonly specialLivingTogether: number; readonly general: number } => {
  const spouse = slip.derived.spouse?.isDependant === true ? [slip.derived.spouse] : [];
  const dependants = [
    ...deductibleRelatives(slip).filter(({ category }) => category !== 'special_relative'),
    ...youngRelatives(slip),
  ];
  const family = [...spouse, ...dependants];
  const special = family.filter(({ disability }) => disability === 'special');
  return {
    special: special.length,
    specialLivingTogether: special.filter(({ livingTogether }) => livingTogether).length,
    general: family.filter(({ disability }) => disability === 'general').length,
  };
};

/** 特定親族特別控除額 in 万円 → 区分 of a resident (NTA 法定調書の作成と提出の手引 R8). */
const specialRelativeCodes: ReadonlyMap<number, string> = new Map([
  [63, '10'],
  [61, '20'],
  [51, '30'],
  [41, '40'],
  [31, '50'],
  [21, '60'],
  [11, '70'],
  [6, '80'],
  [3, '90'],
]);

/**
 * 区分 of a relative. The recipient's copy shows ○ for a non-resident and nothing else; non-residents are refused
 * before a declaration can be submitted, so that every relative here is a resident.
 */
export const codeOf = (relative: SlipRelative, copy: SlipCopy): string => {
  if (copy === 'recipient') return '';
  if (relative.category !== 'special_relative') return '00';
  const code = specialRelativeCodes.get(relative.specialRelativeDeduction / 10_000);
  if (code === undefined) throw new Error('a 特定親族特別控除額 has no code');
  return code;
};
