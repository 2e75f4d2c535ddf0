import type { Box } from '../../form.js';

/**
 * 給与所得の源泉徴収票（令和8年分）on one A4 page. An arrangement of our own with the boxes that the law asks for; it was
 * not compared with the printed form of the National Tax Agency.
 */
const LEFT = 12;
const WIDTH = 186;

const LABEL = 6;
const SMALL = 5.5;
const VALUE = 10.5;
const UNIT = 5;

type Place = Pick<Box, 'x' | 'y' | 'w' | 'h'>;

const label = (place: Place, text: string, more: Partial<Box> = {}): Box => ({
  ...place,
  label: text,
  size: LABEL,
  ...more,
});
const value = (place: Place, field: string, more: Partial<Box> = {}): Box => ({
  ...place,
  field,
  size: VALUE,
  ...more,
});
const empty = (place: Place): Box => ({ ...place, label: '', size: LABEL });
/** A word in the upper right corner of a value's box. */
const unit = ({ x, y, w }: Place, text: string): Box => ({
  x: x + w - 6,
  y,
  w: 6,
  h: 3.4,
  label: text,
  size: UNIT,
  align: 'right',
  frame: 'none',
});
/** Below this height the unit stands beside the figures, not above them. */
const LOW = 8;
/** An amount of yen: its figures at the right with the unit. */
const amount = (place: Place, field: string, size = VALUE): Box[] => {
  const { x, y, w, h } = place;
  const figures = h < LOW ? { x, y, w: w - 3.2, h } : { x, y: y + 1.2, w: w - 0.6, h: h - 1.2 };
  return [
    empty(place),
    value(figures, field, { align: 'right', size, frame: 'none' }),
    h < LOW ? { ...unit(place, '円'), x: x + w - 4.2, w: 4.2, h } : unit(place, '円'),
  ];
};

/** Cells side by side from `x` on, each as wide as it says. */
const row = (
  { x, y, h }: Pick<Place, 'x' | 'y' | 'h'>,
  ...cells: readonly { readonly w: number; readonly make: (place: Place) => Box | Box[] }[]
): Box[] => {
  let at = x;
  return cells.flatMap(({ w, make }) => {
    const place = { x: at, y, w, h };
    at += w;
    return make(place);
  });
};
const cell = (w: number, make: (place: Place) => Box | Box[]) => ({ w, make });

const title: Box[] = [
  value({ x: LEFT + 30, y: 10, w: 126, h: 11 }, 'title', { size: 16, frame: 'none' }),
  value({ x: LEFT + 150, y: 14, w: 36, h: 8 }, 'copy', { size: 8.5, align: 'right', frame: 'none' }),
];

