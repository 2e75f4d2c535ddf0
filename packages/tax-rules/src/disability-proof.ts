import type { Disability } from './facts.js';
import type { DisabilityProof } from './status-facts.js';

/** Grades up to `specialTo` are 特別障害者, further ones up to `generalTo` 障害者. */
const byGrade = (grade: number | undefined, specialTo: number, generalTo = Infinity): Disability | undefined => {
  if (grade === undefined) return undefined;
  if (grade <= specialTo) return 'special';
  return grade <= generalTo ? 'general' : 'none';
};

/**
 * 障害者の区分 that a proof gives (所得税法施行令第10条): 身体1–2級, 精神1級 and 重度の知的障害 are special (reverse side of the
 * 扶養控除等申告書); the other kinds rest on one secondary source, 戦傷病者 on memory. Undefined where the grade is not stated.
 */
export const disabilityOfProof = ({ kind, grade }: DisabilityProof): Disability | undefined => {
  switch (kind) {
    case 'physical_handbook':
      return byGrade(grade, 2, 6);
    case 'mental_handbook':
      return byGrade(grade, 1, 3);
    case 'war_wounded_handbook':
      return byGrade(grade, 3);
    case 'intellectual_handbook':
    case 'municipal_recognition':
      return byGrade(grade, 1);
    case 'atomic_bomb_recognition':
    case 'lacking_discernment':
    case 'bedridden':
      return 'special';
  }
};
