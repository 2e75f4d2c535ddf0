import { localDate, yen, type TaxYear, type Yen } from '@nencho/kernel';
import type { Citation, Confidence, Sourced } from './rule-set.js';

// What the instructions for 給与所得の源泉徴収票 fix beside the law of the tax itself: who gets which box, codes, rows.

const checked = localDate('2026-11-22');
const cited = (source: string, confidence: Confidence, note?: string): Citation => ({
  ...{ source, confidence, checked },
  ...(note === undefined ? {} : { note }),
});
const sourced = <T>(source: string, confidence: Confidence, value: T, note?: string): Sourced<T> => ({
  ...cited(source, confidence, note),
  value,
});

/** Where each box of the slip is laid down; ①–③, ⑧, ⑬ and ㉕–㉙ are numbered after the known form. */
export const slipCitation: Citation = cited(
  'S3; 所得税法第226条第1項',
  'official',
  'the numbers ①–③, ⑧, ⑬ and ㉕–㉙ are inferred from the known form',
);

/** Rows for 控除対象扶養親族等 (㉒) and for 16歳未満の扶養親族 (㉔); whoever is further down is named in 摘要. */
export const slipRows = sourced('S3', 'official', 4);

/** 区分 of a 特定親族 by 特定親族特別控除額: of a resident and of a non-resident. */
export const specialRelativeCodes = sourced<readonly { readonly deduction: Yen; readonly code: number }[]>(
  'S3',
  'official',
  [63, 61, 51, 41, 31, 21, 11, 6, 3].map((man, i) => ({ deduction: yen(man * 10_000), code: (i + 1) * 10 })),
);

/** 区分 of a 控除対象扶養親族; 00 is a resident, 01 a non-resident below or above the ages that need a reason. */
export const dependantCodes = sourced('S3', 'official', {
  resident: '00',
  nonResident: '01',
  studyAbroad: '02',
  disability: '03',
  remittance: '04',
});

/** 未成年者: younger than this on 1 January of the next year. */
export const minorBelowAge = sourced('M', 'memory', 18);

/**
 * 源泉控除対象配偶者: the person's own 合計所得金額 and the spouse's, each up to this. The slip of whoever is not adjusted
 * shows this spouse in ⑧, that of whoever is adjusted the 控除対象配偶者.
 */
export const withholdingSpouse = sourced(
  'S2',
  'official',
  { own: yen(9_000_000), spouse: yen(950_000) },
  'R8 and R9; that R6 had the same limits is memory',
);

/** 源泉控除対象親族, from R8 on: a 特定親族 with income up to this is counted on the slip of whoever is not adjusted. */
const withholdingRelative = sourced('S1; S2', 'official', { fromYear: 2026, income: yen(1_000_000) });

export const withholdingRelativeLimit = (year: TaxYear): Yen | undefined =>
  year >= withholdingRelative.value.fromYear ? withholdingRelative.value.income : undefined;

/** Why a text stands in 摘要, and which text asks for it. */
export const remarkRules = {
  further_relative: cited('S3', 'official'),
  further_young: cited('S3', 'official'),
  disabled_spouse: cited('S3', 'official'),
  income_adjustment: cited('S3', 'official'),
  life_special: cited('S3; 措法第41条の15の5', 'official'),
  previous_employer: cited('S3', 'official'),
  flat_reduction: cited('D', 'secondary'),
  flat_reduction_spouse: cited('D', 'secondary'),
  joined_and_left: cited('S3', 'official', 'the wording is ours'),
} as const satisfies Readonly<Record<string, Citation>>;

export type RemarkKind = keyof typeof remarkRules;
