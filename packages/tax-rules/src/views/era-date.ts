import type { LocalDate } from '@nencho/kernel';

const eras = [
  { name: '令和', from: '2019-05-01', first: 2019 },
  { name: '平成', from: '1989-01-08', first: 1989 },
  { name: '昭和', from: '1926-12-25', first: 1926 },
  { name: '大正', from: '1912-07-30', first: 1912 },
  { name: '明治', from: '1868-01-25', first: 1868 },
] as const;

export type EraDate = { readonly era: string; readonly year: string; readonly month: string; readonly day: string };

/** 和暦。 The first year of an era is 元. */
export const eraDate = (date: LocalDate): EraDate => {
  const era = eras.find(({ from }) => from <= date);
  const [year = '', month = '', day = ''] = date.split('-');
  if (era === undefined) return { era: '西暦', year, month: String(Number(month)), day: String(Number(day)) };
  const ofEra = Number(year) - era.first + 1;
  return {
    era: era.name,
    year: ofEra === 1 ? '元' : String(ofEra),
    month: String(Number(month)),
    day: String(Number(day)),
  };
};

/** 令和8年12月1日 */
export const eraText = (date: LocalDate): string => {
  const { era, year, month, day } = eraDate(date);
  return `${era}${year}年${month}月${day}日`;
};
