import type { Disability, MutualAidType, Relation } from '../facts.js';
import type { HousePerformance } from '../housing-loan-facts.js';
import type { DisabilityProof } from '../status-facts.js';

// What the forms call the values of the facts.

export const relationWords: Readonly<Record<Relation, string>> = {
  child: '子',
  parent: '父母',
  grandparent: '祖父母',
  grandchild: '孫',
  sibling: '兄弟姉妹',
  spouse_parent: '配偶者の父母',
  spouse_grandparent: '配偶者の祖父母',
  other_relative: 'その他の親族',
};

export const disabilityWords: Readonly<Record<Disability, string>> = {
  none: '',
  general: '一般の障害者',
  special: '特別障害者',
};

const proofWords: Readonly<Record<DisabilityProof['kind'], string>> = {
  physical_handbook: '身体障害者手帳',
  mental_handbook: '精神障害者保健福祉手帳',
  intellectual_handbook: '療育手帳',
  war_wounded_handbook: '戦傷病者手帳',
  atomic_bomb_recognition: '原子爆弾の被爆者の認定',
  lacking_discernment: '精神上の障害により事理を弁識する能力を欠く常況',
  bedridden: '6か月以上寝たきり',
  municipal_recognition: '市町村長等の認定',
};

const gradeText = ({ kind, grade }: DisabilityProof): string => {
  if (grade === undefined) return '';
  switch (kind) {
    case 'intellectual_handbook':
      return grade === 1 ? '重度' : '重度以外';
    case 'war_wounded_handbook':
      return grade === 0 ? '特別項症' : `第${grade}項症`;
    case 'municipal_recognition':
      return grade === 1 ? '特別障害者に準ずる' : '障害者に準ずる';
    case 'physical_handbook':
    case 'mental_handbook':
    case 'atomic_bomb_recognition':
    case 'lacking_discernment':
    case 'bedridden':
      return `${grade}級`;
  }
};

/** 障害者に該当する事実: kind, grade and date of what proves it. */
export const proofText = (proof: DisabilityProof | undefined): string =>
  proof === undefined
    ? ''
    : [proofWords[proof.kind], gradeText(proof), proof.issuedOn ?? ''].filter((part) => part !== '').join(' ');

export const performanceWords: Readonly<Record<HousePerformance, string>> = {
  certified: '認定住宅',
  zeh: 'ZEH水準省エネ住宅',
  energy_saving: '省エネ基準適合住宅',
  other: 'その他',
};

export const mutualAidWords: Readonly<Record<MutualAidType, string>> = {
  small_enterprise: '中小企業基盤整備機構の共済',
  corporate_pension: '企業型年金加入者掛金',
  individual_pension: '個人型年金加入者掛金',
  disabled_support: '心身障害者扶養共済',
};
