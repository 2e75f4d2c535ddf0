import { addDays, dateInTokyo, type LocalDate } from '@nencho/kernel';
import { addBusinessDays, businessDaysBetween } from '@nencho/kernel/business-days';

/** What is promised, in business days (営業日) after the last day of the contract, which is day 0. */
export const promised = { grace: 20, certificate: 46, limit: 60 } as const;

/** Days at which somebody must be told that an erasure is not certified yet. */
export const alarmDays = [40, 50, 55] as const;
export type Alarm = 0 | (typeof alarmDays)[number];

export type Deadlines = {
  /** First day on which the erasure may begin; until the day before, two administrators may cancel. */
  readonly graceEnds: LocalDate;
  readonly certificateDue: LocalDate;
  readonly limit: LocalDate;
};

/** @throws AppError `illegal_state` `calendar_year_missing` when a year's holidays are not published yet. */
export const deadlinesOf = (endDate: LocalDate, graceBusinessDays: number): Deadlines => ({
  graceEnds: addBusinessDays(endDate, graceBusinessDays),
  certificateDue: addBusinessDays(endDate, promised.certificate),
  limit: addBusinessDays(endDate, promised.limit),
});

/** Which business day of the contract's end it is; negative before it. */
export const businessDayAt = (endDate: LocalDate, now: Date): number => businessDaysBetween(endDate, dateInTokyo(now));

export const alarmAt = (businessDay: number): Alarm => alarmDays.findLast((day) => businessDay >= day) ?? 0;

/** The first instant of a day in Japan. */
export const startOfDay = (date: LocalDate): Date => new Date(`${date}T00:00:00+09:00`);

/** The first instant after a day in Japan. */
export const endOfDay = (date: LocalDate): Date => startOfDay(addDays(date, 1));
