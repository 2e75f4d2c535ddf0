import { localDate } from '@nencho/kernel';
import { livesWithFamily } from '../disability-deduction.js';
import type { AdjustmentFacts, RelativeFacts, SpouseFacts } from '../facts.js';
import type { Citation } from '../parameters/rule-set.js';
import { retirementRelatives } from './retirement-relatives.js';
import { withholdingSpouse } from '../parameters/slip-law.js';
import { relativesOnSlip, youngOnSlip } from './slip-people.js';
import {
  countValue,
  dateValue,
  line,
  markValue,
  sectionEach,
  textValue,
  yenValue,
  type FormView,
  type ViewLine,
  type ViewSection,
} from './view.js';
import type { StatedRelative, ViewPeople, ViewSource } from './view-source.js';
import { disabilityWords, proofText, relationWords } from './words.js';

const citation: Citation = {
  source: 'M; S1; S2 pp.44–45',
  confidence: 'memory',
  checked: localDate('2026-11-22'),
  note: 'columns A and B, the part of the residents’ tax and the wording of changes are official; the cells are not',
};

/** 非居住者である親族, 生計を一にする事実, 住所, 異動. */
const memberLines = ({ nonResident, address, change }: SpouseFacts | RelativeFacts): ViewLine[] => [
  line('', '非居住者である親族', markValue(nonResident !== undefined)),
  line('', '生計を一にする事実', yenValue(nonResident?.remittance)),
  line('', '住所又は居所', textValue(address)),
  line('', '異動月日', dateValue(change?.on)),
  line('', '異動の事由', textValue(change?.reason)),
];

const nameLines = ({ name, kana, birthDate }: SpouseFacts | RelativeFacts): ViewLine[] => [
  line('', 'フリガナ', textValue(kana)),
  line('', '氏名', textValue(name)),
  line('', '生年月日', dateValue(birthDate)),
];

/** A: 源泉控除対象配偶者, by the incomes of both. */
const columnA = (stated: SpouseFacts | undefined, { judged, ownIncome }: ViewPeople): ViewSection => {
  const { spouse } = judged;
  const limits = withholdingSpouse.value;
  const counts = spouse !== undefined && ownIncome <= limits.own && spouse.totalIncome <= limits.spouse;
  return {
    heading: 'A 源泉控除対象配偶者',
    lines:
      counts && stated !== undefined
        ? [...nameLines(stated), line('', '所得の見積額', yenValue(spouse.totalIncome)), ...memberLines(stated)]
        : [],
  };
};

const reasonWords = { none: '', study_abroad: '留学', remittance_380k: '38万円以上の支払' } as const;

/** Which of 16歳以上30歳未満又は70歳以上, 留学, 障害者, 38万円以上の支払 a non-resident relative is. */
const nonResidentReason = (relative: StatedRelative, { rules }: ViewPeople): string => {
  if (!relative.nonResident) return '';
  const { reasonFrom, reasonBelow } = rules.nonResidentAges.value;
  if (relative.ageAtYearEnd < reasonFrom || relative.ageAtYearEnd >= reasonBelow) {
    return `${rules.dependantAges.value.generalFrom}歳以上${reasonFrom}歳未満又は${reasonBelow}歳以上`;
  }
  return reasonWords[relative.nonResidentReason] || '障害者';
};

const relativeLines = (relative: StatedRelative, everybody: ViewPeople): ViewLine[] => {
  const { stated, category } = relative;
  return [
    ...nameLines(stated),
    line('', '続柄', textValue(relationWords[stated.relation])),
    line('', '老人扶養親族 同居老親等', markValue(category === 'elderly_living_together_parent')),
    line('', '老人扶養親族 その他', markValue(category === 'elderly')),
    line('', '特定扶養親族', markValue(category === 'specific')),
    line('', '特定親族', markValue(category === 'special_relative')),
    line('', '所得の見積額', yenValue(relative.totalIncome)),
    line('', '非居住者である親族の区分', textValue(nonResidentReason(relative, everybody))),
    ...memberLines(stated),
  ];
};

/** B: up to R7 控除対象扶養親族, from R8 on 源泉控除対象親族, which 特定親族 up to a limit of income are too. */
const columnB = (everybody: ViewPeople): readonly ViewSection[] =>
  sectionEach(
    everybody.rules.taxYear >= 2026 ? 'B 源泉控除対象親族' : 'B 控除対象扶養親族',
    relativesOnSlip(everybody.relatives, false, everybody.rules),
    (relative) => relativeLines(relative, everybody),
  );

const statedOf = ({ stated }: StatedRelative): RelativeFacts => stated;

