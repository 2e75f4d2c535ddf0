import { constants, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** What a container held. */
export type Content = { readonly container: string; readonly bytes: Buffer };

const mostBytes = 256 * 2 ** 20;
/** A stream that was cut off still shows its beginning. */
const options = { maxOutputLength: mostBytes, finishFlush: constants.Z_SYNC_FLUSH };

/** What `open` makes of it; nothing when these are other bytes that only look like a beginning. */
const attempt = (container: string, open: () => Buffer): readonly Content[] => {
  try {
    const bytes = open();
    return bytes.length === 0 ? [] : [{ container, bytes }];
  } catch {
    return [];
  }
};

const offsetsOf = (bytes: Buffer, magic: readonly number[]): readonly number[] => {
  const wanted = Buffer.from(magic);
  const offsets: number[] = [];
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) offsets.push(at);
  return offsets;
};

const gzipFlags = { checksum: 2, extra: 4, name: 8, comment: 16 } as const;

/** Where the deflated data of a gzip begins. Node's own reader refuses what is followed by something else. */
const gzipStart = (bytes: Buffer, at: number): number => {
  const flags = bytes[at + 3] ?? 0;
  const behindText = (from: number): number => bytes.indexOf(0, from) + 1;
  let start = at + 10;
  if ((flags & gzipFlags.extra) !== 0) start += 2 + bytes.readUInt16LE(start);
  if ((flags & gzipFlags.name) !== 0) start = behindText(start);
  if ((flags & gzipFlags.comment) !== 0) start = behindText(start);
  return (flags & gzipFlags.checksum) === 0 ? start : start + 2;
};

const zipMethods = { stored: 0, deflated: 8 } as const;

/** An entry of a zip by its local header; the sizes may come only behind the data, so the stream says its own end. */
const zipEntry = (bytes: Buffer, at: number): readonly Content[] => {
  if (at + 30 > bytes.length) return [];
  const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
  return bytes.readUInt16LE(at + 8) === zipMethods.deflated
    ? attempt('zip', () => inflateRawSync(bytes.subarray(start), options))
    : [];
};

/** PDF streams and all that calls itself deflate begin like this, at the usual levels. */
const zlibMagics = [
  [0x78, 0x01],
  [0x78, 0x5e],
  [0x78, 0x9c],
  [0x78, 0xda],
] as const;

/** How gzip, zip and deflate begin in base64, wherever the run of digits around them begins. */
const encodedRun = /(?:H4sI|UEsD|eJ|eN|eA|eF)[A-Za-z0-9+/_-]{20,}/g;
const beginsLikeContainer = (bytes: Buffer): boolean =>
  (bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes.subarray(0, 2).toString('latin1') === 'PK' || bytes[0] === 0x78;

/** Containers written as text. */
const encodedContainers = (bytes: Buffer): readonly Content[] =>
  [...bytes.toString('latin1').matchAll(encodedRun)]
    .map(([run]) => Buffer.from(run, 'base64'))
    .filter(beginsLikeContainer)
    .map((inner) => ({ container: 'base64', bytes: inner }));

/** All compressed streams that begin anywhere in these bytes, opened. */
export const contentsOf = (bytes: Buffer): readonly Content[] => [
  ...offsetsOf(bytes, [0x1f, 0x8b, 0x08]).flatMap((at) =>
    attempt('gzip', () => inflateRawSync(bytes.subarray(gzipStart(bytes, at)), options)),
  ),
  ...offsetsOf(bytes, [0x50, 0x4b, 0x03, 0x04]).flatMap((at) => zipEntry(bytes, at)),
  ...zlibMagics.flatMap((magic) =>
    offsetsOf(bytes, magic).flatMap((at) => attempt('zlib', () => inflateSync(bytes.subarray(at), options))),
  ),
  ...offsetsOf(bytes, [0x28, 0xb5, 0x2f, 0xfd]).flatMap((at) =>
    attempt('zstd', () => zstdDecompressSync(bytes.subarray(at), { maxOutputLength: mostBytes })),
  ),
  ...encodedContainers(bytes),
];
