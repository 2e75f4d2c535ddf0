import { rate, taxYear, yen } from '@nencho/kernel';
import type { RuleSet } from '../rule-set.js';
import { parameters2024 } from './2024.js';
import { housingLoanFrom2022 } from './housing-loan.js';
import {
  columns,
  day,
  inferredFrom,
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
const singleSource = sourcedAs('single_source', checked);

/**
 * 令和7年分, for adjustments on or after 1 December 2025 (令和7年法律第13号). The booklet's printed form has no ⑱: 特定親族特別控除額
 * is written beside ⑰ there. The numbers of the reform were read in S1; the tables that did not change are transcribed.
 */
export const parameters2025: RuleSet = {
  taxYear: taxYear(2025),
  lastPaymentFrom: official('S1', day('2025-12-01')),
  nextReview: day('2027-06-30'),
  provisional: false,
  mainSalaryLimit: transcribed('T; 所得税法第190条', man(2_000), 'exactly 20,000,000 is still adjusted'),
  salaryTable: transcribed(
    'S1; T; 所得税法別表第五',
    [
      zero,
      less(651_000, man(65)),
      share(man(190), percent(70), { subtract: man(8) }),
      share(man(360), percent(80), { subtract: man(44) }),
      share(man(660), percent(90), { unit: 1, subtract: man(110) }),
      less(man(850), man(195)),
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
  specialRelative: official(
    'S1; 所得税法第84条の2',
    steps(
      [man(85), man(63)],
      [man(90), man(61)],
      [man(95), man(51)],
      [man(100), man(41)],
      [man(105), man(31)],
      [man(110), man(21)],
      [man(115), man(11)],
      [man(120), man(6)],
      [man(123), man(3)],
    ),
  ),
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
    ownIncomeLimit: man(85),
    incomeNotFromLabourLimit: man(10),
  }),
  pensionAdjustmentMaximum: singleSource('C1 措法第41条の3の11第2項', man(10)),
  basicDeduction: official(
    'S1 1-1; 所得税法第86条; 措法第41条の16の2',
    steps(
      [man(132), man(95)],
      [man(336), man(88)],
      [man(489), man(68)],
      [man(655), man(63)],
      [man(2_350), man(58)],
      [man(2_400), man(48)],
      [man(2_450), man(32)],
      [man(2_500), man(16)],
    ),
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
  partTimeExitLimit: singleSource('E', man(123), 'whether already before 1 December 2025 is unclear'),
  annualTax: transcribed('T; 復興財源確保法', { multiply: rate(1_021, 1_000), unit: 100 }),
  ledgerOrder: { source: 'T', confidence: 'official_transcribed', checked },
  totalIncome: { source: 'C1', confidence: 'single_source', checked },
  fullDeduction: { source: 'T; 所得税法第74条・第75条', confidence: 'official_transcribed', checked },
  notices: {
    newlyQualifyingSalary: official('S1', { above: man(103), upTo: man(123) }),
    finalReturnOtherIncomeAbove: transcribed('T; 所得税法第121条', man(20)),
  },
};

/** 令和7年分 for adjustments up to 30 November 2025: the numbers of R6, inferred from the transitional words of S1. */
export const parameters2025BeforeReform: RuleSet = inferredFrom(
  parameters2024,
  {
    ...{ taxYear: taxYear(2025), nextReview: day('2027-06-30') },
    lastPaymentFrom: { ...parameters2024.lastPaymentFrom, source: 'S1', value: day('2025-01-01') },
    flatReduction: undefined,
  },
  ['lastPaymentFrom'],
);
