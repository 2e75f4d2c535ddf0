import type { Box } from '../../form.js';
import { amount, cell, empty, label, LEFT, type Place, row, SMALL, UNIT, unit, VALUE, value, WIDTH } from './cells.js';

const title: Box[] = [
  value({ x: LEFT + 30, y: 10, w: 126, h: 11 }, 'title', { size: 16, frame: 'none' }),
  value({ x: LEFT + 150, y: 14, w: 36, h: 8 }, 'copy', { size: 8.5, align: 'right', frame: 'none' }),
];

/** An amount with a part of it (内書) above. */
const amountWithin = ({ x, y, w, h }: Place, field: string, part: string, size: number): Box[] => [
  empty({ x, y, w, h }),
  label({ x, y, w: 5, h: 4.4 }, '内', { frame: 'none', size: UNIT }),
  value({ x: x + 5, y, w: w - 10, h: 4.4 }, part, { frame: 'none', size: 7.5, align: 'right' }),
  value({ x, y: y + 3.6, w: w - 0.6, h: h - 3.6 }, field, { frame: 'none', align: 'right', size }),
  unit({ x, y, w, h }, '円'),
];

const totals: Box[] = [
  ...row(
    { x: LEFT, y: 55, h: 7 },
    cell(26, (at) => label(at, '種　　別')),
    cell(40, (at) => label(at, '支　払　金　額')),
    cell(40, (at) => label(at, '給与所得控除後の金額\n（調整控除後）')),
    cell(40, (at) => label(at, '所得控除の額の合計額')),
    cell(40, (at) => label(at, '源　泉　徴　収　税　額')),
  ),
  ...row(
    { x: LEFT, y: 62, h: 11 },
    cell(26, (at) => value(at, 'kind', { size: 9 })),
    cell(40, (at) => amount(at, 'payment', 12)),
    cell(40, (at) => amount(at, 'incomeAfterDeduction', 12)),
    cell(40, (at) => amount(at, 'totalDeductions', 12)),
    cell(40, (at) => amountWithin(at, 'taxWithheld', 'taxNotCollected', 12)),
  ),
];

const count = (w: number, field: string | undefined, unitText: string) =>
  cell(w, (at) => [field === undefined ? empty(at) : value(at, field, { size: 10 }), unit(at, unitText)]);

const family: Box[] = [
  ...row(
    { x: LEFT, y: 73, h: 9 },
    cell(27, (at) => label(at, '(源泉)控除対象配偶者\nの有無等')),
    cell(25, (at) => label(at, '配偶者(特別)\n控除の額')),
    cell(88, (at) => label(at, '控除対象扶養親族等の数\n（配偶者を除く。）')),
    cell(14, (at) => label(at, '16歳未満\n扶養親族\nの数', { size: SMALL })),
    cell(20, (at) => label(at, '障害者の数\n（本人を除く。）', { size: SMALL })),
    cell(12, (at) => label(at, '非居住者\nである\n親族の数', { size: SMALL })),
  ),
  ...row(
    { x: LEFT, y: 82, h: 5 },
    cell(9, (at) => label(at, '有', { size: SMALL })),
    cell(9, (at) => label(at, '従有', { size: SMALL })),
    cell(9, (at) => label(at, '老人', { size: SMALL })),
    cell(25, (at) => label(at, '')),
    cell(20, (at) => label(at, '特　定', { size: SMALL })),
    cell(28, (at) => label(at, '老　人', { size: SMALL })),
    cell(20, (at) => label(at, 'その他', { size: SMALL })),
    cell(20, (at) => label(at, '特　親', { size: SMALL })),
    cell(14, (at) => label(at, '')),
    cell(13, (at) => label(at, '特　別', { size: SMALL })),
    cell(7, (at) => label(at, 'その他', { size: 4.5 })),
    cell(12, (at) => label(at, '')),
  ),
  ...row(
    { x: LEFT, y: 87, h: 10 },
    cell(9, (at) => value(at, 'hasSpouse')),
    cell(9, (at) => empty(at)),
    cell(9, (at) => value(at, 'hasElderlySpouse')),
    cell(25, (at) => amount(at, 'spouseDeduction')),
    count(10, 'specificCount', '人'),
    count(10, undefined, '従人'),
    count(9, 'elderlyLivingTogetherCount', '内'),
    count(9, 'elderlyCount', '人'),
    count(10, undefined, '従人'),
    count(10, 'otherCount', '人'),
    count(10, undefined, '従人'),
    count(10, 'specialRelativeCount', '人'),
    count(10, undefined, '従人'),
    count(14, 'under16Count', '人'),
    count(6.5, 'specialDisabilityLivingTogetherCount', '内'),
    count(6.5, 'specialDisabilityCount', '人'),
    count(7, 'generalDisabilityCount', '人'),
    count(12, 'nonResidentCount', '人'),
  ),
];

