import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openStreamEnvelope, sealStreamEnvelope, STREAM_CHUNK_BYTES } from './stream-envelope.js';

type Case = { size: number; keyId: string; key: string; salt: string; sha256: string; begin: string; end: string };
type Vectors = { tenantId: string; name: string; documentId: string; cases: Case[] };
const vectors = JSON.parse(readFileSync(new URL('../vectors/stream-2.json', import.meta.url), 'utf8')) as Vectors;
const hex = (text: string) => Buffer.from(text, 'hex');
const place = { tenantId: vectors.tenantId, name: vectors.name, documentId: vectors.documentId };

/** The bytes that the vectors were made of. */
const pattern = (size: number): Buffer => Buffer.from(Uint8Array.from({ length: size }, (_, i) => (i * 7) % 251));

const inParts = function* (bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
};

const collect = async (source: AsyncIterable<Buffer>): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece);
  return Buffer.concat(pieces);
};

const key = hex(vectors.cases[0]?.key ?? '');
const keyId = vectors.cases[0]?.keyId ?? '';
const seal = async (plaintext: Buffer, parts = 100_000, salt = 1): Promise<Buffer> =>
  collect(sealStreamEnvelope({ keyId, key }, place, inParts(plaintext, parts), (size) => Buffer.alloc(size, salt)));
const open = async (sealed: Buffer, where = place, parts = 50_000): Promise<Buffer> =>
  collect(openStreamEnvelope(async () => Promise.resolve(key), where, inParts(sealed, parts)));

describe('what another implementation sealed', () => {
  test.each(vectors.cases)('is sealed to the same bytes: $size', async (one) => {
    const sealed = await collect(
      sealStreamEnvelope({ keyId: one.keyId, key: hex(one.key) }, place, [pattern(one.size)], () => hex(one.salt)),
    );
    expect(sealed.subarray(0, 64).toString('hex')).toBe(one.begin);
    expect(sealed.subarray(-64).toString('hex')).toBe(one.end);
    expect(createHash('sha256').update(sealed).digest('hex')).toBe(one.sha256);
    expect((await open(sealed)).equals(pattern(one.size))).toBe(true);
  });
});

describe('a file', () => {
  test.each([0, 1, STREAM_CHUNK_BYTES - 1, STREAM_CHUNK_BYTES, STREAM_CHUNK_BYTES + 1, 3 * STREAM_CHUNK_BYTES])(
    'of %d bytes comes back, whatever the borders of what comes in',
    async (size) => {
      for (const parts of [1_000, STREAM_CHUNK_BYTES, 1_000_000]) {
        expect((await open(await seal(pattern(size), parts), place, parts)).equals(pattern(size))).toBe(true);
      }
    },
  );

  test('is not held in memory: pieces come out while others go in', async () => {
    let given = 0;
    const endless = function* (): Generator<Buffer> {
      for (;;) {
        given += 1;
        yield pattern(STREAM_CHUNK_BYTES);
      }
    };
    const sealed = sealStreamEnvelope({ keyId, key }, place, endless(), (size) => Buffer.alloc(size));
    let opened = 0;
    for await (const piece of openStreamEnvelope(async () => Promise.resolve(key), place, sealed)) {
      opened += piece.length;
      if (opened >= 10 * STREAM_CHUNK_BYTES) break;
    }
    expect(given).toBeLessThanOrEqual(13);
  });
});

describe('is refused:', () => {
  const header = 33;
  const piece = STREAM_CHUNK_BYTES + 16;
  let sealed: Buffer;
  beforeAll(async () => {
    sealed = await seal(pattern(3 * STREAM_CHUNK_BYTES));
  });
  const at = (number: number): Buffer => sealed.subarray(header + number * piece, header + (number + 1) * piece);
  const refused = async (bytes: Buffer, where = place): Promise<void> =>
    expect(open(bytes, where)).rejects.toMatchObject({ code: 'internal' });

  test('a file that was cut off between two pieces, within one, or in its header', async () => {
    await refused(sealed.subarray(0, header + 2 * piece));
    await refused(sealed.subarray(0, header + piece + 7));
    await refused(sealed.subarray(0, header));
    await refused(sealed.subarray(0, 20));
  });

  test('pieces in another order, twice, or left out', async () => {
    const head = sealed.subarray(0, header);
    await refused(Buffer.concat([head, at(1), at(0), at(2)]));
    await refused(Buffer.concat([head, at(0), at(0), at(1), at(2)]));
    await refused(Buffer.concat([head, at(1), at(2)]));
  });

  test('a file with something after its end, be it a piece of its own', async () => {
    await refused(Buffer.concat([sealed, Buffer.of(0)]));
    await refused(Buffer.concat([sealed, at(2)]));
    await refused(Buffer.concat([sealed, await seal(pattern(10))]));
  });

  test('a piece of another file under the same key and place', async () => {
    const other = await seal(pattern(3 * STREAM_CHUNK_BYTES), 100_000, 2);
    await refused(
      Buffer.concat([
        sealed.subarray(0, header),
        other.subarray(header, header + piece),
        sealed.subarray(header + piece),
      ]),
    );
  });

  test.each([0, 5, 20, 40, 100_000])('one flipped bit at byte %d', async (position) => {
    const changed = Buffer.from(sealed);
    changed[position] = (changed[position] ?? 0) ^ 1;
    await refused(changed);
  });

  test('a file in the place of another tenant, kind or document', async () => {
    await refused(sealed, { ...place, tenantId: '1f8fad5b-d9cb-469f-a165-70867728950e' });
    await refused(sealed, { ...place, name: 'document.preview/1' });
    await refused(sealed, { ...place, documentId: 'another' });
  });
});
