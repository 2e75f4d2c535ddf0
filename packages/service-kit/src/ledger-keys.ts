import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `erasure-signing.pub`, or `erasure-signing.<anything>.pub` beside it: old entries keep their key. */
export const ledgerPublicKeys = (directory: string): readonly KeyObject[] =>
  readdirSync(directory)
    .filter((file) => /^erasure-signing(\.[^.]+)?\.pub$/.test(file))
    .map((file) => createPublicKey(readFileSync(join(directory, file))));