const deductions: Box[] = [
  ...row(
    { x: LEFT, y: 97, h: 6 },
    cell(37, (at) => label(at, '特定親族特別控除の額')),
    cell(38, (at) => label(at, '社会保険料等の金額')),
    cell(37, (at) => label(at, '生命保険料の控除額')),
    cell(37, (at) => label(at, '地震保険料の控除額')),
    cell(37, (at) => label(at, '住宅借入金等特別控除の額')),
  ),
  ...row(
    { x: LEFT, y: 103, h: 12 },
    cell(37, (at) => amount(at, 'specialRelativeDeduction')),
    cell(38, (at) => amountWithin(at, 'socialInsurance', 'mutualAid', VALUE)),
    cell(37, (at) => amount(at, 'lifeInsuranceDeduction')),
    cell(37, (at) => amount(at, 'earthquakeInsuranceDeduction')),
    cell(37, (at) => amount(at, 'housingLoanCredit')),
  ),
];

const remarks: Box[] = [
  empty({ x: LEFT, y: 115, w: WIDTH, h: 32 }),
  label({ x: LEFT, y: 115, w: 20, h: 5 }, '（摘要）', { align: 'left', frame: 'none' }),
  value({ x: LEFT + 3, y: 120, w: WIDTH - 6, h: 26.5 }, 'remarks', {
    align: 'left',
    valign: 'top',
    frame: 'none',
    size: 9,
  }),
];

const premium = (text: string, field: string) => [
  cell(15, (at) => label(at, text, { size: SMALL })),
  cell(18, (at) => amount(at, field, 8.5)),
];

const lifeInsurance: Box[] = row(
  { x: LEFT, y: 147, h: 10 },
  cell(21, (at) => label(at, '生命保険料の\n金額の内訳')),
  ...premium('新生命保険料\nの金額', 'lifeGeneralNew'),
  ...premium('旧生命保険料\nの金額', 'lifeGeneralOld'),
  ...premium('介護医療\n保険料の金額', 'lifeCareMedical'),
  ...premium('新個人年金\n保険料の金額', 'lifePensionNew'),
  ...premium('旧個人年金\n保険料の金額', 'lifePensionOld'),
);

const dated = (w: number, field: string, text: string) =>
  cell(w, (at) => [value(at, field, { size: 8.5 }), unit(at, text)]);

/** 区分 stays empty: the codes of the kinds of housing loans are not known here. */
const housingRow = (y: number, number: 1 | 2, first: readonly ReturnType<typeof cell>[]): Box[] =>
  row(
    { x: LEFT + 21, y, h: 8 },
    ...first,
    cell(20, (at) => label(at, `居住開始年月日\n（${number}回目）`, { size: SMALL })),
    dated(9, `residence${number}Year`, '年'),
    dated(9, `residence${number}Month`, '月'),
    dated(9, `residence${number}Day`, '日'),
    cell(20, (at) => label(at, `住宅借入金等特別\n控除区分（${number}回目）`, { size: SMALL })),
    cell(15, (at) => empty(at)),
    cell(18, (at) => label(at, `住宅借入金等\n年末残高（${number}回目）`, { size: SMALL })),
    cell(26, (at) => amount(at, `balance${number}`, 8.5)),
  );

const housing: Box[] = [
  label({ x: LEFT, y: 157, w: 21, h: 16 }, '住宅借入金等\n特別控除の額\nの内訳'),
  ...housingRow(157, 1, [
    cell(17, (at) => label(at, '住宅借入金等\n特別控除適用数', { size: SMALL })),
    cell(22, (at) => value(at, 'housingLoanCount', { size: 8.5 })),
  ]),
  ...housingRow(165, 2, [
    cell(17, (at) => label(at, '住宅借入金等\n特別控除可能額', { size: SMALL })),
    cell(22, (at) => amount(at, 'housingLoanPossible', 8.5)),
  ]),
];

/** What the person was paid and what was taken off, from the title down to the housing loan. */
export const amountBoxes = { title, totals, family, deductions, remarks, lifeInsurance, housing };
