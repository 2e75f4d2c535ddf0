import type { InEach } from './language.js';

type Rounding = 'down' | 'up' | 'down_100' | 'down_1000';

/** How a figure comes from its inputs, and the National Tax Agency's page about it. */
export type Formula = {
  /** `{name}` is an input; 'sum': all inputs added. */
  readonly math?: string;
  /** Where no formula says it: by which table or rule. */
  readonly words?: InEach<string>;
  readonly rounding?: Rounding;
  /** タックスアンサー: numbers of the pages. Public references agree on them; the pages themselves were not read. */
  readonly pages?: readonly string[];
};

export const roundingTexts: Readonly<Record<Rounding, InEach<string>>> = {
  down: {
    ja: '1円未満切捨て',
    'ja-easy': '1円（えん）より 下（した）は 捨（す）てます',
    en: 'fractions of a yen down',
  },
  up: { ja: '1円未満切上げ', 'ja-easy': '1円（えん）より 下（した）は 上（あ）げます', en: 'fractions of a yen up' },
  down_100: {
    ja: '100円未満切捨て',
    'ja-easy': '100円（えん）より 下（した）は 捨（す）てます',
    en: 'down to 100 yen',
  },
  down_1000: {
    ja: '1,000円未満切捨て',
    'ja-easy': '1,000円（えん）より 下（した）は 捨（す）てます',
    en: 'down to 1,000 yen',
  },
};

const salaryTable: InEach<string> = {
  ja: '給与所得控除後の給与等の金額の表に当てはめる',
  'ja-easy': '給料（きゅうりょう）の 表（ひょう）を 見（み）ます',
  en: 'by the table of employment income after the deduction',
};
const ownIncomeTable: InEach<string> = {
  ja: '合計所得金額に応じた額。申告がなければ0円',
  'ja-easy': '所得（しょとく）で 決（き）まります。申告（しんこく）が ないと 0円（えん）です',
  en: 'by total income; 0 without the claim',
};
const premiumTable: InEach<string> = {
  ja: '区分ごとの保険料の合計を計算式に当てはめ、新・旧・合算のうち有利な額（限度額まで）',
  'ja-easy':
    '保険料（ほけんりょう）の 合計（ごうけい）を 式（しき）に 入（い）れます。上（うえ）の 限度（げんど）が あります',
  en: 'the sum of premiums of each kind by its formula; the better of old, or new and old together up to the maximum',
};
const byCategory: InEach<string> = {
  ja: '区分に応じた額。要件を満たさなければ0円',
  'ja-easy': '種類（しゅるい）で 決（き）まった 金額（きんがく）です',
  en: 'the amount of the category; 0 where a requirement is missing',
};
const memberIncome: InEach<string> = {
  ja: '給与の収入金額を表に当てはめた所得と、ほかの所得の合計',
  'ja-easy': '給料（きゅうりょう）の 所得（しょとく）と ほかの 所得（しょとく）を 足（た）します',
  en: 'income from pay by the table, plus other income',
};
const better: InEach<string> = {
  ja: '1つの契約は1つの区分だけ。控除額が大きくなるほうを選ぶ',
  'ja-easy': '1つの 契約（けいやく）は 1つだけ 使（つか）えます。多（おお）い ほうを 選（えら）びます',
  en: 'one contract is of one kind: the one that gives the higher deduction',
};

const disability: Formula = { words: byCategory, pages: ['1160'] };
const life: Formula = { words: premiumTable, rounding: 'up', pages: ['1140'] };

