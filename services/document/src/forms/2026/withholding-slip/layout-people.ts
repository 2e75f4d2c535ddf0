import type { Box } from '../../form.js';
import { amount, cell, empty, label, LABEL, LEFT, type Place, row, SMALL, value } from './cells.js';

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
const flagFields = [
  'minor',
  'foreigner',
  'death',
  'disaster',
  'secondaryColumn',
  'ownSpecialDisability',
  'ownGeneralDisability',
  'widow',
  'singleParent',
  'workingStudent',
];

const flags: Box[] = [
  ...flagHeads.map((text, i) =>
    i === 5 || i === 6
      ? label({ x: LEFT + i * 8.5, y: 234, w: 8.5, h: 12 }, text, { vertical: true, size: SMALL })
      : label({ x: LEFT + i * 8.5, y: 228, w: 8.5, h: 18 }, text, { vertical: true, size: LABEL }),
  ),
  label({ x: LEFT + 42.5, y: 228, w: 17, h: 6 }, '本人が障害者', { size: SMALL }),
  ...flagFields.map((field, i) => value({ x: LEFT + i * 8.5, y: 246, w: 8.5, h: 9 }, field)),
  label({ x: LEFT + 85, y: 228, w: 50, h: 9 }, '中　途　就　・　退　職'),
  ...row(
    { x: LEFT + 85, y: 237, h: 9 },
    ...['就職', '退職', '年', '月', '日'].map((text) => cell(10, (at) => label(at, text))),
  ),
  ...row(
    { x: LEFT + 85, y: 246, h: 9 },
    ...['joined', 'left', 'movementYear', 'movementMonth', 'movementDay'].map((field) =>
      cell(10, (at) => value(at, field)),
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

/** Who it is about and who paid. */
export const peopleBoxes = { recipient, spouse, relatives, flags, payer };
