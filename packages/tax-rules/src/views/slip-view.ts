import type { SlipCopy } from './slip-people.js';
import { minorBelowAge, remarkRules, slipCitation } from '../parameters/slip-law.js';
import {
  countValue,
  dateValue,
  line,
  markValue,
  textValue,
  withoutNumbers,
  yenValue,
  type FormView,
  type ViewLine,
  type ViewSection,
} from './view.js';
import type { SlipPerson, WithholdingSlip } from './withholding-slip.js';

const titles: Readonly<Record<SlipCopy, string>> = {
  recipient: '給与所得の源泉徴収票（受給者交付用）',
  office: '給与所得の源泉徴収票（税務署提出用）',
  municipality: '給与支払報告書（個人別明細書）',
};

const mainAmounts = ({ amounts }: WithholdingSlip): ViewSection => ({
  heading: '支払金額・税額',
  lines: [
    line('④', '支払金額', yenValue(amounts.payment)),
    line('⑤', '給与所得控除後の金額（調整控除後）', yenValue(amounts.incomeAfterDeduction)),
    line('⑥', '所得控除の額の合計額', yenValue(amounts.totalDeductions)),
    line('⑦', '源泉徴収税額', yenValue(amounts.taxWithheld)),
    line('⑦', '源泉徴収税額 内（未徴収）', yenValue(amounts.taxNotCollected)),
  ],
});

/** A count that nobody makes stays empty. */
const people = (count: number) => countValue(count === 0 ? undefined : count);

const family = ({ hasSpouse, hasElderlySpouse, amounts, counts, copy, knowsSpecialRelatives }: WithholdingSlip) => {
  const sign = copy === 'recipient' ? '○' : '1';
  const special: ViewLine[] = knowsSpecialRelatives
    ? [line('⑩', '控除対象扶養親族等の数 特親', people(counts.specialRelative))]
    : [];
  return {
    heading: '配偶者・扶養親族等',
    lines: [
      line('⑧', '（源泉）控除対象配偶者の有無等', markValue(hasSpouse, sign)),
      line('⑧', '（源泉）控除対象配偶者 老人', markValue(hasElderlySpouse, sign)),
      line('⑨', '配偶者（特別）控除の額', yenValue(amounts.spouseDeduction)),
      line('⑩', '控除対象扶養親族等の数 特定', people(counts.specific)),
      line('⑩', '控除対象扶養親族等の数 老人', people(counts.elderly)),
      line('⑩', '控除対象扶養親族等の数 老人 内（同居老親等）', people(counts.elderlyLivingTogether)),
      line('⑩', '控除対象扶養親族等の数 その他', people(counts.other)),
      ...special,
      line('⑪', '16歳未満扶養親族の数', people(counts.under16)),
      line('⑫', '障害者の数（本人を除く。） 特別', people(counts.specialDisability)),
      line('⑫', '障害者の数（本人を除く。） 特別 内（同居）', people(counts.specialDisabilityLivingTogether)),
      line('⑫', '障害者の数（本人を除く。） その他', people(counts.generalDisability)),
      line('⑬', '非居住者である親族の数', people(counts.nonResident)),
    ],
  };
};

const deductions = ({ amounts, knowsSpecialRelatives }: WithholdingSlip): ViewSection => ({
  heading: '控除額',
  lines: [
    ...(knowsSpecialRelatives ? [line('⑭', '特定親族特別控除の額', yenValue(amounts.specialRelativeDeduction))] : []),
    line('⑮', '社会保険料等の金額', yenValue(amounts.socialInsurance)),
    line('⑮', '社会保険料等の金額 内（小規模企業共済等掛金）', yenValue(amounts.mutualAid)),
    line('⑯', '生命保険料の控除額', yenValue(amounts.lifeInsuranceDeduction)),
    line('⑯', '地震保険料の控除額', yenValue(amounts.earthquakeInsuranceDeduction)),
    line('⑰', '住宅借入金等特別控除の額', yenValue(amounts.housingLoanCredit)),
    line('⑱', '新生命保険料の金額', yenValue(amounts.lifeGeneralNew)),
    line('⑱', '旧生命保険料の金額', yenValue(amounts.lifeGeneralOld)),
    line('⑱', '介護医療保険料の金額', yenValue(amounts.lifeCareMedical)),
    line('⑱', '新個人年金保険料の金額', yenValue(amounts.lifePensionNew)),
    line('⑱', '旧個人年金保険料の金額', yenValue(amounts.lifePensionOld)),
    line('⑱', '国民年金保険料等の金額', yenValue(amounts.nationalPension)),
    line('⑱', '旧長期損害保険料の金額', yenValue(amounts.oldLongTermInsurance)),
  ],
});

