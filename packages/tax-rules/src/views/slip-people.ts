import type { Yen } from '@nencho/kernel';
import { livesWithFamily } from '../disability-deduction.js';
import type { RelativeCategory } from '../dependant-deduction.js';
import type { JudgedFamily } from '../family.js';
import type { RuleSet } from '../parameters/rule-set.js';
import { dependantCodes, specialRelativeCodes, withholdingRelativeLimit } from '../parameters/slip-law.js';
import type { StatedRelative } from './view-source.js';

/**
 * Whose copy: the recipient's has no codes, only a mark for a non-resident; that of the tax office and of the municipality
 * (給与支払報告書) have the codes.
 */
export type SlipCopy = 'recipient' | 'office' | 'municipality';

const deductible: ReadonlySet<RelativeCategory> = new Set([
  'general',
  'specific',
  'elderly',
  'elderly_living_together_parent',
]);

/**
 * 控除対象扶養親族 and 特定親族 of the slip, in the order of the facts, none whom another taxpayer claims. Whoever is adjusted
 * shows each 特定親族 with a deduction; whoever is not, those who count for the monthly tax (源泉控除対象親族).
 */
export const relativesOnSlip = (
  relatives: readonly StatedRelative[],
  adjusted: boolean,
  rules: Pick<RuleSet, 'taxYear'>,
): readonly StatedRelative[] => {
  const limit = withholdingRelativeLimit(rules.taxYear);
  return relatives.filter(({ category, claimedByOther, totalIncome }) => {
    if (claimedByOther) return false;
    if (category === 'special_relative') return adjusted || (limit !== undefined && totalIncome <= limit);
    return deductible.has(category);
  });
};

/** 16歳未満の扶養親族 */
export const youngOnSlip = (relatives: readonly StatedRelative[]): readonly StatedRelative[] =>
  relatives.filter(({ category, claimedByOther }) => category === 'under16' && !claimedByOther);

/** 特定親族特別控除額 by the income: what the code follows, also where nothing is adjusted. */
const specialDeduction = (income: Yen, { specialRelative }: Pick<RuleSet, 'specialRelative'>): Yen | undefined =>
  specialRelative?.value.find(({ upTo }) => income <= upTo)?.amount;

const codeOfSpecialRelative = (relative: StatedRelative, rules: Pick<RuleSet, 'specialRelative'>): string => {
  const deduction = specialDeduction(relative.totalIncome, rules);
  const row = specialRelativeCodes.value.find((candidate) => candidate.deduction === deduction);
  if (row === undefined) throw new Error('a 特定親族特別控除額 has no code');
  return String(row.code + (relative.nonResident ? 1 : 0));
};

const codeOfDependant = (
  { nonResident, nonResidentReason, ageAtYearEnd: age }: StatedRelative,
  { nonResidentAges }: Pick<RuleSet, 'nonResidentAges'>,
): string => {
  const codes = dependantCodes.value;
  if (!nonResident) return codes.resident;
  const { reasonFrom, reasonBelow } = nonResidentAges.value;
  if (age < reasonFrom || age >= reasonBelow) return codes.nonResident;
  switch (nonResidentReason) {
    case 'study_abroad':
      return codes.studyAbroad;
    case 'remittance_380k':
      return codes.remittance;
    case 'none':
      return codes.disability;
  }
};

/** 区分 of the spouse: 00 a resident, 01 a non-resident; on the recipient's copy ○ or nothing. */
export const codeOfSpouse = ({ nonResident }: { readonly nonResident: boolean }, copy: SlipCopy): string => {
  if (copy === 'recipient') return nonResident ? '○' : '';
  return nonResident ? dependantCodes.value.nonResident : dependantCodes.value.resident;
};

/** 区分 of a relative on this copy. */
export const codeOfRelative = (
  relative: StatedRelative,
  copy: SlipCopy,
  rules: Pick<RuleSet, 'specialRelative' | 'nonResidentAges'>,
): string => {
  if (copy === 'recipient' || relative.category === 'under16') return codeOfSpouse(relative, copy);
  return relative.category === 'special_relative'
    ? codeOfSpecialRelative(relative, rules)
    : codeOfDependant(relative, rules);
};

/** ⑩, ⑪, ⑫ and ⑬: people by kind. `elderly` and `specialDisability` include those who live together. */
export type SlipCounts = {
  readonly specific: number;
  readonly elderly: number;
  readonly elderlyLivingTogether: number;
  readonly other: number;
  readonly specialRelative: number;
  readonly under16: number;
  readonly specialDisability: number;
  readonly specialDisabilityLivingTogether: number;
  readonly generalDisability: number;
  readonly nonResident: number;
};

/**
 * The counts of the slip. 障害者の数 leaves the person out: 同一生計配偶者 and 扶養親族, those under 16 among them; a 特定親族 is no
 * 扶養親族.
 */
export const slipCounts = (
  spouse: JudgedFamily['spouse'],
  spouseIsNamed: boolean,
  relatives: readonly StatedRelative[],
  young: readonly StatedRelative[],
): SlipCounts => {
  const of = (...categories: readonly RelativeCategory[]): number =>
    relatives.filter(({ category }) => categories.includes(category)).length;
  const family = [
    ...(spouse?.isDependant === true ? [spouse] : []),
    ...relatives.filter(({ isDependant }) => isDependant),
    ...young,
  ];
  const special = family.filter(({ disability }) => disability === 'special');
  const named = [...(spouse !== undefined && spouseIsNamed ? [spouse] : []), ...relatives, ...young];
  return {
    specific: of('specific'),
    elderly: of('elderly', 'elderly_living_together_parent'),
    elderlyLivingTogether: of('elderly_living_together_parent'),
    other: of('general'),
    specialRelative: of('special_relative'),
    under16: young.length,
    specialDisability: special.length,
    specialDisabilityLivingTogether: special.filter(livesWithFamily).length,
    generalDisability: family.filter(({ disability }) => disability === 'general').length,
    nonResident: named.filter(({ nonResident }) => nonResident).length,
  };
};
