import { addYen, localDate, type Yen } from '@nencho/kernel';
import type { AdjustmentFacts, EarthquakeInsuranceFacts, LifeInsuranceFacts, LifeInsuranceKind } from '../facts.js';
import type { Citation } from '../parameters/rule-set.js';
import {
  line,
  markValue,
  sectionEach,
  textValue,
  yenValue,
  type FormView,
  type ViewLine,
  type ViewSection,
} from './view.js';
import type { ViewPeople, ViewSource } from './view-source.js';
import { mutualAidWords, relationWords } from './words.js';

const citation: Citation = {
  source: 'S2 pp.26–28; C1',
  confidence: 'single_source',
  checked: localDate('2026-11-22'),
  note: 'evidence and ㋑ are told; which of ①–⑥ holds which figure is not, beyond ② and ⑤ being the special’s, ① and ④ then blank',
};

const isOld = (kind: LifeInsuranceKind): boolean => kind === 'general_old' || kind === 'pension_old';

const contractLines = ({ insurer, product, term, holder, beneficiary }: LifeInsuranceFacts): readonly ViewLine[] => [
  line('', '保険会社等の名称', textValue(insurer)),
  line('', '保険等の種類', textValue(product)),
  line('', '保険期間', textValue(term)),
  line('', '保険等の契約者の氏名', textValue(holder)),
  line('', '保険金等の受取人の氏名', textValue(beneficiary)),
];

type LifeCategory = {
  readonly heading: string;
  readonly kinds: readonly LifeInsuranceKind[];
  readonly totals: readonly (readonly [label: string, amount: Yen])[];
  readonly number: string;
  readonly deduction: Yen | undefined;
};

const lifeSections = (
  { lifeInsurance }: AdjustmentFacts,
  { heading, kinds, totals, number, deduction }: LifeCategory,
): readonly ViewSection[] => {
  const contracts = lifeInsurance.filter(({ kind }) => kinds.includes(kind));
  const ofContract = (contract: LifeInsuranceFacts) => [
    ...contractLines(contract),
    ...(kinds.length > 1 ? [line('', '新・旧の区分', textValue(isOld(contract.kind) ? '旧' : '新'))] : []),
    line('', '本年中に支払った保険料等の金額（分配を受けた剰余金等の控除後）', yenValue(contract.netPremium)),
  ];
  return [
    ...sectionEach(heading, contracts, ofContract),
    {
      heading: `${heading} 計`,
      lines: [
        ...totals.map(([label, amount]) => line('', label, yenValue(amount))),
        line(number, '控除額', yenValue(deduction)),
      ],
    },
  ];
};

/** ☆: the 扶養親族 under 23 by whom the special of 措法第41条の15の5 is claimed; one is enough. */
const under23 = ({ facts, result }: ViewSource, { relatives, rules }: ViewPeople): readonly ViewSection[] => {
  if (result?.lifeUnder23SpecialApplied !== true) return [];
  const young = relatives.filter((one) => one.isDependant && one.ageAtYearEnd < rules.youngDependantBelowAge.value);
  const chosen = young.find(({ id }) => id === facts.claims.lifeInsuranceUnder23Relative) ?? young[0];
  return chosen === undefined
    ? []
    : [
        {
          heading: '一般の生命保険料 23歳未満の扶養親族を有する場合の特例',
          lines: [
            line('', '特例の適用（②・⑤を記入し、①・④は空欄）', markValue(true)),
            line('☆', '扶養親族の氏名', textValue(chosen.stated.name)),
            line('☆', '続柄', textValue(relationWords[chosen.stated.relation])),
          ],
        },
      ];
};

