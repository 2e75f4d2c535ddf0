/**
 * 国民の祝日・休日 by year, as the Cabinet Office publishes them: 内閣府「国民の祝日について」, syukujitsu.csv at
 * https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html. A year's list becomes official with the 暦要項 of the National
 * Astronomical Observatory (官報, first working day of February of the year before), since 春分の日 and 秋分の日 are fixed
 * by it. Days are MMDD.
 */
export type HolidayYear = {
  readonly days: readonly string[];
  /** What the list was taken from and checked against. */
  readonly source: string;
  /**
   * `published`: on the official list. All of them are checked by the rules of 祝日法 (第2条, 第3条) in the tests; there is no
   * lower grade, because a deadline is not computed from a guess.
   */
  readonly confidence: 'published';
};

const year = (days: string, source: string): HolidayYear => ({
  days: days.split(' '),
  source: `内閣府 syukujitsu.csv; ${source}`,
  confidence: 'published',
});

const ordinary = '国民の祝日に関する法律 第2条・第3条, 暦要項';

export const holidayYears: Readonly<Record<number, HolidayYear>> = {
  2019: year(
    '0101 0114 0211 0321 0429 0430 0501 0502 0503 0504 0505 0506 0715 0811 0812 0916 0923 1014 1022 1103 1104 1123',
    '天皇の即位の日及び即位礼正殿の儀の行われる日を休日とする法律 (平成30年法律第99号): 5/1 and 10/22, hence 4/30 and 5/2',
  ),
  2020: year(
    '0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0723 0724 0810 0921 0922 1103 1123',
    '平成三十二年東京オリンピック競技大会・東京パラリンピック競技大会特別措置法 第32条: 7/23, 7/24, 8/10',
  ),
  2021: year(
    '0101 0111 0211 0223 0320 0429 0503 0504 0505 0722 0723 0808 0809 0920 0923 1103 1123',
    '同法 第32条 (令和2年法律第68号): 7/22, 7/23, 8/8',
  ),
  2022: year('0101 0110 0211 0223 0321 0429 0503 0504 0505 0718 0811 0919 0923 1010 1103 1123', ordinary),
  2023: year('0101 0102 0109 0211 0223 0321 0429 0503 0504 0505 0717 0811 0918 0923 1009 1103 1123', ordinary),
  2024: year(
    '0101 0108 0211 0212 0223 0320 0429 0503 0504 0505 0506 0715 0811 0812 0916 0922 0923 1014 1103 1104 1123',
    ordinary,
  ),
  2025: year(
    '0101 0113 0211 0223 0224 0320 0429 0503 0504 0505 0506 0721 0811 0915 0923 1013 1103 1123 1124',
    ordinary,
  ),
  2026: year('0101 0112 0211 0223 0320 0429 0503 0504 0505 0506 0720 0811 0921 0922 0923 1012 1103 1123', ordinary),
  2027: year('0101 0111 0211 0223 0321 0322 0429 0503 0504 0505 0719 0811 0920 0923 1011 1103 1123', ordinary),
};
