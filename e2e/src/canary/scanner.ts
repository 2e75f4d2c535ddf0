import { contentsOf } from './containers.js';
import { numberForms, textForms, type Form } from './encodings.js';
import { createMatcher, type Match } from './multi-pattern.js';

/** What must be found nowhere: texts, and numbers of at least eight digits. */
export type Canaries = { readonly texts: readonly string[]; readonly numbers: readonly number[] };

/** Where something was found that should not be there, and how it was written. */
export type Hit = { readonly place: string; readonly canary: string; readonly encoding: string };

type Found = Omit<Form, 'bytes'> & { readonly canary: string };

const deepest = 3;
const windowBytes = 16 * 2 ** 20;
/** A compressed stream that begins shortly before the end of a window is read again from the next one. */
const overlapBytes = 2 ** 20;

const zeros = Buffer.alloc(windowBytes);

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/** Seven digits of a time stamp are no amount. */
const standsAlone = (bytes: Buffer, { value, at, length }: Match<Found>): boolean =>
  value.digits !== true || !(isDigit(bytes[at - 1]) || isDigit(bytes[at + length]));

export type Scanner = {
  readonly scan: (place: string, bytes: Buffer) => readonly Hit[];
  /** In windows, for what does not fit into memory. */
  readonly scanStream: (place: string, chunks: AsyncIterable<Buffer>) => Promise<readonly Hit[]>;
};

const unique = (hits: readonly Hit[]): readonly Hit[] => [
  ...new Map(hits.map((hit) => [`${hit.place}\n${hit.canary}\n${hit.encoding}`, hit])).values(),
];

export const createScanner = ({ texts, numbers }: Canaries): Scanner => {
  const forms = [
    ...texts.flatMap((text) => textForms(text).map((form) => ({ canary: text, form }))),
    ...numbers.flatMap((number) => numberForms(number).map((form) => ({ canary: String(number), form }))),
  ];
  const matcher = createMatcher<Found>(
    forms.map(({ canary, form: { bytes, ...form } }) => ({ bytes, value: { canary, ...form } })),
  );
  const look = (place: string, bytes: Buffer, depth: number): readonly Hit[] => [
    ...matcher
      .matchesIn(bytes)
      .filter((match) => standsAlone(bytes, match))
      .map(({ value: { canary, encoding } }) => ({ place, canary, encoding })),
    ...(depth === 0
      ? []
      : contentsOf(bytes).flatMap(({ container, bytes: inner }) => look(`${place} (${container})`, inner, depth - 1))),
  ];
  const scan = (place: string, bytes: Buffer): readonly Hit[] => unique(look(place, bytes, deepest));
  return {
    scan,
    scanStream: async (place, chunks) => {
      const hits: Hit[] = [];
      let window = Buffer.alloc(0);
      for await (const chunk of chunks) {
        if (chunk.equals(zeros.subarray(0, chunk.length))) {
          // Nothing but preallocated: only what ends in zeros can reach into it.
          if (window.length > 0) hits.push(...scan(place, Buffer.concat([window, zeros.subarray(0, matcher.longest)])));
          window = Buffer.alloc(0);
          continue;
        }
        window = Buffer.concat([window, chunk]);
        if (window.length < windowBytes) continue;
        hits.push(...scan(place, window));
        window = window.subarray(window.length - Math.max(overlapBytes, matcher.longest));
      }
      return unique([...hits, ...scan(place, window)]);
    },
  };
};