const life = (source: ViewSource, everybody: ViewPeople): readonly ViewSection[] => {
  const { facts, input, result } = source;
  const { lifePremiums: premiums } = input;
  return [
    ...lifeSections(facts, {
      heading: '一般の生命保険料',
      kinds: ['general_new', 'general_old'],
      totals: [
        ['新保険料等の合計額', premiums.generalNew],
        ['旧保険料等の合計額', premiums.generalOld],
      ],
      ...{ number: '㋑', deduction: result?.lifeGeneral },
    }),
    ...under23(source, everybody),
    ...lifeSections(facts, {
      heading: '介護医療保険料',
      kinds: ['care_medical'],
      totals: [['保険料等の合計額', premiums.careMedical]],
      ...{ number: '', deduction: result?.lifeCareMedical },
    }),
    ...lifeSections(facts, {
      heading: '個人年金保険料',
      kinds: ['pension_new', 'pension_old'],
      totals: [
        ['新保険料等の合計額', premiums.pensionNew],
        ['旧保険料等の合計額', premiums.pensionOld],
      ],
      ...{ number: '', deduction: result?.lifePension },
    }),
    { heading: '生命保険料控除額', lines: [line('', '生命保険料控除額 計', yenValue(result?.box15LifeInsurance))] },
  ];
};

const earthquakeLines = (contract: EarthquakeInsuranceFacts): readonly ViewLine[] => [
  line('', '保険会社等の名称', textValue(contract.insurer)),
  line('', '保険等の種類（目的）', textValue(contract.product)),
  line('', '保険期間', textValue(contract.term)),
  line('', '保険等の契約者の氏名', textValue(contract.holder)),
  line('', '保険の目的を所有又は居住する人', textValue(contract.beneficiary)),
  line('', '地震保険料又は旧長期損害保険料の区分', textValue(contract.kind === 'earthquake' ? '地震' : '旧長期')),
  line('', '本年中に支払った保険料等の金額（分配を受けた剰余金等の控除後）', yenValue(contract.netPremium)),
];

const earthquake = ({ facts, input, result }: ViewSource): readonly ViewSection[] => [
  ...sectionEach('地震保険料控除', facts.earthquakeInsurance, earthquakeLines),
  {
    heading: '地震保険料控除 計',
    lines: [
      line('', '地震保険料の合計額', yenValue(input.earthquakePremiums.earthquake)),
      line('', '旧長期損害保険料の合計額', yenValue(input.earthquakePremiums.oldLongTerm)),
      line('', '地震保険料控除額', yenValue(result?.box16EarthquakeInsurance)),
    ],
  },
];

const social = ({ facts }: ViewSource): readonly ViewSection[] => [
  ...sectionEach('社会保険料控除', facts.socialInsurance, ({ kind, payee, owedBy, amount }) => [
    line('', '社会保険の種類', textValue(kind)),
    line('', '保険料支払先の名称', textValue(payee)),
    line('', '保険料を負担することになっている人の氏名', textValue(owedBy)),
    line('', '本年中に支払った保険料の金額', yenValue(amount)),
  ]),
  {
    heading: '社会保険料控除 計',
    lines: [line('', '合計（控除額）', yenValue(addYen(...facts.socialInsurance.map(({ amount }) => amount))))],
  },
  ...sectionEach('小規模企業共済等掛金控除', facts.mutualAid, ({ kind, type, amount }) => [
    line('', '種類', textValue(type === undefined ? kind : mutualAidWords[type])),
    line('', '本年中に支払った掛金の金額', yenValue(amount)),
  ]),
  {
    heading: '小規模企業共済等掛金控除 計',
    lines: [line('', '合計（控除額）', yenValue(addYen(...facts.mutualAid.map(({ amount }) => amount))))],
  },
];

/** 給与所得者の保険料控除申告書 (所得税法第196条). */
export const insuranceForm = (source: ViewSource, everybody: ViewPeople): FormView => ({
  title: '給与所得者の保険料控除申告書',
  taxYear: source.input.taxYear,
  arranged: source.input.taxYear === 2026,
  citation,
  sections: [...life(source, everybody), ...earthquake(source), ...social(source)],
});
