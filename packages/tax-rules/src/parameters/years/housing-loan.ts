import { rate } from '@nencho/kernel';
import type { HousingLoanLimit, HousingLoanRules } from '../rule-set.js';
import { day, man, sourcedAs } from './year-file.js';

const checked = day('2026-11-22');
const singleSource = sourcedAs('single_source', checked);

type Work = HousingLoanLimit['work'];
type Years = readonly [from: number, to: number];

/** Rows of one kind of work and span of years of residence: [performance, 借入限度額, the same for 子育て等]. */
const rows = (
  work: Work,
  [residenceFrom, residenceTo]: Years,
  ...limits: readonly (readonly [HousingLoanLimit['performance'], number, number])[]
): readonly HousingLoanLimit[] =>
  limits.map(([performance, limit, childRearing]) => ({
    ...{ work, performance, residenceFrom, residenceTo },
    ...{ limit: man(limit), childRearingLimit: man(childRearing) },
  }));

/**
 * 住宅借入金等特別控除 for residence from 2022 on: the limits go by the year of residence, so that every tax year has the same
 * table. Residence of before 2022 and everything that is not in it needs the amount of the certificate.
 */
export const housingLoanFrom2022: HousingLoanRules = {
  limits: singleSource('C1 措法第41条', [
    ...rows(
      'new_house',
      [2022, 2023],
      ['certified', 5_000, 5_000],
      ['zeh', 4_500, 4_500],
      ['energy_saving', 4_000, 4_000],
      ['other', 3_000, 3_000],
    ),
    ...rows(
      'new_house',
      [2024, 2025],
      ['certified', 4_500, 5_000],
      ['zeh', 3_500, 4_500],
      ['energy_saving', 3_000, 4_000],
      ['other', 0, 0],
    ),
    ...rows(
      'new_house',
      [2026, 2027],
      ['certified', 4_500, 5_000],
      ['zeh', 3_500, 4_500],
      ['energy_saving', 2_000, 3_000],
      ['other', 0, 0],
    ),
    ...rows(
      'used_house',
      [2022, 2025],
      ['certified', 3_000, 3_000],
      ['zeh', 3_000, 3_000],
      ['energy_saving', 3_000, 3_000],
      ['other', 2_000, 2_000],
    ),
    ...rows(
      'used_house',
      [2026, 2027],
      ['certified', 3_500, 4_500],
      ['zeh', 3_500, 4_500],
      ['energy_saving', 2_000, 3_000],
      ['other', 2_000, 2_000],
    ),
  ]),
  transitionalLimit: singleSource(
    'C1 措法第41条',
    man(2_000),
    'その他 houses of before: 経過措置, residence from 2024 on',
  ),
  credit: singleSource('C1 措法第41条第2項', { multiply: rate(7, 1_000), unit: 100 }),
  smallHouseIncomeLimit: singleSource('C1 措法第41条', man(1_000), '床面積 40㎡ 以上 50㎡ 未満'),
  wholeFromShare: sourcedAs('memory', checked)('M 措法施行令第26条', 9_000, '居住用割合 of 90 % or more is the whole'),
};