const recipient: Box[] = [
  label({ x: LEFT, y: 23, w: 8, h: 32 }, '支払を受ける者', { vertical: true, size: 7.5 }),
  label({ x: LEFT + 8, y: 23, w: 8, h: 32 }, '住所又は居所', { vertical: true, size: 7.5 }),
  empty({ x: LEFT + 16, y: 23, w: 82, h: 32 }),
  value({ x: LEFT + 17, y: 25, w: 80, h: 6 }, 'postalCode', { align: 'left', size: 9, frame: 'none' }),
  value({ x: LEFT + 17, y: 31, w: 80, h: 22 }, 'address', {
    align: 'left',
    valign: 'top',
    size: 10.5,
    frame: 'none',
  }),
  label({ x: LEFT + 98, y: 23, w: 22, h: 7 }, '(受給者番号)'),
  value({ x: LEFT + 120, y: 23, w: 66, h: 7 }, 'employeeNumber', { align: 'left', size: 9 }),
  label({ x: LEFT + 98, y: 30, w: 22, h: 7 }, '(役職名)'),
  empty({ x: LEFT + 120, y: 30, w: 66, h: 7 }),
  label({ x: LEFT + 98, y: 37, w: 8, h: 18 }, '氏名', { vertical: true, size: 7 }),
  label({ x: LEFT + 106, y: 37, w: 14, h: 5.5 }, '(フリガナ)', { size: SMALL }),
  value({ x: LEFT + 120, y: 37, w: 66, h: 5.5 }, 'kana', { align: 'left', size: 7.5 }),
  value({ x: LEFT + 106, y: 42.5, w: 80, h: 12.5 }, 'name', { size: 14 }),
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
    cell(40, (at) => amount(at, 'taxWithheld', 12)),
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
    count(12, undefined, '人'),
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
    cell(38, ({ x, y, w, h }) => [
      empty({ x, y, w, h }),
      label({ x, y, w: 5, h: 4.4 }, '内', { frame: 'none', size: UNIT }),
      value({ x: x + 5, y, w: w - 10, h: 4.4 }, 'mutualAid', { frame: 'none', size: 7.5, align: 'right' }),
      value({ x, y: y + 3.6, w: w - 0.6, h: h - 3.6 }, 'socialInsurance', { frame: 'none', align: 'right' }),
      unit({ x, y, w, h }, '円'),
    ]),
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

/** Dates, kinds and balances of the loan are not among the facts: the certificate goes to the person. */
const housingRow = (y: number, times: string, first: readonly ReturnType<typeof cell>[]): Box[] =>
  row(
    { x: LEFT + 21, y, h: 8 },
    ...first,
    cell(20, (at) => label(at, `居住開始年月日\n（${times}）`, { size: SMALL })),
    cell(9, (at) => [empty(at), unit(at, '年')]),
    cell(9, (at) => [empty(at), unit(at, '月')]),
    cell(9, (at) => [empty(at), unit(at, '日')]),
    cell(20, (at) => label(at, `住宅借入金等特別\n控除区分（${times}）`, { size: SMALL })),
    cell(15, (at) => empty(at)),
    cell(18, (at) => label(at, `住宅借入金等\n年末残高（${times}）`, { size: SMALL })),
    cell(26, (at) => [empty(at), unit(at, '円')]),
  );

const housing: Box[] = [
  label({ x: LEFT, y: 157, w: 21, h: 16 }, '住宅借入金等\n特別控除の額\nの内訳'),
  ...housingRow(157, '1回目', [
    cell(17, (at) => label(at, '住宅借入金等\n特別控除適用数', { size: SMALL })),
    cell(22, (at) => empty(at)),
  ]),
  ...housingRow(165, '2回目', [
    cell(17, (at) => label(at, '住宅借入金等\n特別控除可能額', { size: SMALL })),
    cell(22, (at) => amount(at, 'housingLoanPossible', 8.5)),
  ]),
];

const named = ({ x, y }: Pick<Place, 'x' | 'y'>, prefix: string, w: number): Box[] => [
  label({ x, y, w: 13, h: 4.5 }, '(フリガナ)', { size: SMALL }),
  value({ x: x + 13, y, w: w - 13, h: 4.5 }, `${prefix}Kana`, { align: 'left', size: 6.5 }),
  label({ x, y: y + 4.5, w: 13, h: 6.5 }, '氏名'),
  value({ x: x + 13, y: y + 4.5, w: w - 13, h: 6.5 }, `${prefix}Name`, { align: 'left', size: 9.5 }),
  label({ x: x + w, y, w: 5, h: 11 }, '区分', { vertical: true, size: SMALL }),
  value({ x: x + w + 5, y, w: 9, h: 11 }, `${prefix}Code`, { size: 9 }),
];

const detail = (text: string, field: string) => [
  cell(17, (at) => label(at, text, { size: SMALL })),
  cell(16, (at) => amount(at, field, 8.5)),
];

const spouse: Box[] = [
  label({ x: LEFT, y: 173, w: 15, h: 11 }, '(源泉・特別)\n控除対象\n配偶者', { size: SMALL }),
  ...named({ x: LEFT + 15, y: 173 }, 'spouse', 58),
  ...row(
    { x: LEFT + 87, y: 173, h: 5.5 },
    ...detail('配偶者の合計所得', 'spouseIncome'),
    ...detail('国民年金保険料等\nの金額', 'nationalPension'),
    ...detail('旧長期損害\n保険料の金額', 'oldLongTermInsurance'),
  ),
  ...row(
    { x: LEFT + 87, y: 178.5, h: 5.5 },
    ...detail('基礎控除の額', 'basicDeduction'),
    ...detail('所得金額\n調整控除額', 'incomeAdjustment'),
    cell(33, (at) => empty(at)),
  ),
];

const relativeColumn = (x: number, heading: string, prefix: string): Box[] => [
  label({ x, y: 184, w: 8, h: 44 }, heading, { vertical: true, size: 7 }),
  ...[1, 2, 3, 4].flatMap((number) => {
    const y = 184 + (number - 1) * 11;
    return [
      label({ x: x + 8, y, w: 6, h: 11 }, String(number), { size: 7 }),
      ...named({ x: x + 14, y }, `${prefix}${number}`, 65),
    ];
  }),
];

const relatives: Box[] = [
  ...relativeColumn(LEFT, '控除対象扶養親族等', 'relative'),
  ...relativeColumn(LEFT + 93, '16歳未満の扶養親族', 'young'),
];

const flagHeads = [
  '未成年者',
  '外国人',
  '死亡退職',
  '災害者',
  '乙欄',
  '特別',
  'その他',
  '寡婦',
  'ひとり親',
  '勤労学生',
];
const flagFields = ['minor', '', '', '', '', 'ownSpecialDisability', 'ownGeneralDisability', '', '', ''];

const flags: Box[] = [
  ...flagHeads.map((text, i) =>
    i === 5 || i === 6
      ? label({ x: LEFT + i * 8.5, y: 234, w: 8.5, h: 12 }, text, { vertical: true, size: SMALL })
      : label({ x: LEFT + i * 8.5, y: 228, w: 8.5, h: 18 }, text, { vertical: true, size: LABEL }),
  ),
  label({ x: LEFT + 42.5, y: 228, w: 17, h: 6 }, '本人が障害者', { size: SMALL }),
  ...flagFields.map((field, i) => {
    const place = { x: LEFT + i * 8.5, y: 246, w: 8.5, h: 9 };
    return field === '' ? empty(place) : value(place, field);
  }),
  label({ x: LEFT + 85, y: 228, w: 50, h: 9 }, '中　途　就　・　退　職'),
  ...row(
    { x: LEFT + 85, y: 237, h: 9 },
    ...['就職', '退職', '年', '月', '日'].map((text) => cell(10, (at) => label(at, text))),
  ),
  ...row(
    { x: LEFT + 85, y: 246, h: 9 },
    ...['joined', '', 'joinedYear', 'joinedMonth', 'joinedDay'].map((field) =>
      cell(10, (at) => (field === '' ? empty(at) : value(at, field))),
    ),
  ),
  label({ x: LEFT + 135, y: 228, w: 51, h: 9 }, '受　給　者　生　年　月　日'),
  ...row(
    { x: LEFT + 135, y: 237, h: 9 },
    cell(15, (at) => label(at, '元号')),
    ...['年', '月', '日'].map((text) => cell(12, (at) => label(at, text))),
  ),
  ...row(
    { x: LEFT + 135, y: 246, h: 9 },
    cell(15, (at) => value(at, 'birthEra')),
    ...['birthYear', 'birthMonth', 'birthDay'].map((field) => cell(12, (at) => value(at, field))),
  ),
];

const payer: Box[] = [
  label({ x: LEFT, y: 255, w: 8, h: 24 }, '支払者', { vertical: true, size: 7.5 }),
  label({ x: LEFT + 8, y: 255, w: 28, h: 11 }, '住所(居所)\n又は所在地'),
  value({ x: LEFT + 36, y: 255, w: 150, h: 11 }, 'payerAddress', { align: 'left', size: 9.5 }),
  label({ x: LEFT + 8, y: 266, w: 28, h: 13 }, '氏名又は名称'),
  value({ x: LEFT + 36, y: 266, w: 105, h: 13 }, 'payerName', { align: 'left', size: 11 }),
  value({ x: LEFT + 141, y: 266, w: 45, h: 13 }, 'payerPhone', { size: 8 }),
];

const outline: Box[] = [
  { x: LEFT, y: 23, w: WIDTH, h: 256, label: '', size: LABEL, frame: 'bold' },
  { x: LEFT, y: 55, w: WIDTH, h: 60, label: '', size: LABEL, frame: 'bold' },
  { x: LEFT, y: 147, w: WIDTH, h: 81, label: '', size: LABEL, frame: 'bold' },
  { x: LEFT, y: 228, w: WIDTH, h: 27, label: '', size: LABEL, frame: 'bold' },
];

export const withholdingSlipLayout: readonly Box[] = [
  ...title,
  ...recipient,
  ...totals,
  ...family,
  ...deductions,
  ...remarks,
  ...lifeInsurance,
  ...housing,
  ...spouse,
  ...relatives,
  ...flags,
  ...payer,
  ...outline,
];
