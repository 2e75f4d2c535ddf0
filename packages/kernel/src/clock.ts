/** The only source of the present moment; injected everywhere. */
export type Clock = { now(): Date };

export const systemClock: Clock = { now: () => new Date() };

/** A clock that runs `shiftMs` ahead of (negative: behind) its base: a season can be played on any day. */
export const shiftedClock = (shiftMs: number, base: Clock = systemClock): Clock => ({
  now: () => new Date(base.now().getTime() + shiftMs),
});
