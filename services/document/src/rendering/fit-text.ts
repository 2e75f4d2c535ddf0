/** Width of a text in em at size 1. */
export type Measure = (text: string) => number;

export type FittedText = { readonly size: number; readonly lines: readonly string[] };

/** Smallest size that still reads on paper. */
const SMALLEST = 4.5;
const STEP = 0.25;
/** Height of a line in em. */
export const LINE_HEIGHT = 1.22;

/** 行頭禁則: what must not begin a line. */
const NOT_FIRST = '、。，．）」』】〕・ー々ゝゞ）)]}';

/** Breaks as Japanese does, between any two characters, except before what must not begin a line. */
const breakLines = (text: string, width: number, measure: Measure): string[] => {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const { segment } of new Intl.Segmenter('ja', { granularity: 'grapheme' }).segment(paragraph)) {
      if (line !== '' && measure(line + segment) > width && !NOT_FIRST.includes(segment)) {
        lines.push(line);
        line = '';
      }
      line += segment;
    }
    lines.push(line);
  }
  return lines;
};

/**
 * The largest size, from `largest` downwards, at which the text fits into the box (points): on one line if that does
 * not cost more than a third of the size, else on several. `undefined` when nothing fits; a text is never cut.
 */
export const fitText = (
  text: string,
  box: { readonly width: number; readonly height: number; readonly largest: number },
  measure: Measure,
): FittedText | undefined => {
  const fits = (size: number, lines: readonly string[]) =>
    lines.length * LINE_HEIGHT * size <= box.height + 0.01 &&
    lines.every((line) => measure(line) * size <= box.width + 0.01);
  const oneLine = text.includes('\n') ? [] : [text];
  for (let size = box.largest; size >= Math.max(SMALLEST, (box.largest * 2) / 3); size -= STEP) {
    if (oneLine.length === 1 && fits(size, oneLine)) return { size, lines: oneLine };
  }
  for (let size = box.largest; size >= SMALLEST; size -= STEP) {
    const lines = breakLines(text, box.width / size, measure);
    if (fits(size, lines)) return { size, lines };
  }
  return undefined;
};
