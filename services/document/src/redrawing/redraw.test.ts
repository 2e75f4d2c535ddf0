import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { tenantId as toTenantId } from '@nencho/kernel';
import sharp from 'sharp';
import type { Media } from '../domain/media.js';
import { activePdf, encryptedPdf, hiddenText, pdfBomb, photo, plainPdf, pngOf } from '../testing/hostile-files.js';
import type { Scan } from '../application/attachment-ports.js';
import { startConfined } from './drawing-child.js';
import type { Frame } from './frames.js';
import { createRedrawer } from './redraw.js';

jest.setTimeout(90_000); // each file starts a process, on machines that have other things to do

const warnings: string[] = [];
const logger = { warn: (event: string, { state }: { state: string }) => void warnings.push(`${event} ${state}`) };
const { redraw } = createRedrawer({ processes: 2, timeoutMs: 30_000, logger });
const never = new AbortController().signal;
const asker = { tenantId: toTenantId('0f8fad5b-d9cb-469f-a165-70867728950e'), sub: 'person' };

const inParts = async function* (bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 65_536) yield await Promise.resolve(bytes.subarray(at, at + 65_536));
};

const drawn = async (media: Media, bytes: Buffer): Promise<{ scan: Scan; pages: Buffer[] }> => {
  const { scan, pages } = await redraw({ media, bytes: inParts(bytes), asker }, never);
  const all: Buffer[] = [];
  for await (const page of pages) all.push(page);
  return { scan, pages: all };
};

const refusedBecause = async (rule: string, media: Media, bytes: Buffer): Promise<void> =>
  expect(drawn(media, bytes)).rejects.toMatchObject({
    code: 'validation_failed',
    violations: [{ path: 'file', rule }],
  });

describe('a photograph', () => {
  test('comes back as pixels alone: nothing of what the camera wrote is left', async () => {
    const original = await photo();
    expect(original.includes(hiddenText)).toBe(true);
    const { scan, pages } = await drawn('jpeg', original);
    expect(scan).toEqual({ pages: 1, width: 1_200, height: 900, resolution: 300, isColour: true });
    const [page = Buffer.alloc(0)] = pages;
    const { format, exif, icc, width } = await sharp(page).metadata();
    expect({ format, exif, icc, width }).toEqual({ format: 'jpeg', exif: undefined, icc: undefined, width: 1_200 });
    expect(page.includes(hiddenText)).toBe(false);
  });

  test('is turned upright and made smaller', async () => {
    const lying = await sharp(await photo(4_000, 1_000))
      .withMetadata({ orientation: 6, density: 72 })
      .toBuffer();
    const { scan, pages } = await drawn('jpeg', lying);
    expect(scan).toMatchObject({ width: 1_000, height: 4_000, resolution: 0 });
    expect(await sharp(pages[0]).metadata()).toMatchObject({ width: 500, height: 2_000 });
  });

  test('of one channel is said to be without colour', async () => {
    const grey = await sharp(await photo())
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect((await drawn('png', grey)).scan).toMatchObject({ isColour: false });
  });
});

describe('a PDF', () => {
  test('comes back as its pages', async () => {
    const { scan, pages } = await drawn('pdf', await plainPdf(3));
    expect(scan).toMatchObject({ pages: 3, resolution: 0 });
    expect(pages).toHaveLength(3);
    expect(await sharp(pages[2]).metadata()).toMatchObject({ format: 'jpeg', width: 1_413, height: 1_997 });
    const { channels } = await sharp(pages[0]).stats();
    expect(channels[0]?.max).toBe(255); // white paper
    expect(channels[0]?.min).toBeLessThan(80); // black text
  });

  test('that would run, launch and link is a picture and nothing else', async () => {
    const { pages } = await drawn('pdf', activePdf());
    const [page = Buffer.alloc(0)] = pages;
    for (const word of ['JavaScript', 'Launch', 'URI', '%PDF', 'https://']) expect(page.includes(word)).toBe(false);
    const middle = await sharp(page).extract({ left: 990, top: 990, width: 4, height: 4 }).png().toBuffer();
    const { channels } = await sharp(middle).stats();
    expect(channels.map(({ mean }) => Math.round(mean / 255))).toEqual([1, 0, 0]);
  });
});

