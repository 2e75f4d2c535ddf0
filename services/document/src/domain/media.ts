/** Kinds of files that can be attached. */
export type Media = 'jpeg' | 'png' | 'webp' | 'pdf';

export const mediaTypes: Readonly<Record<Media, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  pdf: 'application/pdf',
};

/** How many bytes of the beginning are looked at. */
export const SNIFF_BYTES = 1_024;

const startsWith = (bytes: Buffer, text: string, at = 0): boolean =>
  bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));

const magic = (begin: Buffer): Media | undefined => {
  if (startsWith(begin, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(begin, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(begin, 'RIFF') && startsWith(begin, 'WEBP', 8)) return 'webp';
  return startsWith(begin, '%PDF-') ? 'pdf' : undefined;
};

/** What iPhones take unless a page asks for JPEG: no free decoder of it is at hand. */
const isHeic = (begin: Buffer): boolean =>
  startsWith(begin, 'ftyp', 4) && /^(heic|heix|hevc|heim|heis|mif1|msf1)$/.test(begin.toString('latin1', 8, 12));

export type Sniffed = Media | 'unsupported_type' | 'heic_unsupported' | 'mixed_types';

/**
 * The kind by the first bytes; neither a name nor a header is believed. A file that begins as an image and as a PDF
 * (readers look for its mark in the first kilobyte) is neither.
 */
export const sniff = (begin: Buffer): Sniffed => {
  const media = magic(begin);
  if (media === undefined) return isHeic(begin) ? 'heic_unsupported' : 'unsupported_type';
  return media !== 'pdf' && begin.subarray(0, SNIFF_BYTES).includes('%PDF-') ? 'mixed_types' : media;
};

/** Longest end record of a ZIP archive with its comment. */
export const TAIL_BYTES = 65_557;

/**
 * Whether the file is a ZIP archive, too (JAR, Office): those are read from their end, whatever stands before.
 * @param tail the last {@link TAIL_BYTES} bytes
 */
export const endsAsArchive = (tail: Buffer): boolean => {
  for (let at = tail.indexOf('PK\x05\x06', 0, 'latin1'); at !== -1; at = tail.indexOf('PK\x05\x06', at + 1, 'latin1')) {
    // One disk, the first: four bytes of zero, which compressed pixels do not have here by chance.
    if (tail.length >= at + 22 && tail.readUInt32LE(at + 4) === 0) return true;
  }
  return false;
};
