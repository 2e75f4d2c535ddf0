import { describe, expect, test } from '@jest/globals';
import { fitText } from './fit-text.js';

/** Every character is one em wide. */
const measure = (text: string) => [...new Intl.Segmenter('ja').segment(text)].length;
const box = (width: number, height: number, largest = 10) => ({ width, height, largest });

test('a text that fits keeps its size and its line', () => {
  expect(fitText('山田太郎', box(100, 20), measure)).toEqual({ size: 10, lines: ['山田太郎'] });
});

test('a slightly longer one stays on its line and is made smaller', () => {
  expect(fitText('一二三四五六七八九十', box(90, 20), measure)).toEqual({ size: 9, lines: ['一二三四五六七八九十'] });
});

test('a long one is broken into lines', () => {
  expect(fitText('一二三四五六七八九十', box(50, 30), measure)).toEqual({
    size: 10,
    lines: ['一二三四五', '六七八九十'],
  });
});

test('line breaks of the text are kept', () => {
  expect(fitText('〒100\n東京都', box(100, 30), measure)).toEqual({ size: 10, lines: ['〒100', '東京都'] });
});

test('no line begins with a closing mark', () => {
  expect(fitText('（一二三）四五', box(40, 50), measure)?.lines).toEqual(['（一二三）', '四五']);
});

test('a character of two UTF-16 units or with a combining mark is never split', () => {
  const fitted = fitText('𠮷𠮷𠮷が', box(20, 60), measure);
  expect(fitted?.lines).toEqual(['𠮷𠮷', '𠮷が']);
});

describe('what does not fit', () => {
  test('is refused, not cut', () => {
    expect(fitText('一'.repeat(500), box(50, 30), measure)).toBeUndefined();
  });
  test('fits at the edge of the smallest size', () => {
    const perLine = 20;
    expect(fitText('一'.repeat(perLine * 3), box(perLine * 4.5, 3 * 1.22 * 4.5), measure)?.lines).toHaveLength(3);
    expect(fitText('一'.repeat(perLine * 3 + 1), box(perLine * 4.5, 3 * 1.22 * 4.5), measure)).toBeUndefined();
  });
});
