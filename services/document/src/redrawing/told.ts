import { z } from 'zod';
import type { Scan } from '../application/attachment-ports.js';
import type { Media } from '../domain/media.js';
import type { Refusal } from './drawn.js';
import { plainJpegSize } from './jpeg.js';
import { MAX_PAGES, MAX_PIXELS, MAX_PREVIEWS_BYTES, PREVIEW_SIDE } from './limits.js';

// What a drawing process tells is a stranger's word as well: whoever wrote the file may have taken the process over.

/** Thrown when a drawing process told something that cannot be. */
export class Untrue extends Error {
  constructor(readonly what: 'scan' | 'refusal' | 'page' | 'pages' | 'order') {
    super(what);
  }
}

const whole = (min: number, max: number) => z.int().min(min).max(max);
const LONGEST_SIDE = 1_000_000;

const scanShape = z.strictObject({
  pages: whole(1, MAX_PAGES),
  width: whole(1, LONGEST_SIDE),
  height: whole(1, LONGEST_SIDE),
  resolution: whole(0, LONGEST_SIDE),
  isColour: z.boolean(),
});

const most = z.strictObject({ max: z.string().regex(/^\d{1,9}$/) });
const refusalShape: z.ZodType<Refusal> = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('broken_file') }),
  z.strictObject({ rule: z.literal('encrypted_file') }),
  z.strictObject({ rule: z.literal('too_complex') }),
  z.strictObject({ rule: z.literal('too_many_pixels'), params: most }),
  z.strictObject({ rule: z.literal('too_many_pages'), params: most }),
]);

const parsed = <T>(shape: z.ZodType<T>, bytes: Buffer, what: Untrue['what']): T => {
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw new Untrue(what);
  }
};

export const toldScan = (media: Media, bytes: Buffer): Scan => {
  const scan = parsed(scanShape, bytes, 'scan');
  const isPicture = media !== 'pdf';
  if (isPicture && (scan.pages !== 1 || scan.width * scan.height > MAX_PIXELS)) throw new Untrue('scan');
  return scan;
};

export const toldRefusal = (bytes: Buffer): Refusal => parsed(refusalShape, bytes, 'refusal');

/** Renderers round sides in their own ways, by a pixel of the scaled side or a point of the page. */
const isAbout = (side: number, expected: number): boolean => Math.abs(side - expected) <= 2 + expected / 100;

/** Watches the pages of one file go by: how many, how large together, each a plain JPEG, the first of the size told. */
export const pageWatch = (media: Media, { pages, width, height }: Scan) => {
  let [seen, bytes] = [0, 0];
  const longer = PREVIEW_SIDE / Math.max(width, height);
  const scale = media === 'pdf' ? longer : Math.min(1, longer);
  return {
    page: (jpeg: Buffer): Buffer => {
      seen += 1;
      bytes += jpeg.length;
      if (seen > pages || bytes > MAX_PREVIEWS_BYTES) throw new Untrue('pages');
      const size = plainJpegSize(jpeg);
      if (size === undefined) throw new Untrue('page');
      const [least, greatest] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
      if (least < 1 || greatest > PREVIEW_SIDE) throw new Untrue('page');
      const isFirst = seen === 1;
      if (isFirst && !(isAbout(size.width, width * scale) && isAbout(size.height, height * scale))) {
        throw new Untrue('page');
      }
      return jpeg;
    },
    end: (): void => {
      if (seen !== pages) throw new Untrue('pages');
    },
  };
};
