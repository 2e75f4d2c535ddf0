import { AppError } from './app-error.js';

declare const localDateBrand: unique symbol;

/** A calendar date 'YYYY-MM-DD' (years 1000–9999) without time or zone: every legal date is one. */
export type LocalDate = string & { readonly [localDateBrand]: 'LocalDate' };

const pattern = /^([1-9]\d{3})-(\d{2})-(\d{2})$/;
const millisecondsPerDay = 86_400_000;
/** Japan has kept +09:00 without summer time since 1952, before any instant that this system records. */
const tokyoOffsetMs = 9 * 3_600_000;

const utcMidnight = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`);

const isoAt = (epochMs: number): string => {
  if (!Number.isFinite(epochMs)) throw new RangeError('not an instant');
  return new Date(epochMs).toISOString();
};

/** True for an existing calendar date in exactly the form YYYY-MM-DD (2026-02-29 is none). */
export const isLocalDate = (value: unknown): value is LocalDate => {
  if (typeof value !== 'string') return false;
  const match = pattern.exec(value);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

/** A date from its ISO text; AppError `validation_failed` when there is no such day. The text is not repeated. */
export const localDate = (value: string): LocalDate => {
  if (isLocalDate(value)) return value;
  throw new AppError('validation_failed', 'not a calendar date', { violations: [{ path: '', rule: 'date' }] });
};

/** Negative, zero or positive, as `a` is before, on or after `b`. */
export const compareDates = (a: LocalDate, b: LocalDate): number => (a < b ? -1 : a > b ? 1 : 0);

/** The date `days` later (earlier when negative). */
export const addDays = (date: LocalDate, days: number): LocalDate => {
  if (!Number.isInteger(days)) throw new RangeError('days are whole');
  return localDate(isoAt(utcMidnight(date) + days * millisecondsPerDay).slice(0, 10));
};

/** The date on the wall calendar in Japan at that instant: the "today" of every legal rule. */
export const dateInTokyo = (instant: Date): LocalDate =>
  localDate(isoAt(instant.getTime() + tokyoOffsetMs).slice(0, 10));

/** RFC 3339 with milliseconds and the offset of Japan: 2026-12-01T09:00:00.000+09:00. */
export const formatInstant = (instant: Date): string => isoAt(instant.getTime() + tokyoOffsetMs).replace('Z', '+09:00');