describe('is refused, by name:', () => {
  test('a picture of 900 million pixels, before any of them', async () =>
    refusedBecause('too_many_pixels', 'png', pngOf(30_000, 30_000)));
  test('an interlaced picture whose pixels would have to lie in memory at once: 400 MB of them', async () =>
    refusedBecause('too_many_pixels', 'png', pngOf(7_000, 7_100, true)));
  test('a JPEG that was cut off', async () => {
    const whole = await photo();
    await refusedBecause('broken_file', 'jpeg', whole.subarray(0, Math.floor(whole.length / 2)));
  });
  test('a PNG with less in it than it says', async () => refusedBecause('broken_file', 'png', pngOf(3_000, 3_000)));
  test('a picture of another kind than its first bytes say', async () =>
    refusedBecause('broken_file', 'webp', await photo()));
  test('an encrypted PDF', async () => refusedBecause('encrypted_file', 'pdf', await encryptedPdf()));
  test('a broken PDF', async () => refusedBecause('broken_file', 'pdf', Buffer.from('%PDF-1.7\nnothing more')));
  test('a PDF of too many pages', async () => refusedBecause('too_many_pages', 'pdf', await plainPdf(21)));
});

test('a PDF whose page unpacks to hundreds of megabytes is drawn or refused, with the memory that a process has', async () => {
  const outcome = await drawn('pdf', pdfBomb()).then(
    ({ pages }) => pages.length,
    (error: unknown) => (error as { code: string }).code,
  );
  expect([1, 'validation_failed']).toContain(outcome);
});

test('a file that takes too long ends with its process, and the next one is drawn', async () => {
  const { redraw: hasty } = createRedrawer({ processes: 1, timeoutMs: 5, logger });
  const file = { media: 'jpeg', bytes: inParts(await photo(100, 100)), asker } as const;
  await expect(hasty(file, never)).rejects.toMatchObject({ violations: [{ path: 'file', rule: 'too_complex' }] });
  // The turn is free again: what follows fails in the same way and does not wait.
  await expect(hasty(file, never)).rejects.toMatchObject({ violations: [{ path: 'file', rule: 'too_complex' }] });
});

test('who goes away takes the process along, and leaves the turn to the next', async () => {
  const { redraw: single } = createRedrawer({ processes: 1, timeoutMs: 30_000, logger });
  const leaving = new AbortController();
  const endless = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      await sleep(50);
      yield Buffer.alloc(10);
    }
  };
  const first = single({ media: 'png', bytes: endless(), asker }, leaving.signal);
  setTimeout(() => leaving.abort(), 300);
  await expect(first).rejects.toMatchObject({ code: 'timeout' });
  const { scan } = await single({ media: 'jpeg', bytes: inParts(await photo(100, 100)), asker }, never);
  expect(scan.width).toBe(100);
});

test('who waits and goes away leaves the place to the next', async () => {
  const { redraw: narrow } = createRedrawer({ processes: 1, timeoutMs: 30_000, logger, waiting: 1 });
  const ofOther = (sub: string) => ({ ...asker, sub });
  const [first, second] = [new AbortController(), new AbortController()];
  const endless = async function* (): AsyncGenerator<Buffer> {
    for (;;) {
      await sleep(50);
      yield Buffer.alloc(10);
    }
  };
  const drawing = narrow({ media: 'png', bytes: endless(), asker }, first.signal);
  const waiting = narrow({ media: 'png', bytes: endless(), asker: ofOther('second') }, second.signal);
  const file = async (sub: string) =>
    narrow({ media: 'jpeg', bytes: inParts(await photo(100, 100)), asker: ofOther(sub) }, never);
  await expect(file('third')).rejects.toMatchObject({ code: 'limit_exceeded', details: { limit: 'redrawings' } });
  second.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'timeout' });
  const served = file('third');
  first.abort();
  await expect(drawing).rejects.toMatchObject({ code: 'timeout' });
  expect((await served).scan.width).toBe(100);
});

