import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { AppError } from '@nencho/kernel';
import { keyUnavailable } from './key-unavailable.js';

/** Blob = format(1) ‖ key id(16) ‖ iv(12) ‖ tag(16) ‖ ciphertext. README.md has the layout and its reasons. */
const FORMAT = 1;
const ID_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + ID_BYTES + IV_BYTES + TAG_BYTES;
export const KEY_BYTES = 32;

/** Where a blob belongs. A blob opens nowhere else. */
export type EnvelopePlace = { readonly tenantId: string; readonly name: string; readonly documentId: string };
export type RandomBytes = (size: number) => Uint8Array;

/** Each part with its length before it, so that no two lists of parts give the same bytes. */
export const joinParts = (...parts: readonly string[]): Buffer =>
  Buffer.concat(
    parts.flatMap((part) => {
      const bytes = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return [length, bytes];
    }),
  );

const additionalData = (keyId: Uint8Array, place: EnvelopePlace): Buffer =>
  Buffer.concat([Buffer.of(FORMAT), keyId, joinParts(place.tenantId, place.name, place.documentId)]);

/** One subkey per document: the number of blobs under one AES key stays far below the limit of random nonces. */
const documentKey = (key: Uint8Array, place: EnvelopePlace): Buffer =>
  Buffer.from(
    hkdfSync('sha256', key, Buffer.alloc(0), joinParts('nencho/seal/1', place.name, place.documentId), KEY_BYTES),
  );

export const keyIdBytes = (keyId: string): Buffer => {
  const bytes = Buffer.from(keyId.replaceAll('-', ''), 'hex');
  if (bytes.length !== ID_BYTES) throw new AppError('internal', 'a key id is not a UUID');
  return bytes;
};

export const keyIdText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export const sealEnvelope = (
  { keyId, key }: { readonly keyId: string; readonly key: Uint8Array },
  place: EnvelopePlace,
  plaintext: Uint8Array,
  randomBytes: RandomBytes,
): Buffer => {
  const id = keyIdBytes(keyId);
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', documentKey(key, place), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(id, place));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.of(FORMAT), id, iv, cipher.getAuthTag(), ciphertext]);
};

/** @throws AppError `internal` when the blob is not of this format. */
export const envelopeKeyId = (blob: Uint8Array): string => {
  if (blob.length < HEADER_BYTES || blob[0] !== FORMAT) {
    throw new AppError('internal', 'a sealed blob has an unknown format');
  }
  return keyIdText(blob.subarray(1, 1 + ID_BYTES));
};

/** @throws AppError `internal` when the blob was altered or belongs to another place. */
export const openEnvelope = (key: Uint8Array, place: EnvelopePlace, blob: Uint8Array): Buffer => {
  envelopeKeyId(blob);
  const ivEnd = 1 + ID_BYTES + IV_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', documentKey(key, place), blob.subarray(1 + ID_BYTES, ivEnd), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(additionalData(blob.subarray(1, 1 + ID_BYTES), place));
  decipher.setAuthTag(blob.subarray(ivEnd, HEADER_BYTES));
  try {
    return Buffer.concat([decipher.update(blob.subarray(HEADER_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new AppError('internal', `a sealed blob does not open as ${place.name}`, { cause });
  }
};

/** Wraps one key under another: iv ‖ tag ‖ ciphertext, bound to `purpose`. */
export const wrapKey = (
  wrapping: Uint8Array,
  purpose: Uint8Array,
  key: Uint8Array,
  randomBytes: RandomBytes,
): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrapping, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(purpose);
  const ciphertext = Buffer.concat([cipher.update(key), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext]);
};

/** @throws AppError `forbidden` (reason key_unavailable): another key wrapped it, or it was altered. */
export const unwrapKey = (wrapping: Uint8Array, purpose: Uint8Array, wrapped: Uint8Array): Buffer => {
  try {
    const decipher = createDecipheriv('aes-256-gcm', wrapping, wrapped.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(purpose);
    decipher.setAuthTag(wrapped.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw keyUnavailable('a wrapped key does not open under the key at hand', cause);
  }
};
