import { useLingui } from '@lingui/react/macro';
import type {
  Disability,
  DocumentState,
  EarthquakeInsuranceKind,
  EmployerFacts,
  LifeInsuranceKind,
  NonResidentFacts,
  Relation,
  SingleParentFacts,
  SpecialCaseFacts,
  TaxColumn,
  WorkingStudentFacts,
} from '@nencho/tax-rules';

/** The words of the choices that the details of a special case have. */
const useDetailTexts = () => {
  const { t } = useLingui();
  const lostSpouse: Record<SingleParentFacts['reason'], string> = {
    unmarried: t`結婚していない`,
    bereaved: t`死別した`,
    fate_unknown: t`配偶者の生死がわからない`,
    divorced: t`離婚した`,
  };
  const schoolKind: Record<WorkingStudentFacts['schoolKind'], string> = {
    school: t`高校・大学・短大・高専など`,
    vocational_school: t`専門学校などの専修学校・各種学校`,
    vocational_training: t`職業訓練校など`,
  };
  const abroadReason: Record<NonResidentFacts['reason'], string> = {
    none: t`どちらでもない`,
    study_abroad: t`留学している`,
    remittance_380k: t`ことし38万円以上を送金している`,
  };
  const documentState: Record<DocumentState, string> = {
    received: t`会社に出した`,
    promised: t`あとで出す（来年の1月31日まで）`,
    missing: t`まだない`,
  };
  const employerKind: Record<EmployerFacts['kind'], string> = {
    previous: t`この会社の前に働いていた`,
    concurrent: t`この会社と同じ時期に働いている`,
  };
  const column: Record<TaxColumn, string> = {
    main: t`出した（甲欄）`,
    secondary: t`出していない（乙欄）`,
    daily: t`日雇いだった（丙欄）`,
  };
  return { lostSpouse, schoolKind, abroadReason, documentState, employerKind, column };
};

/** The words of the facts' choices, for both areas. */
export const useFactTexts = () => {
  const { t } = useLingui();
  const disability: Record<Disability, string> = { none: t`なし`, general: t`障害者`, special: t`特別障害者` };
  const relation: Record<Relation, string> = {
    child: t`子`,
    parent: t`父・母`,
    grandparent: t`祖父・祖母`,
    grandchild: t`孫`,
    sibling: t`兄弟姉妹`,
    spouse_parent: t`配偶者の父・母`,
    spouse_grandparent: t`配偶者の祖父・祖母`,
    other_relative: t`そのほかの親族`,
  };
  const lifeKind: Record<LifeInsuranceKind, string> = {
    general_new: t`一般の生命保険（新契約）`,
    general_old: t`一般の生命保険（旧契約）`,
    care_medical: t`介護医療保険`,
    pension_new: t`個人年金保険（新契約）`,
    pension_old: t`個人年金保険（旧契約）`,
  };
  const earthquakeKind: Record<EarthquakeInsuranceKind, string> = {
    earthquake: t`地震保険`,
    old_long_term: t`旧長期損害保険（2006年までの契約）`,
  };
  const specialCases: Record<keyof SpecialCaseFacts, string> = {
    widow: t`寡婦にあたる`,
    singleParent: t`ひとり親にあたる`,
    workingStudent: t`勤労学生にあたる`,
    nonResidentRelative: t`海外に住む家族を扶養している`,
    publicPension: t`公的年金を受け取っている`,
    otherEmployer: t`ことし、ほかの会社からも給与を受けた`,
  };
  return { disability, relation, lifeKind, earthquakeKind, specialCases, ...useDetailTexts() };
};
