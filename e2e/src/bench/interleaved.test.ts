import { describe, expect, test } from '@jest/globals';
import { interleaved, median, percentile, ratioOf } from './interleaved.js';

const comparison = { name: 'n', unit: 'ms', what: { ours: '', reference: '' } } as const;

describe('figures of a benchmark', () => {
  test('the median of an even count lies between the two in the middle', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([9, 1, 5])).toBe(5);
    expect(() => median([])).toThrow(RangeError);
  });

  test('a percentile is a sample: the smallest that enough samples do not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([percentile(hundred, 0.5), percentile(hundred, 0.95), percentile(hundred, 1)]).toEqual([50, 95, 100]);
  });

  test('a ratio below 1 is worse than the reference, whichever way the unit points', () => {
    expect(ratioOf({ ...comparison, better: 'smaller', ours: [20], reference: [10] })).toBe(0.5);
    expect(ratioOf({ ...comparison, better: 'larger', ours: [20], reference: [40] })).toBe(0.5);
  });

  test('both alternatives take turns', async () => {
    const order: string[] = [];
    const take = (name: string, value: number) => async () => {
      order.push(name);
      return Promise.resolve(value);
    };
    const samples = await interleaved(2, { ours: take('ours', 1), reference: take('reference', 2) });
    expect(order).toEqual(['ours', 'reference', 'ours', 'reference']);
    expect(samples).toEqual({ ours: [1, 1], reference: [2, 2] });
  });
});
