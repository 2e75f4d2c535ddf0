import { taxYear } from '@nencho/kernel';
import { parametersSchema, type RuleSet } from '../parameters.js';
import { parameters2024 } from './2024.js';
import { columns, fraction, inferredFrom, man, percent, sourcedAs } from './year-file.js';

const checked = '2026-11-22';
const official = sourcedAs('official', checked);
const transcribed = sourcedAs('official_transcribed', checked);
const singleSource = sourcedAs('single_source', checked);

/**
 * 令和7年分, for adjustments on or after 1 December 2025 (令和7年法律第13号). The booklet's printed form has no ⑱: 特定親族特別控除額
 * is written beside ⑰ there. The numbers of the reform were read in S1; the tables that did not change are transcribed.
 */
export const parameters2025: RuleSet = parametersSchema.parse({
  taxYear: taxYear(2025),
  lastPaymentFrom: official('S1', '2025-12-01'),
  nextReview: '2027-06-30',
  provisional: false,
  mainSalaryLimit: transcribed('T; 所得税法第190条', man(2_000), 'exactly 20,000,000 is still adjusted'),
  salaryTable: transcribed(
    'S1; T; 所得税法別表第五',
    [
      { from: 0, kind: 'zero' },
      { from: 651_000, kind: 'subtract', subtract: man(65) },
      { from: man(190), kind: 'rate', unit: 4_000, multiply: percent(70), subtract: man(8) },
      { from: man(360), kind: 'rate', unit: 4_000, multiply: percent(80), subtract: man(44) },
      { from: man(660), kind: 'rate', unit: 1, multiply: percent(90), subtract: man(110) },
      { from: man(850), kind: 'subtract', subtract: man(195) },
    ],
    'the printed table has 1,175 rows',
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
  dependantIncomeLimit: official('S1; 所得税法第2条第1項第33号・第34号', man(58)),
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
  specialRelative: official('S1; 所得税法第84条の2', [
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
    ownIncomeLimit: man(85),
    incomeNotFromLabourLimit: man(10),
  }),
  pensionAdjustmentMaximum: singleSource('C1 措法第41条の3の11第2項', man(10)),
  basicDeduction: official('S1 1-1; 所得税法第86条; 措法第41条の16の2', [
    { upTo: man(132), amount: man(95) },
    { upTo: man(336), amount: man(88) },
    { upTo: man(489), amount: man(68) },
    { upTo: man(655), amount: man(63) },
    { upTo: man(2_350), amount: man(58) },
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
    newlyQualifyingSalary: official('S1', { above: man(103), upTo: man(123) }),
    finalReturnOtherIncomeAbove: transcribed('T; 所得税法第121条', man(20)),
  },
});

/** 令和7年分 for adjustments up to 30 November 2025: the numbers of R6, inferred from the transitional words of S1. */
export const parameters2025BeforeReform: RuleSet = parametersSchema.parse(
  inferredFrom(
    parameters2024,
    {
      ...{ taxYear: taxYear(2025), nextReview: '2027-06-30' },
      lastPaymentFrom: { ...parameters2024.lastPaymentFrom, source: 'S1', value: '2025-01-01' },
      flatReduction: undefined,
    },
    ['lastPaymentFrom'],
  ),
);
