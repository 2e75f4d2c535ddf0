import { taxYear } from '@nencho/kernel';
import { parametersSchema, type RuleSet } from '../parameters.js';
import { columns, fraction, man, percent, sourcedAs } from './year-file.js';

const checked = '2026-11-22';
const official = sourcedAs('official', checked);
const transcribed = sourcedAs('official_transcribed', checked);
const memory = sourcedAs('memory', checked);
const singleSource = sourcedAs('single_source', checked);

/**
 * 令和6年分, with the flat reduction (定額減税). Its salary table and the procedure of the reduction rest on one program and on
 * memory; no worked example of the National Tax Agency was found.
 */
export const parameters2024: RuleSet = parametersSchema.parse({
  taxYear: taxYear(2024),
  lastPaymentFrom: transcribed('T', '2024-01-01'),
  nextReview: '2027-06-30',
  provisional: false,
  mainSalaryLimit: transcribed('T; 所得税法第190条', man(2_000), 'exactly 20,000,000 is still adjusted'),
  salaryTable: memory(
    'M; 所得税法別表第五',
    [
      { from: 0, kind: 'zero' },
      { from: 551_000, kind: 'subtract', subtract: man(55) },
      { from: 1_619_000, kind: 'fixed', amount: 1_069_000 },
      { from: 1_620_000, kind: 'fixed', amount: 1_070_000 },
      { from: 1_622_000, kind: 'fixed', amount: 1_072_000 },
      { from: 1_624_000, kind: 'fixed', amount: 1_074_000 },
      { from: 1_628_000, kind: 'rate', unit: 4_000, multiply: percent(60), add: man(10), subtract: 0 },
      { from: man(180), kind: 'rate', unit: 4_000, multiply: percent(70), subtract: man(8) },
      { from: man(360), kind: 'rate', unit: 4_000, multiply: percent(80), subtract: man(44) },
      { from: man(660), kind: 'rate', unit: 1, multiply: percent(90), subtract: man(110) },
      { from: man(850), kind: 'subtract', subtract: man(195) },
    ],
    'one program computes the same; the printed table was not seen',
  ),
  incomeAdjustment: transcribed(
    'T; 措法第41条の3の11第1項; 措法第41条の3の12',
    { above: man(850), salaryCap: man(1_000), multiply: percent(10), maximum: man(15) },
    'fractions of a yen upwards',
  ),
  youngDependantBelowAge: transcribed('T; 措法第41条の3の11第1項', 23),
  life: {
    newContracts: transcribed('T; 所得税法第76条', {
      tiers: [
        { upTo: man(2), multiply: fraction(1, 1), add: 0 },
        { upTo: man(4), multiply: fraction(1, 2), add: man(1) },
        { upTo: man(8), multiply: fraction(1, 4), add: man(2) },
      ],
      maximum: man(4),
    }),
    oldContracts: transcribed('T; 所得税法第76条', {
      tiers: [
        { upTo: 25_000, multiply: fraction(1, 1), add: 0 },
        { upTo: man(5), multiply: fraction(1, 2), add: 12_500 },
        { upTo: man(10), multiply: fraction(1, 4), add: man(2.5) },
      ],
      maximum: man(5),
    }),
    combinedMaximum: transcribed('T; 所得税法第76条', man(4)),
    totalMaximum: transcribed('T; 所得税法第76条第4項', man(12)),
  },
  earthquake: {
    earthquakeMaximum: transcribed('T; 所得税法第77条', man(5)),
    oldLongTerm: transcribed('T; 所得税法第77条', {
      tiers: [
        { upTo: man(1), multiply: fraction(1, 1), add: 0 },
        { upTo: man(2), multiply: fraction(1, 2), add: 5_000 },
      ],
      maximum: 15_000,
    }),
    totalMaximum: transcribed('T; 所得税法第77条', man(5)),
  },
  dependantIncomeLimit: official('S1; 所得税法第2条第1項第33号・第34号', man(48)),
  spouse: {
    ownIncomeLimits: transcribed('T; 所得税法第83条', columns(900, 950, 1_000)),
    elderlyFromAge: transcribed('T; 所得税法第2条第1項第33号の3', 70),
    general: transcribed('T; 所得税法第83条', columns(38, 26, 13)),
    elderly: transcribed('T; 所得税法第83条', columns(48, 32, 16)),
    special: transcribed('T; 所得税法第83条の2', [
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
  dependantAges: transcribed('T; 所得税法第2条第1項第34号の2〜第34号の4', {
    generalFrom: 16,
    specificFrom: 19,
    specificBelow: 23,
    elderlyFrom: 70,
  }),
  dependantAmounts: transcribed('T; 所得税法第84条; 措法第41条の16', {
    general: man(38),
    specific: man(63),
    elderly: man(48),
    elderlyLivingTogetherParent: man(58),
  }),
  disability: transcribed('T; 所得税法第79条', {
    general: man(27),
    special: man(40),
    specialLivingTogether: man(75),
  }),
  nonResidentAges: official('S1 3-1; 所得税法第2条第1項第34号の2', { reasonFrom: 30, reasonBelow: 70 }),
  widow: transcribed(
    'T; 所得税法第80条',
    { amount: man(27), ownIncomeLimit: man(500) },
    'the amount; who is a widow rests on memory of the article',
  ),
  singleParent: transcribed('S1; T; 所得税法第81条', { amount: man(35), ownIncomeLimit: man(500) }),
  workingStudent: official('S1; 所得税法第82条', {
    amount: man(27),
    ownIncomeLimit: man(75),
    incomeNotFromLabourLimit: man(10),
  }),
  flatReduction: sourcedAs('secondary', checked)(
    'D; 措法第41条の3の7',
    { perPerson: man(3), ownIncomeLimit: man(1_805) },
    'the amount; the procedure rests on memory',
  ),
  pensionAdjustmentMaximum: singleSource('C1 措法第41条の3の11第2項', man(10)),
  basicDeduction: official('S1 1-1; 所得税法第86条', [
    { upTo: man(2_400), amount: man(48) },
    { upTo: man(2_450), amount: man(32) },
    { upTo: man(2_500), amount: man(16) },
  ]),
  taxableUnit: transcribed('T', 1_000),
  taxTable: transcribed(
    'T; 所得税法第89条',
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
  annualTax: transcribed('T; 復興財源確保法', { multiply: fraction(1_021, 1_000), unit: 100 }),
  ledgerOrder: { source: 'T', confidence: 'official_transcribed', checked },
  totalIncome: { source: 'C1', confidence: 'single_source', checked },
  fullDeduction: { source: 'T; 所得税法第74条・第75条', confidence: 'official_transcribed', checked },
  notices: {
    finalReturnOtherIncomeAbove: transcribed('T; 所得税法第121条', man(20)),
  },
});
