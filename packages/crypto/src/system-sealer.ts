import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AppError } from '@nencho/kernel';
import { KEY_BYTES, openEnvelope, sealEnvelope } from './envelope.js';

/** Sealed values that belong to no tenant. Frozen like `sealedNames`. */
export type SystemSealedName = 'gateway.session/1' | 'retention.termination/1';

export type SystemSealer = {
  readonly seal: (name: SystemSealedName, id: string, plaintext: Uint8Array) => Buffer;
  /** @throws AppError `internal` when the blob was altered, moved, or sealed under another key file. */
  readonly open: (name: SystemSealedName, id: string, blob: Uint8Array) => Buffer;
};

const readKeyFile = (keyFile: string): Buffer => {
  const wrong = (cause?: unknown) =>
    new AppError('validation_failed', 'the key file must hold 32 bytes in base64', {
      violations: [{ path: 'keyFile', rule: 'key_file_invalid' }],
      cause,
    });
  let text: string;
  try {
    text = readFileSync(keyFile, 'utf8').trim();
  } catch (cause) {
    throw wrong(cause);
  }
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== text) throw wrong();
  return key;
};

/** `keyFile`: 32 bytes in base64, as `openssl rand -base64 32` writes them; read once. */
export const systemSealer = ({ keyFile }: { readonly keyFile: string }): SystemSealer => {
  const key = readKeyFile(keyFile);
  // The id only tells key files apart; it is a hash under a label of its own and gives nothing of the key away.
  const keyId = createHash('sha256').update('nencho/system-key-id/1').update(key).digest('hex').slice(0, 32);
  const place = (name: SystemSealedName, documentId: string) => ({ tenantId: '', name, documentId });
  return {
    seal: (name, id, plaintext) => sealEnvelope({ keyId, key }, place(name, id), plaintext, randomBytes),
    open: (name, id, blob) => openEnvelope(key, place(name, id), blob),
  };
};
