import { useLingui } from '@lingui/react/macro';
import { useFactTexts } from './fact-texts.js';

/**
 * 'relatives[0].name' → its list, number and field; 'spouse.nonResident.reason' → list 'spouse' and field
 * 'nonResident.reason'; 'otherIncome' → the field.
 */
const partsOf = (
  path: string,
): { readonly list: string; readonly index: number | undefined; readonly field: string } => {
  const [, list = '', index, field = ''] = /^(\w+)(?:\[(\d+)\])?(?:\.([\w.]+))?$/.exec(path) ?? [];
  return { list, index: index === undefined ? undefined : Number(index), field };
};

type FactLabels = {
  /** What a fact is called within its group: 氏名. */
  readonly field: (path: string) => string;
  /** What a group of facts is called: 家族 1. */
  readonly group: (path: string) => string;
  /** A fact by its full name: 家族 1 の氏名. Empty for a path that has none. */
  readonly place: (path: string) => string;
};

/** Names of the details of special cases, by field or, where a field means something else elsewhere, by list and field. */
const useDetailLabels = (): Readonly<Record<string, string>> => {
  const { t } = useLingui();
  return {
    status: t`寡婦・ひとり親`,
    'widow.reason': t`寡婦の理由`,
    'widow.deFactoPartner': t`事実婚の相手`,
    'singleParent.reason': t`ひとり親の理由`,
    'singleParent.childId': t`ひとり親が育てる子`,
    'singleParent.deFactoPartner': t`事実婚の相手`,
    'workingStudent.school': t`学校の名前`,
    'workingStudent.schoolKind': t`学校の種類`,
    'workingStudent.enrolledOn': t`入学した日`,
    'workingStudent.certificate': t`勤労学生の証明書`,
    nonResident: t`海外に住んでいる`,
    'nonResident.reason': t`海外に住む理由・送金`,
    'nonResident.remittance': t`ことし送った金額`,
    'nonResident.kinshipDocuments': t`親族関係書類`,
    'nonResident.remittanceDocuments': t`送金関係書類`,
    'nonResident.studyDocuments': t`留学ビザ等書類`,
    'incomes.amount': t`所得の金額`,
    'incomes.kind': t`所得の種類`,
    'employers.name': t`会社の名前`,
    'employers.kind': t`働いた時期`,
    column: t`扶養控除等申告書`,
    salary: t`支払金額`,
    withheldTax: t`源泉徴収税額`,
    socialInsurance: t`社会保険料等の金額`,
    leftOn: t`やめた日`,
    slip: t`源泉徴収票`,
    certificate: t`証明書`,
    contractDate: t`契約した日`,
    diedOn: t`亡くなった日`,
    familyEmployee: t`事業専従者`,
    deFacto: t`事実婚`,
    address: t`住所`,
    'disabilityProof.kind': t`手帳などの種類`,
    'disabilityProof.grade': t`手帳などの等級`,
    'disabilityProof.issuedOn': t`手帳などの交付の日`,
    'housingLoan.residenceFrom': t`住みはじめた日`,
    'housingLoan.loan.balance': t`住宅ローンの残高`,
  };
};

/** Names of the facts, for both areas, by their paths. */
export const useFactLabels = (): FactLabels => {
  const { t } = useLingui();
  const { specialCases } = useFactTexts();
  const fields: Record<string, string> = {
    name: t`氏名`,
    kana: t`フリガナ`,
    birthDate: t`生年月日`,
    relation: t`続柄`,
    livingTogether: t`同居`,
    salaryRevenue: t`給与の収入`,
    otherIncome: t`給与以外の所得`,
    disability: t`障害者の区分`,
    claimedByOther: t`ほかの家族が控除`,
    estimatedSalary: t`給与の見込み`,
    insurer: t`保険会社`,
    netPremium: t`保険料`,
    kind: t`区分・種類`,
    amount: t`金額`,
    housingLoanCredit: t`住宅借入金等特別控除額`,
    basicDeduction: t`基礎控除の申告`,
    incomeAdjustment: t`所得金額調整控除の申告`,
    lifeInsuranceUnder23: t`生命保険料の特例の申告`,
    salaryTotal: t`給与・賞与の総額`,
    withheldTaxTotal: t`源泉徴収税額`,
    socialInsuranceWithheld: t`社会保険料`,
    ...specialCases,
    ...useDetailLabels(),
  };
  const groupOf = (list: string, number: number): string => {
    const groups: Record<string, string> = {
      person: t`本人`,
      spouse: t`配偶者`,
      relatives: t`家族 ${number}`,
      employers: t`ほかの会社 ${number}`,
      lifeInsurance: t`生命保険 ${number}`,
      earthquakeInsurance: t`地震保険 ${number}`,
      socialInsurance: t`社会保険料 ${number}`,
      mutualAid: t`掛金 ${number}`,
    };
    return groups[list] ?? '';
  };
  const group = (path: string): string => {
    const { list, index } = partsOf(path);
    return groupOf(list, (index ?? 0) + 1);
  };
  const field = (path: string): string => {
    const { list, field: name } = partsOf(path);
    return fields[`${list}.${name}`] ?? fields[name === '' ? list : name] ?? '';
  };
  const place = (path: string): string => {
    const { field: name } = partsOf(path);
    const [owner, what] = [group(path), name === '' ? '' : field(path)];
    if (owner === '') {
      return field(path);
    }
    return what === '' ? owner : t`${owner}の${what}`;
  };
  return { field, group, place };
};
