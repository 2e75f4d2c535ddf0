import type { LocalDate } from '@nencho/kernel';
import type { DocumentState } from './employment-facts.js';

/** 寡婦 (所得税法第2条第1項第30号): 死別・生死不明 needs no dependant, 離婚 needs a 扶養親族. */
export type WidowFacts = {
  readonly reason: 'bereaved' | 'fate_unknown' | 'divorced';
  readonly since?: LocalDate | undefined;
  /** 事実上婚姻関係と同様の事情にある者 exists: no 寡婦. */
  readonly deFactoPartner: boolean;
};

/** ひとり親 (所得税法第2条第1項第31号). */
export type SingleParentFacts = {
  readonly reason: 'unmarried' | 'bereaved' | 'fate_unknown' | 'divorced';
  /** 生計を一にする子: the id of a relative. */
  readonly childId?: string | undefined;
  readonly deFactoPartner: boolean;
};

/** 勤労学生 (所得税法第2条第1項第32号). */
export type WorkingStudentFacts = {
  readonly school: string;
  /** 学校教育法 schools need no certificate; 専修学校・各種学校 and 職業訓練 do. */
  readonly schoolKind: 'school' | 'vocational_school' | 'vocational_training';
  readonly enrolledOn?: LocalDate | undefined;
  readonly certificate?: DocumentState | undefined;
};

/** 本人の事由: each claimed by being stated. */
export type OwnStatusFacts = {
  readonly widow?: WidowFacts | undefined;
  readonly singleParent?: SingleParentFacts | undefined;
  readonly workingStudent?: WorkingStudentFacts | undefined;
};

/** 障害者に該当する事実 (扶養控除等申告書 C欄): what proves `disability`. */
export type DisabilityProof = {
  readonly kind:
    /** 身体障害者手帳, grade 1–6 */
    | 'physical_handbook'
    /** 精神障害者保健福祉手帳, grade 1–3 */
    | 'mental_handbook'
    /** 療育手帳 and judgements of 知的障害; grade 1 is 重度 (A) */
    | 'intellectual_handbook'
    /** 戦傷病者手帳; grade 0 is 特別項症 */
    | 'war_wounded_handbook'
    /** 原子爆弾の被爆者で厚生労働大臣の認定を受けている人 */
    | 'atomic_bomb_recognition'
    /** 精神上の障害により事理を弁識する能力を欠く常況 */
    | 'lacking_discernment'
    /** 6か月以上寝たきり */
    | 'bedridden'
    /** 65歳以上で市町村長等の認定; grade 1 is 特別障害者に準ずる */
    | 'municipal_recognition';
  readonly grade?: number | undefined;
  readonly issuedOn?: LocalDate | undefined;
};