/** C: 障害者, 寡婦, ひとり親, 勤労学生. */
const columnC = ({ facts, input }: ViewSource, { judged, relatives, ownIncome }: ViewPeople): ViewSection => {
  const { spouse } = judged;
  const ofSpouse = spouse?.isDependant === true ? spouse : undefined;
  const dependants = relatives.filter(({ isDependant, claimedByOther }) => isDependant && !claimedByOther);
  const number = (disability: 'general' | 'special', together: boolean) => {
    const count = dependants.filter(
      (one) => one.disability === disability && (disability === 'general' || livesWithFamily(one) === together),
    ).length;
    return countValue(count === 0 ? undefined : count);
  };
  const special = ofSpouse?.disability === 'special';
  const { workingStudent } = facts.status ?? {};
  const disabled = [
    ...(input.disability === 'none' ? [] : [`本人 ${proofText(facts.person.disabilityProof)}`]),
    ...[...(ofSpouse === undefined || facts.spouse === undefined ? [] : [facts.spouse]), ...dependants.map(statedOf)]
      .filter(({ disability }) => disability !== 'none')
      .map(({ name, disabilityProof }) => `${name} ${proofText(disabilityProof)}`),
  ];
  return {
    heading: 'C 障害者、寡婦、ひとり親又は勤労学生',
    lines: [
      line('', '本人 一般の障害者', markValue(input.disability === 'general')),
      line('', '本人 特別障害者', markValue(input.disability === 'special')),
      line('', '同一生計配偶者 一般の障害者', markValue(ofSpouse?.disability === 'general')),
      line('', '同一生計配偶者 特別障害者', markValue(special && !livesWithFamily(ofSpouse))),
      line('', '同一生計配偶者 同居特別障害者', markValue(special && livesWithFamily(ofSpouse))),
      line('', '扶養親族 一般の障害者', number('general', false)),
      line('', '扶養親族 特別障害者', number('special', false)),
      line('', '扶養親族 同居特別障害者', number('special', true)),
      ...disabled.map((text) => line('', '障害者の内容', textValue(text.trim()))),
      line('', '寡婦', markValue(input.personalStatus.startsWith('widow'))),
      line('', 'ひとり親', markValue(input.personalStatus === 'single_parent')),
      line('', '勤労学生', markValue(input.workingStudent)),
      line('', '勤労学生の学校名', textValue(workingStudent?.school)),
      line('', '勤労学生の所得の見積額', yenValue(input.workingStudent ? ownIncome : undefined)),
    ],
  };
};

/** D: 他の所得者が控除を受ける扶養親族等. */
const columnD = ({ relatives }: ViewPeople): readonly ViewSection[] =>
  sectionEach(
    'D 他の所得者が控除を受ける扶養親族等',
    relatives.filter(({ claimedByOther }) => claimedByOther),
    ({ stated }) => [
      ...nameLines(stated),
      line('', '続柄', textValue(relationWords[stated.relation])),
      line('', '住所又は居所', textValue(stated.address)),
      line('', '控除を受ける他の所得者 氏名', textValue(stated.otherTaxpayer?.name)),
      line('', '控除を受ける他の所得者 続柄', textValue(stated.otherTaxpayer?.relation)),
      line('', '控除を受ける他の所得者 住所又は居所', textValue(stated.otherTaxpayer?.address)),
    ],
  );

const young = ({ relatives }: ViewPeople): readonly ViewSection[] =>
  sectionEach('住民税に関する事項 16歳未満の扶養親族', youngOnSlip(relatives), ({ stated, totalIncome }) => [
    ...nameLines(stated),
    line('', '続柄', textValue(relationWords[stated.relation])),
    line('', '住所又は居所', textValue(stated.address)),
    line('', '控除対象外国外扶養親族', markValue(stated.nonResident !== undefined)),
    line('', '所得の見積額', yenValue(totalIncome)),
    line('', '異動月日', dateValue(stated.change?.on)),
    line('', '異動の事由', textValue(stated.change?.reason)),
  ]);

const withRetirement = (facts: AdjustmentFacts, everybody: ViewPeople): readonly ViewSection[] =>
  sectionEach(
    '住民税に関する事項 退職手当等を有する配偶者・扶養親族・特定親族',
    retirementRelatives(facts, everybody),
    ({ stated, incomeWithoutRetirement }) => [
      ...nameLines(stated),
      line('', '退職所得を除く所得の見積額', yenValue(incomeWithoutRetirement)),
      line('', '障害者区分', textValue(disabilityWords[stated.disability])),
    ],
  );

/**
 * 給与所得者の扶養控除等（異動）申告書 (所得税法第194条). Header (tax office, payer, 世帯主, address) and My Numbers are not among the facts.
 * Columns A to D are lettered as printed; the cells have no numbers.
 */
export const dependantsForm = (source: ViewSource, everybody: ViewPeople): FormView => ({
  title: '給与所得者の扶養控除等（異動）申告書',
  taxYear: source.input.taxYear,
  arranged: source.input.taxYear === 2026,
  citation,
  sections: [
    columnA(source.facts.spouse, everybody),
    ...columnB(everybody),
    columnC(source, everybody),
    ...columnD(everybody),
    ...young(everybody),
    ...withRetirement(source.facts, everybody),
  ],
});