const housing = ({ amounts, housingLoans }: WithholdingSlip): ViewSection => ({
  heading: '住宅借入金等特別控除の額の内訳',
  lines: [
    line('⑲', '住宅借入金等特別控除適用数', people(housingLoans.length)),
    line('⑲', '住宅借入金等特別控除可能額', yenValue(amounts.housingLoanPossible)),
    ...housingLoans.flatMap(({ residenceFrom, balance }, i) => [
      line('⑲', `居住開始年月日（${i + 1}回目）`, dateValue(residenceFrom)),
      line('⑲', `住宅借入金等年末残高（${i + 1}回目）`, yenValue(balance)),
    ]),
  ],
});

const personLines = (number: string, heading: string, { name, kana, code }: SlipPerson): ViewLine[] => [
  line(number, `${heading} フリガナ`, textValue(kana)),
  line(number, `${heading} 氏名`, textValue(name)),
  line(number, `${heading} 区分`, textValue(code)),
];

const named = ({ spouse, amounts, relatives, young }: WithholdingSlip): ViewSection => ({
  heading: '控除対象配偶者・扶養親族等の氏名',
  lines: [
    line('⑳', '基礎控除の額', yenValue(amounts.basicDeduction)),
    line('㉑', '所得金額調整控除額', yenValue(amounts.incomeAdjustment)),
    ...(spouse === undefined ? [] : personLines('㉒', '（源泉・特別）控除対象配偶者', spouse)),
    ...relatives.flatMap((one, i) => personLines('㉒', `控除対象扶養親族等 ${i + 1}`, one)),
    line('㉓', '配偶者の合計所得', yenValue(amounts.spouseIncome)),
    ...young.flatMap((one, i) => personLines('㉔', `16歳未満の扶養親族 ${i + 1}`, one)),
  ],
});

const { source, confidence, checked } = minorBelowAge;

const flags = ({ marks, copy, joinedOn, leftOn, birthDate }: WithholdingSlip): ViewSection => {
  const mark = (applies: boolean) => markValue(applies, copy === 'recipient' ? '○' : '1');
  return {
    heading: '本人',
    lines: [
      { ...line('', '未成年者', mark(marks.minor)), citation: { source, confidence, checked } },
      line('', '外国人', mark(marks.foreigner)),
      line('', '死亡退職', mark(marks.death)),
      line('', '災害者', mark(marks.disaster)),
      line('', '乙欄', mark(marks.secondaryColumn)),
      line('', '本人が障害者 特別', mark(marks.specialDisability)),
      line('', '本人が障害者 その他', mark(marks.generalDisability)),
      line('', '寡婦', mark(marks.widow)),
      line('', 'ひとり親', mark(marks.singleParent)),
      line('', '勤労学生', mark(marks.workingStudent)),
      line('', '中途就職', dateValue(joinedOn)),
      line('', '中途退職', dateValue(leftOn)),
      line('', '受給者生年月日', dateValue(birthDate)),
    ],
  };
};

const remarks = (slip: WithholdingSlip): ViewSection => ({
  heading: '摘要',
  lines: slip.remarks.map(({ kind, text }) => ({
    ...line('㉚', '摘要', textValue(text)),
    citation: remarkRules[kind],
  })),
});

/** Beyond the slip, for the residents' tax: 退職手当等を有する親族. */
const municipal = ({ copy, retirementRelatives }: WithholdingSlip): ViewSection[] =>
  copy !== 'municipality' || retirementRelatives.length === 0
    ? []
    : [
        {
          heading: '退職手当等を有する配偶者・扶養親族・特定親族',
          lines: retirementRelatives.flatMap(({ stated, incomeWithoutRetirement }) => [
            line('', '氏名', textValue(stated.name)),
            line('', '退職所得を除く所得の見積額', yenValue(incomeWithoutRetirement)),
          ]),
        },
      ];

/**
 * 給与所得の源泉徴収票 or 給与支払報告書 line by line: R8's numbers; for other years the values. ①–③ (address, name, kind of pay) and the
 * payer are not among the facts.
 */
export const slipView = (slip: WithholdingSlip): FormView => {
  const view: FormView = {
    title: titles[slip.copy],
    taxYear: slip.taxYear,
    arranged: true,
    citation: slipCitation,
    sections: [
      ...[mainAmounts(slip), family(slip), deductions(slip), housing(slip), named(slip), flags(slip), remarks(slip)],
      ...municipal(slip),
    ],
  };
  return slip.taxYear === 2026 ? view : withoutNumbers(view);
};
