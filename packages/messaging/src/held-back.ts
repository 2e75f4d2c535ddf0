const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** Aggregates whose events could not be published just now. They wait, so that the others' turn comes. */
export type HeldBack = {
  /** Those whose time is not over yet. */
  readonly ids: () => readonly string[];
  /** Holds it back, twice as long as the time before if the trouble is its own. */
  readonly failed: (aggregateId: string, trouble: 'its_own' | 'everybodys') => void;
  readonly succeeded: (aggregateId: string) => void;
};

/** Kept in memory: a relay that starts anew finds out anew. */
export const heldBack = (now: () => number = () => performance.now()): HeldBack => {
  const waits = new Map<string, { readonly waitMs: number; readonly until: number }>();
  return {
    ids: () => [...waits].filter(([, { until }]) => until > now()).map(([id]) => id),
    failed: (aggregateId, trouble) => {
      const before = waits.get(aggregateId)?.waitMs;
      const doubled = before === undefined ? FIRST_MS : Math.min(LONGEST_MS, before * 2);
      const waitMs = trouble === 'its_own' ? doubled : (before ?? FIRST_MS);
      waits.set(aggregateId, { waitMs, until: now() + waitMs });
    },
    succeeded: (aggregateId) => void waits.delete(aggregateId),
  };
};
