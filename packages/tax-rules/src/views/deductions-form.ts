import { addYen, localDate, subYen, yen, type Yen } from '@nencho/kernel';
import { salaryIncome } from '../employment-income.js';
import { adjustmentOfSalary } from '../income-adjustment.js';
import type { JudgedSpouse } from '../family.js';
import type { Citation, RuleSet } from '../parameters/rule-set.js';
import { incomeAdjustmentSection } from './income-adjustment-section.js';
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
import type { ViewPeople, ViewSource } from './view-source.js';
import { relationWords } from './words.js';

const citation: Citation = {
  source: 'S1 3-3; S2',
  confidence: 'official',
  checked: localDate('2026-11-22'),
  note: 'the boxes of R8; the printed forms of other years were not seen',
};

const manText = (amount: Yen): string => `${(amount / 10_000).toLocaleString('en-US')}万円`;

/** 区分Ⅰ: A, B or C of the person's own 合計所得金額, as far as the spouse counts. */
const classOne = (income: Yen, { spouse }: RuleSet): 'A' | 'B' | 'C' | '' => {
  const column = spouse.ownIncomeLimits.value.findIndex((limit) => income <= limit);
  return (['A', 'B', 'C'] as const)[column] ?? '';
};

/** 判定: the box of R8 into which the income falls, for instance `489万円超655万円以下（A）`. */
const judgement = (income: Yen, rules: RuleSet): string => {
  const limits = [...rules.basicDeduction.value.map(({ upTo }) => upTo), ...rules.spouse.ownIncomeLimits.value].sort(
    (a, b) => a - b,
  );
  const index = limits.findIndex((limit) => income <= limit);
  const [limit, below] = [limits[index], limits[index - 1]];
  if (limit === undefined) return '';
  const column = classOne(income, rules);
  return `${below === undefined ? '' : `${manText(below)}超`}${manText(limit)}以下${column === '' ? '' : `（${column}）`}`;
};

const basic = ({ input, result }: ViewSource, { judged, rules, ownIncome }: ViewPeople): ViewSection => {
  const pay = addYen(input.salaryTotal, input.salaryFromOtherEmployers);
  const adjustment =
    input.claims.incomeAdjustment && judged.hasQualifyingPerson ? adjustmentOfSalary(pay, rules) : yen(0);
  const ofPension = result?.incomeAdjustmentPensionInEstimate ?? yen(0);
  const income = subYen(salaryIncome(rules.salaryTable.value, pay), addYen(adjustment, ofPension));
  return {
    heading: '給与所得者の基礎控除申告書',
    lines: input.claims.basicDeduction
      ? [
          line('(1)', '給与所得 収入金額', yenValue(pay)),
          line('(1)', '給与所得 所得金額', yenValue(income)),
          line('(2)', '給与所得以外の所得の合計額', yenValue(addYen(input.publicPensionIncome, input.otherIncome))),
          line('', '本年中の合計所得金額の見積額', yenValue(ownIncome)),
          ...(rules.taxYear === 2026 ? [line('', '判定', textValue(judgement(ownIncome, rules)))] : []),
          line('', '区分Ⅰ', textValue(classOne(ownIncome, rules))),
          line('', '基礎控除の額', yenValue(result?.box20Basic)),
        ]
      : [],
  };
};

/** 区分Ⅱ: ① and ② within the limit of a 控除対象配偶者, from 70 years on and below; ③ and ④ above it. */
const classTwo = ({ isDependant, elderly, totalIncome }: JudgedSpouse, { spouse }: RuleSet): '①' | '②' | '③' | '④' => {
  if (isDependant) return elderly ? '①' : '②';
  const [first] = spouse.special.value;
  return first !== undefined && totalIncome <= first.upTo ? '③' : '④';
};

