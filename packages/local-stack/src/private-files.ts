import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A directory that only its owner may enter. */
export const privateDirectory = (path: string): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return path;
};

/** Whole or not at all: a reader never sees half a file, whatever is killed when. */
export const writePrivateFile = (path: string, content: string | Uint8Array): void => {
  privateDirectory(dirname(path));
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, path);
};

export const readJsonFile = (path: string): unknown => {
  if (!existsSync(path)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return value;
  } catch {
    return undefined; // cut off by a crash or a full disk: as good as absent
  }
};

export const writeJsonFile = (path: string, value: unknown): void =>
  writePrivateFile(path, `${JSON.stringify(value, undefined, 2)}\n`);

/** A password that needs no escaping in a URI, a properties file or a command line. */
export const secretText = (): string => randomBytes(24).toString('base64url');

/** The file's content; made by `create` the first time. */
export const ensureFile = (path: string, create: () => string | Uint8Array): string => {
  if (!existsSync(path)) {
    writePrivateFile(path, create());
  }
  return path;
};

/** One line of text in a file of its own, for what is handed over by `…_FILE` variables. */
export const ensureSecretFile = (path: string): string => ensureFile(path, () => `${secretText()}\n`);

export const readSecret = (path: string): string => readFileSync(path, 'utf8').trim();
