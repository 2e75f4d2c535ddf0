import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from './index.js';

describe('canonicalJson', () => {
  test('sorts keys at every depth and leaves out undefined members', () => {
    expect(canonicalJson({ b: 1, a: { d: [3, { z: 0, y: null }], c: 'x' }, u: undefined })).toBe(
      '{"a":{"c":"x","d":[3,{"y":null,"z":0}]},"b":1}',
    );
  });

  test('dates are their ISO text, holes and undefined in arrays are null', () => {
    expect(canonicalJson([new Date(0), undefined])).toBe('["1970-01-01T00:00:00.000Z",null]');
  });

  test('a key named __proto__ is a key like any other', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"b":2}'))).toBe('{"__proto__":{"a":1},"b":2}');
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, new Map(), new Uint8Array(2), undefined])(
    'refuses what JSON would lose: %p',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
      expect(() => canonicalJson({ value: value ?? Number.NaN })).toThrow(TypeError);
    },
  );

  test('equal values have equal text whatever the order of keys, and the text parses back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const reversed = JSON.parse(JSON.stringify(value), (_key, v: unknown) =>
          typeof v === 'object' && v !== null && !Array.isArray(v)
            ? Object.fromEntries(Object.entries(v).reverse())
            : v,
        ) as unknown;
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
