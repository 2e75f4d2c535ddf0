import { useLingui } from '@lingui/react';

const tokyo = 'Asia/Tokyo';
/** Dates are read by their numbers; British English puts the day first and leaves no doubt about the month. */
const formatLocales: Record<string, string> = { ja: 'ja-JP', en: 'en-GB' };

type DateTexts = {
  /** '2026-12-15' → 2026年12月15日; what is no date stays as it is. */
  readonly date: (isoDate: string) => string;
  /** '2026-12-15' → 2026年12月15日(火) */
  readonly deadline: (isoDate: string) => string;
  /** '2026-12-15T14:32:10+09:00' → 2026年12月15日 14:32, in Japan's time wherever the reader is. */
  readonly instant: (rfc3339: string) => string;
};

const format = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat(formatLocales[locale] ?? locale, options);
  return (text: string): string => {
    const time = new Date(text);
    return Number.isNaN(time.getTime()) ? text : formatter.format(time);
  };
};

/** Dates and times in the reader's words. */
export const useDateTexts = (): DateTexts => {
  const { i18n } = useLingui();
  const day = { year: 'numeric', month: 'long', day: 'numeric' } as const;
  return {
    date: format(i18n.locale, { ...day, timeZone: 'UTC' }),
    deadline: format(i18n.locale, { ...day, weekday: 'short', timeZone: 'UTC' }),
    instant: format(i18n.locale, { ...day, hour: '2-digit', minute: '2-digit', timeZone: tokyo }),
  };
};
