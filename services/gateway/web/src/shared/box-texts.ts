import { useLingui } from '@lingui/react/macro';

/** The names of the ledger's figures and of what they are computed from; `relatives[0].x` is the first relative's x. */
export const useBoxTexts = (): ((name: string) => string) => {
  const { t } = useLingui();
  const texts: Record<string, string> = {
    box9SalaryAfterSalaryDeduction: t`給与所得控除後の給与等の金額`,
    box10IncomeAdjustment: t`所得金額調整控除額`,
    box11AfterIncomeAdjustment: t`給与所得控除後の給与等の金額（調整控除後）`,
    box12SocialInsuranceWithheld: t`社会保険料（給与からの控除分）`,
    box13SocialInsuranceDeclared: t`社会保険料（申告による分）`,
    box14SmallEnterpriseMutualAid: t`小規模企業共済等掛金（申告による分）`,
    box15LifeInsurance: t`生命保険料の控除額`,
    box16EarthquakeInsurance: t`地震保険料の控除額`,
    box17Spouse: t`配偶者（特別）控除額`,
    box18SpecialRelative: t`特定親族特別控除額`,
    box19DependantsDisabilityEtc: t`扶養控除額及び障害者等の控除額の合計額`,
    box20Basic: t`基礎控除額`,
    box21TotalDeductions: t`所得控除額の合計額`,
    box22TaxableSalaryIncome: t`差引課税給与所得金額`,
    box23ComputedTax: t`算出所得税額`,
    box24HousingLoanCreditApplied: t`住宅借入金等特別控除額`,
    box25AnnualIncomeTax: t`年調所得税額`,
    box26AnnualTax: t`年調年税額`,
    box27Difference: t`差引超過額又は不足額`,
    overpaid: t`超過額`,
    underpaid: t`不足額`,
    totalIncomeEstimate: t`合計所得金額の見積額`,
    lifeGeneral: t`一般の生命保険料の控除額`,
    lifeCareMedical: t`介護医療保険料の控除額`,
    lifePension: t`個人年金保険料の控除額`,
    dependantDeduction: t`扶養控除額`,
    specialRelativeDeduction: t`特定親族特別控除額`,
    disabilityDeduction: t`障害者控除額`,
    personDisabilityDeduction: t`本人の障害者控除額`,
    spouseDisabilityDeduction: t`配偶者の障害者控除額`,
    spouseTotalIncome: t`配偶者の合計所得金額`,
    relativeTotalIncome: t`この家族の合計所得金額`,
    totalIncome: t`合計所得金額`,
    housingLoanCreditPossible: t`住宅借入金等特別控除可能額`,
    housingLoanCreditUnused: t`控除しきれなかった額`,
    housingLoanCredit: t`申告書の住宅借入金等特別控除額`,
    salaryTotal: t`給与・賞与の総額`,
    withheldTaxTotal: t`徴収税額の合計`,
    socialInsuranceWithheld: t`給与から引かれた社会保険料`,
    socialInsuranceDeclared: t`申告した社会保険料`,
    mutualAidDeclared: t`申告した掛金`,
    salaryRevenue: t`給与の収入`,
    otherIncome: t`給与以外の所得`,
    generalNew: t`一般（新契約）の保険料`,
    generalOld: t`一般（旧契約）の保険料`,
    careMedical: t`介護医療の保険料`,
    pensionNew: t`個人年金（新契約）の保険料`,
    pensionOld: t`個人年金（旧契約）の保険料`,
    lifeUnder23SpecialApplied: t`23歳未満の特例の適用`,
    earthquake: t`地震保険料`,
    oldLongTerm: t`旧長期損害保険料`,
    maximum: t`上限`,
    threshold: t`基準額`,
    claimed: t`申告したか`,
    claimedByOther: t`ほかの家族が控除を受けるか`,
    hasQualifyingPerson: t`該当する家族がいるか`,
    generalDisability: t`障害者にあたるか`,
    specialDisability: t`特別障害者にあたるか`,
    livingTogether: t`同居しているか`,
    isDependant: t`扶養親族または同一生計配偶者か`,
    ageAtYearEnd: t`12月31日の年齢`,
    elderly: t`70歳以上か`,
    ratePercent: t`税率`,
    subtract: t`税額表の控除額`,
    perMille: t`復興特別所得税をふくむ率`,
  };
  return (name) => {
    const [, index, field] = /^relatives\[(\d+)\]\.(\w+)$/.exec(name) ?? [];
    if (index === undefined || field === undefined) {
      return texts[name] ?? name;
    }
    const number = Number(index) + 1;
    const figure = texts[field] ?? field;
    return t`家族 ${number} の${figure}`;
  };
};
