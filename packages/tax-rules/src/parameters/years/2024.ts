import { rate, taxYear, yen } from '@nencho/kernel';
import type { RuleSet } from '../rule-set.js';
import { housingLoanFrom2022 } from './housing-loan.js';
import {
  columns,
  day,
  fixed,
  less,
  man,
  percent,
  premiums,
  share,
  sourcedAs,
  steps,
  taxRows,
  zero,
} from './year-file.js';

const checked = day('2026-11-22');
const official = sourcedAs('official', checked);
const transcribed = sourcedAs('official_transcribed', checked);
const memory = sourcedAs('memory', checked);
const singleSource = sourcedAs('single_source', checked);

/**
 * 令和6年分, with the flat reduction (定額減税). Its salary table and the procedure of the reduction rest on one program and on
 * memory; no worked example of the National Tax Agency was found.
 */
export const parameters2024: RuleSet = {
  taxYear: taxYear(2024),
  lastPaymentFrom: transcribed('T', day('2024-01-01')),
  nextReview: day('2027-06-30'),
  provisional: false,
  mainSalaryLimit: transcribed('T; 所得税法第190条', man(2_000), 'exactly 20,000,000 is still adjusted'),
  salaryTable: memory(
    'M; 所得税法別表第五',
    [
      zero,
      less(551_000, man(55)),
      fixed(1_619_000, 1_069_000),
      fixed(1_620_000, 1_070_000),
      fixed(1_622_000, 1_072_000),
      fixed(1_624_000, 1_074_000),
      share(yen(1_628_000), percent(60), { add: man(10) }),
      share(man(180), percent(70), { subtract: man(8) }),
      share(man(360), percent(80), { subtract: man(44) }),
      share(man(660), percent(90), { unit: 1, subtract: man(110) }),
      less(man(850), man(195)),
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
    newContracts: transcribed(
      'T; 所得税法第76条',
      premiums(
        [
          [man(2), rate(1, 1), 0],
          [man(4), rate(1, 2), man(1)],
          [man(8), rate(1, 4), man(2)],
        ],
        man(4),
      ),
    ),
    oldContracts: transcribed(
      'T; 所得税法第76条',
      premiums(
        [
          [yen(25_000), rate(1, 1), 0],
          [man(5), rate(1, 2), 12_500],
          [man(10), rate(1, 4), man(2.5)],
        ],
        man(5),
      ),
    ),
    combinedMaximum: transcribed('T; 所得税法第76条', man(4)),
    totalMaximum: transcribed('T; 所得税法第76条第4項', man(12)),
  },
  earthquake: {
    earthquakeMaximum: transcribed('T; 所得税法第77条', man(5)),
    oldLongTerm: transcribed(
      'T; 所得税法第77条',
      premiums(
        [
          [man(1), rate(1, 1), 0],
          [man(2), rate(1, 2), 5_000],
        ],
        15_000,
      ),
    ),
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
  nonResidentRemittance: official('S1 3-1; 所得税法第2条第1項第34号の2', man(38)),
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
  basicDeduction: official(
    'S1 1-1; 所得税法第86条',
    steps([man(2_400), man(48)], [man(2_450), man(32)], [man(2_500), man(16)]),
  ),
  taxableUnit: transcribed('T', 1_000),
  taxTable: transcribed(
    'T; 所得税法第89条',
    taxRows(
      [1_950_000, 5, 0],
      [3_300_000, 10, 97_500],
      [6_950_000, 20, 427_500],
      [9_000_000, 23, 636_000],
      [18_000_000, 33, 1_536_000],
      [18_050_000, 40, 2_796_000],
    ),
    'ends at 18,050,000: above it there is no year-end adjustment',
  ),
  housingLoanIncomeLimit: singleSource(
    'C1 措法第41条',
    man(2_000),
    'for residence from 2022; of an earlier residence the limit is not known here, so that the reviewer is warned',
  ),
  housingLoan: housingLoanFrom2022,
  partTimeExitLimit: singleSource('E', man(103)),
  annualTax: transcribed('T; 復興財源確保法', { multiply: rate(1_021, 1_000), unit: 100 }),
  ledgerOrder: { source: 'T', confidence: 'official_transcribed', checked },
  totalIncome: { source: 'C1', confidence: 'single_source', checked },
  fullDeduction: { source: 'T; 所得税法第74条・第75条', confidence: 'official_transcribed', checked },
  notices: {
    finalReturnOtherIncomeAbove: transcribed('T; 所得税法第121条', man(20)),
  },
};
