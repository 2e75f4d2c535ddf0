/** Bytes to look for, and what finding them means. */
export type Pattern<T> = { readonly bytes: Buffer; readonly value: T };

export type Match<T> = { readonly value: T; readonly at: number; readonly length: number };

export type Matcher<T> = {
  /** Length of the longest pattern: windows over a stream must overlap by this much. */
  readonly longest: number;
  readonly matchesIn: (bytes: Buffer) => readonly Match<T>[];
};

const windowBytes = 4;
// Taken out once: within Jest's context every look at a global costs more than the rest of the loop.
const { imul } = Math;
const filterBits = 22;

type Anchored<T> = Pattern<T> & { /** Where the window ends within the pattern. */ readonly end: number };

const distinctBytes = (bytes: Buffer): number => new Set(bytes).size;

/** The most telling four bytes of a pattern, the last such ones: beginnings are alike, and zeros are everywhere. */
const anchor = <T>(pattern: Pattern<T>): Anchored<T> => {
  const { bytes } = pattern;
  if (bytes.length < windowBytes + 2) throw new Error(`a pattern of ${bytes.length} bytes would be met by chance`);
  const ends = Array.from({ length: bytes.length - windowBytes + 1 }, (_, start) => start + windowBytes);
  const scored = ends.map((end) => ({ end, score: distinctBytes(bytes.subarray(end - windowBytes, end)) }));
  const best = Math.max(...scored.map(({ score }) => score));
  return { ...pattern, end: scored.findLast(({ score }) => score === best)?.end ?? windowBytes };
};

const hash = (window: number): number => imul(window, 0x9e37_79b1) >>> (32 - filterBits);

/**
 * Looks for thousands of patterns in one pass: the last four bytes are hashed into a filter, and what passes is compared
 * in full (Wu–Manber without skipping). Needs 4 MiB whatever the patterns, where an automaton would need hundreds.
 */
export const createMatcher = <T>(patterns: readonly Pattern<T>[]): Matcher<T> => {
  const filter = new Uint8Array(2 ** filterBits);
  const byWindow = new Map<number, Anchored<T>[]>();
  for (const pattern of patterns.map(anchor)) {
    const window = pattern.bytes.readUInt32BE(pattern.end - windowBytes);
    filter[hash(window)] = 1;
    byWindow.set(window, [...(byWindow.get(window) ?? []), pattern]);
  }
  return {
    longest: Math.max(0, ...patterns.map(({ bytes }) => bytes.length)),
    matchesIn: (bytes) => {
      const matches: Match<T>[] = [];
      let window = 0;
      for (let index = 0; index < bytes.length; index += 1) {
        window = (window << 8) | (bytes[index] ?? 0);
        if (index < windowBytes - 1 || filter[hash(window)] === 0) continue;
        for (const { bytes: wanted, end, value } of byWindow.get(window >>> 0) ?? []) {
          const at = index + 1 - end;
          if (
            at >= 0 &&
            bytes.compare(wanted, 0, wanted.length, at, Math.min(at + wanted.length, bytes.length)) === 0
          ) {
            matches.push({ value, at, length: wanted.length });
          }
        }
      }
      return matches;
    },
  };
};