/** By the name of the figure, without the place of the relative. */
export const formulas: ReadonlyMap<string, Formula> = new Map<string, Formula>([
  ['salaryTotal', { math: 'sum' }],
  ['withheldTaxTotal', { math: 'sum' }],
  ['socialInsuranceWithheld', { math: 'sum' }],
  ['otherIncome', { math: 'sum' }],
  ['earthquake', { words: better, pages: ['1145'] }],
  ['old_long_term', { words: better, pages: ['1145'] }],
  ['box9SalaryAfterSalaryDeduction', { words: salaryTable, rounding: 'down', pages: ['1410'] }],
  [
    'box10IncomeAdjustment',
    {
      words: {
        ja: '給与（上限額まで）から基準額を引いた額の10%。申告があり、該当する人がいるときだけ',
        'ja-easy': '給料（きゅうりょう）から 基準（きじゅん）の 金額（きんがく）を 引（ひ）いて、10%に します',
        en: '10 % of pay (up to its cap) above the threshold; only with a claim and somebody who qualifies',
      },
      rounding: 'up',
      pages: ['1411'],
    },
  ],
  ['box11AfterIncomeAdjustment', { math: '{box9SalaryAfterSalaryDeduction} − {box10IncomeAdjustment}' }],
  [
    'incomeAdjustmentPensionInEstimate',
    {
      words: {
        ja: '給与と年金の所得（それぞれ上限まで）の合計のうち、上限1つ分を超える額',
        'ja-easy': '給料（きゅうりょう）と 年金（ねんきん）の 両方（りょうほう）が ある 人の 調整（ちょうせい）です',
        en: 'income from pay and from pensions, each up to the maximum, less one maximum',
      },
      pages: ['1411'],
    },
  ],
  [
    'totalIncomeEstimate',
    {
      math: '{incomeFromAllPay} − {incomeAdjustmentOfAllPay} − {incomeAdjustmentPensionInEstimate} + {publicPensionIncome} + {otherIncome}',
    },
  ],
  ['box12SocialInsuranceWithheld', { math: 'sum', pages: ['1130'] }],
  ['box13SocialInsuranceDeclared', { math: 'sum', pages: ['1130'] }],
  ['box14SmallEnterpriseMutualAid', { math: 'sum', pages: ['1135'] }],
  ['lifeGeneral', life],
  ['lifeCareMedical', life],
  ['lifePension', life],
  [
    'box15LifeInsurance',
    { math: 'min({lifeGeneral} + {lifeCareMedical} + {lifePension}, {maximum})', pages: ['1140'] },
  ],
  [
    'box16EarthquakeInsurance',
    {
      words: {
        ja: '地震保険料の全額と、旧長期損害保険料を計算式に当てはめた額の合計（それぞれ限度額まで）',
        'ja-easy':
          '地震保険（じしんほけん）と 旧長期（きゅうちょうき）を 足（た）します。上（うえ）の 限度（げんど）が あります',
        en: 'earthquake premiums in full and old long-term premiums by their formula, each and together up to the maximum',
      },
      rounding: 'up',
      pages: ['1145'],
    },
  ],
  [
    'box17Spouse',
    {
      words: {
        ja: '本人の合計所得金額（A・B・C）と配偶者の合計所得金額の表による額',
        'ja-easy': 'あなたの 所得（しょとく）と、夫（おっと）・妻（つま）の 所得（しょとく）で 決（き）まります',
        en: 'by the table of one’s own total income (A, B, C) and the spouse’s',
      },
      pages: ['1191', '1195'],
    },
  ],
  ['box18SpecialRelative', { math: 'sum', pages: ['1177'] }],
  ['specialRelativeDeduction', { words: byCategory, pages: ['1177'] }],
  ['dependantDeduction', { words: byCategory, pages: ['1180'] }],
  ['disabilityDeduction', disability],
  ['personDisabilityDeduction', disability],
  ['spouseDisabilityDeduction', disability],
  ['widowOrSingleParentDeduction', { words: byCategory, pages: ['1170', '1171'] }],
  ['workingStudentDeduction', { words: byCategory, pages: ['1175'] }],
  ['spouseTotalIncome', { words: memberIncome }],
  ['totalIncome', { words: memberIncome }],
  ['box19DependantsDisabilityEtc', { math: 'sum' }],
  ['box20Basic', { words: ownIncomeTable, pages: ['1199'] }],
  ['box21TotalDeductions', { math: 'sum' }],
  [
    'box22TaxableSalaryIncome',
    { math: '{box11AfterIncomeAdjustment} − {box21TotalDeductions}', rounding: 'down_1000' },
  ],
  ['box23ComputedTax', { math: '{box22TaxableSalaryIncome} × {ratePercent} − {subtract}', pages: ['2260'] }],
  [
    'housingLoanCredit',
    {
      math: 'min({yearEndBalance} × {debtShare} × {residentialShare}, {price}, {loanLimit}) × 0.7%',
      rounding: 'down_100',
    },
  ],
  ['housingLoanCreditPossible', { math: '{housingLoanCredit}' }],
  ['box24HousingLoanCreditApplied', { math: 'min({housingLoanCreditPossible}, {box23ComputedTax})' }],
  ['housingLoanCreditUnused', { math: '{housingLoanCreditPossible} − {box24HousingLoanCreditApplied}' }],
  ['box25AnnualIncomeTax', { math: '{box23ComputedTax} − {box24HousingLoanCreditApplied}' }],
  [
    'flatReductionAmount',
    {
      words: {
        ja: '1人当たりの額 × 人数',
        'ja-easy': '1人（ひとり）の 金額（きんがく） × 人数（にんずう）',
        en: 'amount a person × persons',
      },
    },
  ],
  ['flatReductionUnused', { math: 'max(0, {flatReductionAmount} − {box25AnnualIncomeTax})' }],
  ['incomeTaxAfterFlatReduction', { math: 'max(0, {box25AnnualIncomeTax} − {flatReductionAmount})' }],
  ['box26AnnualTax', { math: 'product', rounding: 'down_100' }],
  ['box27Difference', { math: '{box26AnnualTax} − {withheldTaxTotal}' }],
  ['overpaid', { math: 'max(0, {withheldTaxTotal} − {box26AnnualTax})' }],
  ['underpaid', { math: 'max(0, {box26AnnualTax} − {withheldTaxTotal})' }],
  ['box28AppliedToLastSalaryTax', { math: 'min({overpaid}, {withheldTaxOfLastSalaryNotYetCollected})' }],
  [
    'box29AppliedToUnpaidSalaryTax',
    { math: 'min({overpaid} − {box28AppliedToLastSalaryTax}, {withheldTaxOfUnpaidSalaryNotYetCollected})' },
  ],
  ['box30NetRefund', { math: '{overpaid} − {box28AppliedToLastSalaryTax} − {box29AppliedToUnpaidSalaryTax}' }],
]);
