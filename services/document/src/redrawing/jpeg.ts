type Size = { readonly width: number; readonly height: number };

const [START, END, SCAN] = [0xd8, 0xd9, 0xda];
/** JFIF, tables, restart interval: nothing in which something of the original could travel along. */
const harmless: ReadonlySet<number> = new Set([0xe0, 0xdb, 0xc4, 0xdd]);
/** Frames of eight bits, baseline and progressive. */
const frames: ReadonlySet<number> = new Set([0xc0, 0xc2]);

const markerAt = (jpeg: Buffer, at: number): number | undefined => (jpeg[at] === 0xff ? jpeg[at + 1] : undefined);

/** Where the next marker stands behind the entropy-coded bytes that begin at `from`. */
const afterScan = (jpeg: Buffer, from: number): number => {
  for (let at = jpeg.indexOf(0xff, from); at !== -1; at = jpeg.indexOf(0xff, at + 2)) {
    const next = jpeg[at + 1] ?? 0;
    const isData = next === 0 || (next >= 0xd0 && next <= 0xd7);
    if (!isData) return at;
  }
  return jpeg.length;
};

const frameSize = (jpeg: Buffer, at: number, length: number): Size | undefined => {
  const isOurs = length >= 8 && jpeg[at + 4] === 8 && [1, 3].includes(jpeg[at + 9] ?? 0);
  return isOurs ? { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7) } : undefined;
};

/**
 * Width and height of a JPEG as this service writes one (ISO/IEC 10918-1, B.1): eight bits, grey or colour, no
 * application data but JFIF, no comment, nothing behind its end. Undefined for everything else. Decodes nothing.
 */
export const plainJpegSize = (jpeg: Buffer): Size | undefined => {
  if (markerAt(jpeg, 0) !== START) return undefined;
  let size: Size | undefined;
  let scans = 0;
  for (let at = 2; at + 2 <= jpeg.length;) {
    const marker = markerAt(jpeg, at);
    if (marker === END) return scans > 0 && at + 2 === jpeg.length ? size : undefined;
    if (marker === undefined || at + 4 > jpeg.length) return undefined;
    const length = jpeg.readUInt16BE(at + 2);
    if (length < 2 || at + 2 + length > jpeg.length) return undefined;
    if (frames.has(marker)) {
      if (size !== undefined) return undefined;
      size = frameSize(jpeg, at, length);
      if (size === undefined) return undefined;
    } else if (marker !== SCAN && !harmless.has(marker)) return undefined;
    if (marker === SCAN) scans += 1;
    at = marker === SCAN ? afterScan(jpeg, at + 2 + length) : at + 2 + length;
  }
  return undefined;
};
