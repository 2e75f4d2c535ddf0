import { taxYear } from '@nencho/kernel';
import { parametersSchema, type RuleSet } from '../parameters.js';
import { columns, fraction, man, percent, sourcedAs } from './year-file.js';

const checked = '2026-11-22';
/** Read for R8; that R9 keeps it is inferred. */
const official = sourcedAs('inferred', checked);
const transcribed = sourcedAs('inferred', checked);
const secondary = sourcedAs('secondary', checked);
const singleSource = sourcedAs('single_source', checked);

/**
 * 令和9年分, provisional: its booklet is not out. As R8 but for ひとり親控除 (38万) and the tax added to ㉕, which stays 102.1 % in all
 * (復興特別所得税 1.1 % and 防衛特別所得税 1 %): one figure, since nothing says how to split it to the yen.
 */
export const parameters2027: RuleSet = parametersSchema.parse({
  taxYear: taxYear(2027),
  lastPaymentFrom: secondary('S5; D', '2027-01-01'),
  nextReview: '2027-04-30',
  provisional: true,
  mainSalaryLimit: official('S2; 所得税法第190条', man(2_000), 'exactly 20,000,000 is still adjusted'),
  salaryTable: transcribed(
    'S2 p.36; 所得税法別表第五; 措法第29条の4',
    [
      { from: 0, kind: 'zero' },
      { from: 741_000, kind: 'subtract', subtract: man(74) },
      { from: 2_191_000, kind: 'fixed', amount: 1_451_000 },
      { from: 2_193_000, kind: 'fixed', amount: 1_453_000 },
      { from: 2_196_000, kind: 'fixed', amount: 1_456_000 },
      { from: man(220), kind: 'rate', unit: 4_000, multiply: percent(70), subtract: man(8) },
      { from: man(360), kind: 'rate', unit: 4_000, multiply: percent(80), subtract: man(44) },
      { from: man(660), kind: 'rate', unit: 1, multiply: percent(90), subtract: man(110) },
      { from: man(850), kind: 'subtract', subtract: man(195) },
    ],
    'below 741,000 and from 6,600,000 the text itself was read (official)',
  ),
  incomeAdjustment: official(
    'S2 p.37; 措法第41条の3の11第1項; 措法第41条の3の12',
    { above: man(850), salaryCap: man(1_000), multiply: percent(10), maximum: man(15) },
    'fractions of a yen upwards: 8,765,432 → 26,544',
  ),
  youngDependantBelowAge: official('S2 pp.10–11; S3; 措法第41条の15の5', 23),
  life: {
    newContracts: transcribed('S2; 所得税法第76条', {
      tiers: [
        { upTo: man(2), multiply: fraction(1, 1), add: 0 },
        { upTo: man(4), multiply: fraction(1, 2), add: man(1) },
        { upTo: man(8), multiply: fraction(1, 4), add: man(2) },
      ],
      maximum: man(4),
    }),
    oldContracts: transcribed('S2; 所得税法第76条', {
      tiers: [
        { upTo: 25_000, multiply: fraction(1, 1), add: 0 },
        { upTo: man(5), multiply: fraction(1, 2), add: 12_500 },
        { upTo: man(10), multiply: fraction(1, 4), add: man(2.5) },
      ],
      maximum: man(5),
    }),
    combinedMaximum: transcribed('S2; 所得税法第76条', man(4)),
    totalMaximum: transcribed('S2; 所得税法第76条第4項', man(12)),
    under23: {
      newGeneral: official('S2; S3; 措法第41条の15の5', {
        tiers: [
          { upTo: man(3), multiply: fraction(1, 1), add: 0 },
          { upTo: man(6), multiply: fraction(1, 2), add: 15_000 },
          { upTo: man(12), multiply: fraction(1, 4), add: man(3) },
        ],
        maximum: man(6),
      }),
      combinedMaximum: transcribed('S2 pp.57–59; 措法第41条の15の5', man(6), 'shown by worked example A'),
      worthClaimingAbove: official('S2; S3', man(2), 'both formulas give the whole premium up to here'),
    },
  },
  earthquake: {
    earthquakeMaximum: transcribed('S2; 所得税法第77条', man(5)),
    oldLongTerm: transcribed('S2; 所得税法第77条', {
      tiers: [
        { upTo: man(1), multiply: fraction(1, 1), add: 0 },
        { upTo: man(2), multiply: fraction(1, 2), add: 5_000 },
      ],
      maximum: 15_000,
    }),
    totalMaximum: transcribed('S2; 所得税法第77条', man(5)),
  },
  dependantIncomeLimit: official('S2; 所得税法第2条第1項第33号・第34号', man(62)),
  spouse: {
    ownIncomeLimits: transcribed('S2 p.55; 所得税法第83条', columns(900, 950, 1_000)),
    elderlyFromAge: official('S2 pp.10–11; 所得税法第2条第1項第33号の3', 70),
    general: transcribed('S2 p.55; 所得税法第83条', columns(38, 26, 13)),
    elderly: transcribed('S2 p.55; 所得税法第83条', columns(48, 32, 16)),
    special: transcribed('S2 p.55; 所得税法第83条の2', [
      { upTo: man(95), amounts: columns(38, 26, 13) },
      { upTo: man(100), amounts: columns(36, 24, 12) },
      { upTo: man(105), amounts: columns(31, 21, 11) },
      { upTo: man(110), amounts: columns(26, 18, 9) },
      { upTo: man(115), amounts: columns(21, 14, 7) },
      { upTo: man(120), amounts: columns(16, 11, 6) },
      { upTo: man(125), amounts: columns(11, 8, 4) },
      { upTo: man(130), amounts: columns(6, 4, 2) },
      { upTo: man(133), amounts: columns(3, 2, 1) },
    ]),
  },
  dependantAges: official('S2 pp.10–11; 所得税法第2条第1項第34号の2〜第34号の4', {
    generalFrom: 16,
    specificFrom: 19,
    specificBelow: 23,
    elderlyFrom: 70,
  }),
  dependantAmounts: transcribed('S2; 所得税法第84条; 措法第41条の16', {
    general: man(38),
    specific: man(63),
    elderly: man(48),
    elderlyLivingTogetherParent: man(58),
  }),
  specialRelative: official('S2 p.56; 所得税法第84条の2', [
    { upTo: man(85), amount: man(63) },
    { upTo: man(90), amount: man(61) },
    { upTo: man(95), amount: man(51) },
    { upTo: man(100), amount: man(41) },
    { upTo: man(105), amount: man(31) },
    { upTo: man(110), amount: man(21) },
    { upTo: man(115), amount: man(11) },
    { upTo: man(120), amount: man(6) },
    { upTo: man(123), amount: man(3) },
  ]),
  disability: transcribed('S2; 所得税法第79条', {
    general: man(27),
    special: man(40),
    specialLivingTogether: man(75),
  }),
  nonResidentAges: official('S1 3-1; S2; 所得税法第2条第1項第34号の2', { reasonFrom: 30, reasonBelow: 70 }),
  widow: transcribed(
    'S2; 所得税法第80条',
    { amount: man(27), ownIncomeLimit: man(500) },
    'the amount; who is a widow rests on memory of the article',
  ),
  singleParent: secondary('D; 所得税法第81条', { amount: man(38), ownIncomeLimit: man(500) }),
  workingStudent: official('S1; S2; 所得税法第82条', {
    amount: man(27),
    ownIncomeLimit: man(89),
    incomeNotFromLabourLimit: man(10),
  }),
  pensionAdjustmentMaximum: singleSource('C1 措法第41条の3の11第2項', man(10)),
  basicDeduction: transcribed(
    'S2 p.56; 所得税法第86条',
    [
      { upTo: man(489), amount: man(104) },
      { upTo: man(655), amount: man(67) },
      { upTo: man(2_350), amount: man(62) },
      { upTo: man(2_400), amount: man(48) },
      { upTo: man(2_450), amount: man(32) },
      { upTo: man(2_500), amount: man(16) },
    ],
    'worked example B: income 3,070,400 → 1,040,000',
  ),
  taxableUnit: official('S2 pp.35–39', 1_000),
  taxTable: official(
    'S2 pp.38, 55; 所得税法第89条',
    [
      { upTo: 1_950_000, multiply: percent(5), subtract: 0 },
      { upTo: 3_300_000, multiply: percent(10), subtract: 97_500 },
      { upTo: 6_950_000, multiply: percent(20), subtract: 427_500 },
      { upTo: 9_000_000, multiply: percent(23), subtract: 636_000 },
      { upTo: 18_000_000, multiply: percent(33), subtract: 1_536_000 },
      { upTo: 18_050_000, multiply: percent(40), subtract: 2_796_000 },
    ],
    'ends at 18,050,000: above it there is no year-end adjustment',
  ),
  housingLoanIncomeLimit: singleSource(
    'C1 措法第41条',
    man(2_000),
    'for residence from 2022; the facts do not tell the year of residence, so that above it the reviewer is warned',
  ),
  annualTax: secondary('D; 復興財源確保法', { multiply: fraction(1_021, 1_000), unit: 100 }),
  ledgerOrder: { source: 'S2 pp.35–39', confidence: 'inferred', checked },
  totalIncome: { source: 'S2 p.20', confidence: 'single_source', checked, note: 'the page was read as quoted by C1' },
  fullDeduction: { source: 'S2 pp.27–28; 所得税法第74条・第75条', confidence: 'inferred', checked },
  notices: {
    finalReturnOtherIncomeAbove: official('S4; 所得税法第121条', man(20)),
  },
});
