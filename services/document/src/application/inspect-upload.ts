import { limitExceeded } from '@nencho/kernel';
import { MAX_FILE_BYTES, refuseFile } from '../domain/attachment.js';
import type { RunningHash } from './attachment-ports.js';
import { endsAsArchive, sniff, SNIFF_BYTES, TAIL_BYTES, type Media } from '../domain/media.js';

export type Inspected = { readonly media: Media; readonly bytes: number; readonly sha256: Buffer };

export type Inspection = {
  /** The file again, as long as nothing is wrong with it; throws where it is refused. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** What was seen, once all of it has passed. */
  readonly result: () => Inspected;
};

const mediaOf = (begin: Buffer): Media => {
  if (begin.length === 0) return refuseFile('no_content');
  const found = sniff(begin);
  switch (found) {
    case 'unsupported_type':
      return refuseFile('unsupported_type');
    case 'heic_unsupported':
      return refuseFile('heic_unsupported');
    case 'mixed_types':
      return refuseFile('mixed_types');
    default:
      return found;
  }
};

/** Looks at a file while it passes by: its kind before the first byte goes on, its size, its hash, its end. */
export const inspectUpload = (source: AsyncIterable<Uint8Array>, hash: RunningHash): Inspection => {
  let media: Media | undefined;
  let size = 0;
  let tail = Buffer.alloc(0);
  let waiting: Buffer | undefined = Buffer.alloc(0);

  const passing = async function* (): AsyncGenerator<Uint8Array> {
    for await (const bytes of source) {
      size += bytes.length;
      if (size > MAX_FILE_BYTES) throw limitExceeded('file_bytes');
      hash.update(bytes);
      tail = Buffer.concat([tail, bytes]).subarray(-TAIL_BYTES);
      if (waiting === undefined) {
        yield bytes;
        continue;
      }
      waiting = Buffer.concat([waiting, bytes]);
      if (waiting.length < SNIFF_BYTES) continue;
      media = mediaOf(waiting);
      yield waiting;
      waiting = undefined;
    }
    if (waiting !== undefined) {
      media = mediaOf(waiting);
      yield waiting;
    }
    if (endsAsArchive(tail)) refuseFile('mixed_types');
  };

  return {
    bytes: passing(),
    result: () => ({ media: media ?? refuseFile('no_content'), bytes: size, sha256: hash.digest() }),
  };
};
