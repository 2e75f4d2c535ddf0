import { expect, test } from '@jest/globals';
import { CHUNK_BYTES, inChunks } from './chunks.js';

const collect = async (source: Iterable<Uint8Array>): Promise<Buffer[]> => {
  const chunks: Buffer[] = [];
  for await (const chunk of inChunks(source)) chunks.push(chunk);
  return chunks;
};

test.each([
  ['nothing', [], []],
  ['one byte', [1], [1]],
  ['exactly one chunk', [CHUNK_BYTES], [CHUNK_BYTES]],
  ['one byte more', [CHUNK_BYTES + 1], [CHUNK_BYTES, 1]],
  ['small pieces', [40_000, 40_000, 40_000], [CHUNK_BYTES, 54_464]],
  ['a large piece', [200_000], [CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES, 3_392]],
])('%s', async (_what, sizes, expected) => {
  const pieces = sizes.map((size, i) => Buffer.alloc(size, i + 1));
  const chunks = await collect(pieces);
  expect(chunks.map((chunk) => chunk.length)).toEqual(expected);
  expect(Buffer.concat(chunks).equals(Buffer.concat(pieces))).toBe(true);
});
