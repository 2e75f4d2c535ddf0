import { type Clock } from '@nencho/kernel';

/** Stands still until the test moves it. */
export type FixedClock = Clock & { advance(milliseconds: number): void; set(instant: string): void };

/** @param instant RFC 3339, e.g. `2026-12-10T09:00:00+09:00` */
export const fixedClock = (instant: string): FixedClock => {
  let now = new Date(instant).getTime();
  return {
    now: () => new Date(now),
    advance: (milliseconds) => {
      now += milliseconds;
    },
    set: (next) => {
      now = new Date(next).getTime();
    },
  };
};
