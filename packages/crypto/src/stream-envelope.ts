import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { AppError } from '@nencho/kernel';
import { type EnvelopePlace, joinParts, KEY_BYTES, keyIdBytes, keyIdText, type RandomBytes } from './envelope.js';

/**
 * A sealed file: format(1) ‖ key id(16) ‖ salt(16), then pieces of 64 KiB ciphertext ‖ tag(16); the last one is shorter
 * or full, and empty only in an empty file. Additional data of each piece: format ‖ key id ‖ salt ‖ place ‖ counter ‖
 * last flag. README.md has the reasons.
 */
const FORMAT = 2;
const ID_BYTES = 16;
const SALT_BYTES = 16;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + SALT_BYTES;
export const STREAM_CHUNK_BYTES = 64 * 1024;
const PIECE_BYTES = STREAM_CHUNK_BYTES + TAG_BYTES;

type StreamKey = { readonly key: Buffer; readonly header: Buffer; readonly place: EnvelopePlace };

/** One key a file, from a salt of its own: its nonces can be the counter. */
const streamKey = (classKey: Uint8Array, header: Buffer, place: EnvelopePlace): StreamKey => {
  const salt = header.subarray(1 + ID_BYTES);
  const info = joinParts('nencho/stream/1', place.name, place.documentId);
  return { key: Buffer.from(hkdfSync('sha256', classKey, salt, info, KEY_BYTES)), header, place };
};

const counterBytes = (counter: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(counter); // throws beyond 2^32 pieces
  return bytes;
};

const pieceNonce = (counter: number): Buffer => Buffer.concat([Buffer.alloc(8), counterBytes(counter)]);

const pieceData = ({ header, place }: StreamKey, counter: number, isLast: boolean): Buffer =>
  Buffer.concat([
    header,
    joinParts(place.tenantId, place.name, place.documentId),
    counterBytes(counter),
    Buffer.of(isLast ? 1 : 0),
  ]);

const sealPiece = (stream: StreamKey, counter: number, isLast: boolean, plaintext: Uint8Array): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', stream.key, pieceNonce(counter), { authTagLength: TAG_BYTES });
  cipher.setAAD(pieceData(stream, counter, isLast));
  return Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
};

const altered = (name: string, cause?: unknown): AppError =>
  new AppError('internal', `a sealed file does not open as ${name}`, { cause });

const openPiece = (stream: StreamKey, counter: number, isLast: boolean, piece: Buffer): Buffer => {
  if (piece.length < TAG_BYTES) throw altered(stream.place.name);
  const decipher = createDecipheriv('aes-256-gcm', stream.key, pieceNonce(counter), { authTagLength: TAG_BYTES });
  decipher.setAAD(pieceData(stream, counter, isLast));
  decipher.setAuthTag(piece.subarray(piece.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(piece.subarray(0, piece.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw altered(stream.place.name, cause);
  }
};

export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

type Piece = { readonly bytes: Buffer; readonly counter: number; readonly isLast: boolean };

/** Cuts what comes in into pieces; one is held back until it is known whether it is the last. */
const inPieces = async function* (source: ByteSource, size: number): AsyncGenerator<Piece> {
  let counter = 0;
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const bytes of source) {
    waiting.push(bytes);
    length += bytes.length;
    if (length <= size) continue;
    let rest = Buffer.concat(waiting);
    for (; rest.length > size; rest = rest.subarray(size)) {
      yield { bytes: rest.subarray(0, size), counter, isLast: false };
      counter += 1;
    }
    waiting = [rest];
    length = rest.length;
  }
  yield { bytes: Buffer.concat(waiting), counter, isLast: true };
};

/** Seals a file of any length; one piece of it is in memory at a time. */
export const sealStreamEnvelope = async function* (
  { keyId, key }: { readonly keyId: string; readonly key: Uint8Array },
  place: EnvelopePlace,
  plaintext: ByteSource,
  randomBytes: RandomBytes,
): AsyncGenerator<Buffer> {
  const header = Buffer.concat([Buffer.of(FORMAT), keyIdBytes(keyId), randomBytes(SALT_BYTES)]);
  const stream = streamKey(key, header, place);
  yield header;
  for await (const { bytes, counter, isLast } of inPieces(plaintext, STREAM_CHUNK_BYTES)) {
    yield sealPiece(stream, counter, isLast, bytes);
  }
};

/** The header, and everything after it. */
const splitHeader = async (source: ByteSource): Promise<{ readonly header: Buffer; readonly rest: ByteSource }> => {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let begin: Buffer = Buffer.alloc(0);
  while (begin.length < HEADER_BYTES) {
    const next = await iterator.next();
    if (next.done === true) throw new AppError('internal', 'a sealed file ends in its header');
    begin = Buffer.concat([begin, next.value]);
  }
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield begin.subarray(HEADER_BYTES);
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  };
  return { header: begin.subarray(0, HEADER_BYTES), rest: rest() };
};

/**
 * Opens a sealed file piece by piece. What was yielded is genuine and in its place; that the file is whole is known only
 * when the generator ends without throwing.
 * @throws AppError `internal` when it was altered, cut off, reordered, continued or belongs to another place
 */
export const openStreamEnvelope = async function* (
  classKey: (keyId: string) => Promise<Uint8Array>,
  place: EnvelopePlace,
  sealed: ByteSource,
): AsyncGenerator<Buffer> {
  const { header, rest } = await splitHeader(sealed);
  if (header[0] !== FORMAT) throw new AppError('internal', 'a sealed file has an unknown format');
  const key = await classKey(keyIdText(header.subarray(1, 1 + ID_BYTES)));
  const stream = streamKey(key, header, place);
  for await (const { bytes, counter, isLast } of inPieces(rest, PIECE_BYTES)) {
    const plaintext = openPiece(stream, counter, isLast, bytes);
    if (plaintext.length > 0) yield plaintext;
  }
};
