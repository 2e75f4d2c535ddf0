/** Largest piece of a file in one message. */
export const CHUNK_BYTES = 64 * 1024;

/** The bytes in pieces of at most 64 KiB, joined across the borders of what comes in. */
export const inChunks = async function* (
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= CHUNK_BYTES) {
      yield rest.subarray(0, CHUNK_BYTES);
      rest = rest.subarray(CHUNK_BYTES);
    }
  }
  if (rest.length > 0) yield rest;
};
