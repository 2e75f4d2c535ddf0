import { describe, expect, test } from '@jest/globals';
import { encodeCp932, textForms } from './encodings.js';
import { createMatcher } from './multi-pattern.js';
import { newMarker, plantedForms } from './marker.js';
import { createScanner } from './scanner.js';

const noise = (length: number, seed: number): Buffer => {
  let state = seed;
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 24;
    }),
  );
};

async function* inChunks(bytes: Buffer, size: number): AsyncIterable<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

describe('the matcher', () => {
  test('finds what indexOf finds, wherever it lies, and nothing else', () => {
    const patterns = Array.from({ length: 500 }, (_, index) => noise(6 + (index % 40), index + 1));
    const text = Buffer.concat(patterns.flatMap((pattern, index) => [noise(index % 9, index + 7_000), pattern]));
    const matcher = createMatcher(patterns.map((bytes, value) => ({ bytes, value })));
    const found = new Set(matcher.matchesIn(text).map(({ value, at }) => `${value} ${at}`));
    const expected = patterns.flatMap((pattern, value) => {
      const places: string[] = [];
      for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) places.push(`${value} ${at}`);
      return places;
    });
    expect([...found].sort()).toEqual(expected.sort());
    expect(matcher.matchesIn(noise(100_000, 987_654_321))).toEqual([]);
  });

  test('finds overlapping and repeated patterns, and one at the very end', () => {
    const matcher = createMatcher([
      { bytes: Buffer.from('aabaab'), value: 'a' },
      { bytes: Buffer.from('abaaba'), value: 'b' },
    ]);
    const found = matcher.matchesIn(Buffer.from('aabaabaab')).map(({ value, at }) => `${value}${at}`);
    expect(found.sort()).toEqual(['a0', 'a3', 'b1']);
  });

  test('refuses patterns that chance would find', () => {
    expect(() => createMatcher([{ bytes: Buffer.from('short'), value: 1 }])).toThrow('met by chance');
  });
});

describe('the encodings', () => {
  test('CP932 is what Windows writes', () => {
    expect(encodeCp932('山田ｶﾅ①～表')?.toString('hex')).toBe('8e529363b6c587408160955c');
    expect(new TextDecoder('shift_jis').decode(encodeCp932('髙島屋の表示ソ能 ｶﾅ①'))).toBe('髙島屋の表示ソ能 ｶﾅ①');
    expect(encodeCp932('𠮷野')).toBeUndefined();
  });

  test('base64 is found wherever the text begins', () => {
    const { scan } = createScanner({ texts: ['金絲雀と申します'], numbers: [] });
    for (const before of ['', 'a', 'ab', 'abc', 'abcd']) {
      for (const after of ['', 'x', 'xy']) {
        const bytes = Buffer.from(`${before}金絲雀と申します${after}`);
        for (const alphabet of ['base64', 'base64url'] as const) {
          expect(scan('place', Buffer.from(bytes.toString(alphabet))).map(({ encoding }) => encoding)).toContainEqual(
            expect.stringMatching(/^base64.* of utf-8$/),
          );
        }
      }
    }
  });

  test('each form of a text differs from the others', () => {
    const forms = textForms('金絲雀の家').map(({ bytes }) => bytes.toString('latin1'));
    expect(new Set(forms).size).toBe(forms.length);
    expect(forms.length).toBeGreaterThan(30);
  });
});

describe('the scanner', () => {
  const marker = newMarker();
  const canaries = { texts: [marker.text], numbers: [marker.number] };

  test.each(plantedForms(marker).map((form) => [form.encoding, form] as const))('finds %s', (_encoding, { bytes }) => {
    const { scan } = createScanner(canaries);
    const buried = Buffer.concat([noise(1_003, 5), Buffer.from('\n'), bytes, Buffer.from('\n'), noise(1_001, 6)]);
    expect(scan('place', buried).length).toBeGreaterThan(0);
  });

  test('finds what lies across the border of two windows, and a stream that begins before it', async () => {
    const { scanStream } = createScanner(canaries);
    for (const { encoding, bytes } of plantedForms(marker).filter((_, index) => index % 13 === 0)) {
      const file = Buffer.concat([Buffer.alloc(16 * 2 ** 20 - 7, '. '), bytes, Buffer.alloc(1_000, '. ')]);
      const hits = await scanStream('place', inChunks(file, 3_000_001));
      expect([encoding, hits.length > 0]).toEqual([encoding, true]);
    }
  }, 120_000);

  test('finds a number whose last bytes are zeros, before a page of zeros', async () => {
    const { scanStream } = createScanner({ texts: [], numbers: [12_345_678] });
    const number = Buffer.alloc(8);
    number.writeBigInt64LE(12_345_678n);
    const file = Buffer.concat([
      noise(4_088, 7),
      number.subarray(0, 4),
      Buffer.alloc(40_000),
      Buffer.from(' 12345678 '),
    ]);
    const hits = await scanStream('place', inChunks(file, 4_092));
    expect(hits.map(({ encoding }) => encoding).sort()).toEqual(['int64le', 'utf-8']);
  });

  test('takes no part of a longer number for the number', () => {
    const { scan } = createScanner({ texts: [], numbers: [12_345_678] });
    expect(scan('place', Buffer.from('1712345678123'))).toEqual([]);
    expect(scan('place', Buffer.from('yen 12345678, 112345678')).map(({ encoding }) => encoding)).toEqual(['utf-8']);
  });
});
