import { codeOf, deductibleRelatives, youngRelatives } from './relatives.js';
import type { Slip, SlipCopy, SlipRelative } from './slip.js';

/** Rows that the form has for each kind of relative; the others are named in 摘要. */
export const RELATIVE_ROWS = 4;

const furtherRelatives = (slip: Slip, copy: SlipCopy): string[] => {
  const further = deductibleRelatives(slip).slice(RELATIVE_ROWS);
  const special = (relative: SlipRelative) =>
    copy === 'payer' && relative.category === 'special_relative' ? `(${codeOf(relative, copy)})` : '';
  return [
    ...further.map((relative) => `${relative.name}${special(relative)}`),
    ...youngRelatives(slip)
      .slice(RELATIVE_ROWS)
      .map(({ name }) => `${name}(年少)`),
  ].map((text, i) => `(${i + 1})${text}`);
};

/** 同一生計配偶者 with a disability who stands in no box, since the person's own income is too high for 配偶者控除. */
const disabledSpouse = ({ derived, facts, spouseDeductionKind }: Slip): string[] => {
  const { spouse } = derived;
  const counts = spouse?.isDependant === true && spouse.disability !== 'none' && spouseDeductionKind === 'none';
  return counts && facts.spouse !== undefined ? [`${facts.spouse.name}(同配)`] : [];
};

const YOUNG = 23;

/** 所得金額調整控除 by somebody who stands in no box, being claimed by another taxpayer of the household. */
const adjustmentReason = (slip: Slip): string[] => {
  if (slip.boxes.box10IncomeAdjustment === 0 || slip.facts.person.disability === 'special') return [];
  const spouse = slip.derived.spouse;
  if (spouse?.isDependant === true && spouse.disability === 'special') return [];
  const reason = ({ category, ageAtYearEnd, disability }: SlipRelative) =>
    category !== 'none' && category !== 'special_relative' && (ageAtYearEnd < YOUNG || disability === 'special');
  const qualifying = slip.relatives.filter(reason);
  const stated = qualifying.some(({ claimedByOther }) => !claimedByOther);
  const first = qualifying[0];
  return stated || first === undefined ? [] : [`${first.name}(調整)`];
};

/** （摘要）after the rules of the 作成と提出の手引, as far as this version's facts call them. */
export const remarks = (slip: Slip, copy: SlipCopy): string =>
  [
    ...furtherRelatives(slip, copy),
    ...disabledSpouse(slip),
    ...adjustmentReason(slip),
    ...(slip.lifeUnder23SpecialApplied ? ['措法41の15の5①適用'] : []),
  ].join('\u3000');
