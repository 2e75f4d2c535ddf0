/** What the drawing process says: a length of four bytes and a kind before each part. */
export type Frame = { readonly kind: 'scan' | 'refused' | 'page' | 'end'; readonly bytes: Buffer };

const kinds = ['scan', 'refused', 'page', 'end'] as const;
const HEADER_BYTES = 5;

export const encodeFrame = ({ kind, bytes }: Frame): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(bytes.length);
  header.writeUInt8(kinds.indexOf(kind), 4);
  return Buffer.concat([header, bytes]);
};

/** Reads parts until the source ends; `undefined` in place of a part that makes no sense, and then no more. */
export const decodeFrames = async function* (
  source: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Frame | undefined, undefined> {
  let rest = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readUInt32BE();
      const kind = kinds[rest.readUInt8(4)];
      if (kind === undefined || length > maxBytes) {
        yield undefined;
        return;
      }
      if (rest.length < HEADER_BYTES + length) break;
      yield { kind, bytes: Buffer.from(rest.subarray(HEADER_BYTES, HEADER_BYTES + length)) };
      rest = rest.subarray(HEADER_BYTES + length);
    }
  }
};