/** Blank where the person's own income or the spouse's is too high. */
const spouseSection = ({ facts, result }: ViewSource, { judged, rules }: ViewPeople): ViewSection => {
  const stated = facts.spouse;
  const { spouse } = judged;
  const kind = result?.spouseDeductionKind ?? 'none';
  const heading = '給与所得者の配偶者控除等申告書';
  if (spouse === undefined || stated === undefined || kind === 'none') return { heading, lines: [] };
  const class2 = classTwo(spouse, rules);
  const salary = salaryIncome(rules.salaryTable.value, spouse.salaryRevenue);
  return {
    heading,
    lines: [
      line('', 'フリガナ', textValue(stated.kana)),
      line('', '配偶者の氏名', textValue(stated.name)),
      line('', '配偶者の生年月日', dateValue(stated.birthDate)),
      line('', '配偶者の住所又は居所（本人と異なる場合）', textValue(stated.address)),
      line('', '非居住者である配偶者', markValue(spouse.nonResident)),
      line('', '生計を一にする事実', yenValue(stated.nonResident?.remittance)),
      line('', '老人控除対象配偶者', markValue(class2 === '①')),
      line('', '給与所得 収入金額', yenValue(spouse.salaryRevenue)),
      line('', '給与所得 所得金額', yenValue(salary)),
      line('', '給与所得以外の所得の合計額', yenValue(spouse.otherIncome)),
      line('', '配偶者の本年中の合計所得金額の見積額', yenValue(spouse.totalIncome)),
      line('', '区分Ⅱ', textValue(class2)),
      line('', '配偶者控除の額', yenValue(kind === 'spouse' ? result?.box17Spouse : undefined)),
      line('', '配偶者特別控除の額', yenValue(kind === 'special' ? result?.box17Spouse : undefined)),
    ],
  };
};

const specialRelatives = ({ result }: ViewSource, { relatives }: ViewPeople): readonly ViewSection[] => {
  const deductions = new Map(result?.relatives.map((one) => [one.relativeId, one.specialRelativeDeduction]));
  return sectionEach(
    '給与所得者の特定親族特別控除申告書',
    relatives.filter(({ category, claimedByOther }) => category === 'special_relative' && !claimedByOther),
    ({ stated, id, totalIncome, nonResident }) => [
      line('', 'フリガナ', textValue(stated.kana)),
      line('', '特定親族の氏名', textValue(stated.name)),
      line('', '続柄', textValue(relationWords[stated.relation])),
      line('', '生年月日', dateValue(stated.birthDate)),
      line('', '住所又は居所（本人と異なる場合）', textValue(stated.address)),
      line('', '非居住者である特定親族', markValue(nonResident)),
      line('', '生計を一にする事実', yenValue(stated.nonResident?.remittance)),
      line('', '本年中の合計所得金額の見積額', yenValue(totalIncome)),
      line('', '特定親族特別控除の額', yenValue(deductions.get(id))),
    ],
  );
};

/** R6 only, in the place of the 特定親族. */
const flatReduction = ({ result }: ViewSource, { rules }: ViewPeople): readonly ViewSection[] => {
  if (rules.flatReduction === undefined) return [];
  const lines: readonly ViewLine[] = [
    line('', '年調減税額の対象となる人の数', countValue(result?.flatReductionPersons)),
    line('', '年調減税額', yenValue(result?.flatReductionAmount)),
  ];
  return [{ heading: '年末調整に係る定額減税のための申告書', lines }];
};

const titles: Readonly<Record<number, string>> = {
  2024: '給与所得者の基礎控除申告書 兼 給与所得者の配偶者控除等申告書 兼 年末調整に係る定額減税のための申告書 兼 所得金額調整控除申告書',
};

/** 基・配・特・所 (所得税法第195条の2・第195条の3 and others): R8's boxes; for other years the values. */
export const deductionsForm = (source: ViewSource, everybody: ViewPeople): FormView => {
  const { taxYear } = source.input;
  return {
    title:
      titles[taxYear] ??
      '給与所得者の基礎控除申告書 兼 給与所得者の配偶者控除等申告書 兼 給与所得者の特定親族特別控除申告書 兼 所得金額調整控除申告書',
    taxYear,
    arranged: taxYear === 2026,
    citation,
    sections: [
      basic(source, everybody),
      spouseSection(source, everybody),
      ...specialRelatives(source, everybody),
      ...flatReduction(source, everybody),
      incomeAdjustmentSection(source, everybody),
    ],
  };
};