describe('what a drawing process tells is not believed:', () => {
  const scan = { pages: 1, width: 1_200, height: 900, resolution: 300, isColour: true };
  const jpeg = async (width: number, height: number): Promise<Buffer> =>
    sharp({ create: { width, height, channels: 3, background: '#8ab' } })
      .jpeg()
      .toBuffer();
  const scanned = (changes: object = {}): [Frame['kind'], Buffer] => [
    'scan',
    Buffer.from(JSON.stringify({ ...scan, ...changes })),
  ];
  const end: [Frame['kind'], Buffer] = ['end', Buffer.alloc(0)];

  const told = async (media: Media, frames: readonly [Frame['kind'], Buffer][]): Promise<number> => {
    const words = frames.map(([kind, bytes]) => [
      kind,
      bytes.length > 100_000 ? `*${String(bytes.length)}` : bytes.toString('base64'),
    ]);
    const program = join(import.meta.dirname, 'testing', 'lying-process.js');
    const { redraw: gullible } = createRedrawer({
      ...{ processes: 1, timeoutMs: 30_000, logger },
      start: () => startConfined(program, JSON.stringify(words)),
    });
    const { pages } = await gullible({ media, bytes: inParts(Buffer.from('x')), asker }, never);
    let count = 0;
    for await (const page of pages) count += page.length > 0 ? 1 : 0;
    return count;
  };

  test('the truth passes', async () =>
    expect(told('jpeg', [scanned(), ['page', await jpeg(1_200, 900)], end])).resolves.toBe(1));

  test.each<[string, Media, () => Promise<[Frame['kind'], Buffer][]>, string]>([
    ['a size that no picture may have', 'png', async () => Promise.resolve([scanned({ width: 90_000 })]), 'scan'],
    ['a scan with more in it', 'png', async () => Promise.resolve([scanned({ fileName: 'x' })]), 'scan'],
    ['more pages than it announced', 'pdf', async () => thePages(2), 'pages'],
    ['fewer pages than it announced', 'pdf', async () => thePages(1, 2), 'pages'],
    ['no page at all', 'jpeg', async () => Promise.resolve([scanned(), end]), 'pages'],
    ['a page before the scan', 'jpeg', async () => [['page', await jpeg(1_200, 900)]], 'order'],
    ['a second scan', 'jpeg', async () => Promise.resolve([scanned(), scanned()]), 'order'],
    ['a page of another size', 'jpeg', async () => [scanned(), ['page', await jpeg(900, 1_200)], end], 'page'],
    ['a page beyond the largest', 'pdf', async () => [scanned(), ['page', await jpeg(2_000, 2_001)], end], 'page'],
    ['the original with its marks', 'jpeg', async () => [scanned(), ['page', await photo(1_200, 900)], end], 'page'],
    [
      'something behind the end of the picture',
      'jpeg',
      async () => [scanned(), ['page', Buffer.concat([await jpeg(1_200, 900), Buffer.from('PK')])], end],
      'page',
    ],
    [
      'a page that is none',
      'jpeg',
      async () => Promise.resolve([scanned(), ['page', Buffer.from('<svg/>')], end]),
      'page',
    ],
    [
      'a reason of its own',
      'jpeg',
      async () => Promise.resolve([['refused', Buffer.from('{"rule":"pay_us"}')]]),
      'refusal',
    ],
    [
      'a reason with a text in it',
      'jpeg',
      async () => Promise.resolve([['refused', Buffer.from('{"rule":"too_many_pages","params":{"max":"田中"}}')]]),
      'refusal',
    ],
    [
      'a page beyond what is held',
      'pdf',
      async () => Promise.resolve([scanned(), ['page', Buffer.alloc(9_000_000)]]),
      'order',
    ],
  ])('%s', async (_what, media, frames, state) => {
    warnings.length = 0;
    await expect(told(media, await frames())).rejects.toMatchObject({
      ...{ code: 'validation_failed', violations: [{ path: 'file', rule: 'broken_file' }] },
    });
    expect(warnings).toEqual([`drawing_process_untrue ${state}`]);
  });

  const thePages = async (sent: number, announced = 1): Promise<[Frame['kind'], Buffer][]> => {
    const page = await jpeg(2_000, 1_500);
    const pages = Array.from({ length: sent }, (): [Frame['kind'], Buffer] => ['page', page]);
    return [scanned({ pages: announced }), ...pages, end];
  };
});
