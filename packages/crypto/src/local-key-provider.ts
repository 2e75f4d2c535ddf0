import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@nencho/kernel';
import { joinParts, KEY_BYTES, unwrapKey, wrapKey } from './envelope.js';
import type { KeyProvider } from './key-provider.js';
import { keyUnavailable } from './key-unavailable.js';

const VERSION = 'v1';

const errnoOf = (error: unknown): string | undefined =>
  Error.isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** The names that Azure Key Vault allows, which also keeps a name from leaving the directory. */
const assertName = (name: string, version: string): void => {
  if (!/^[0-9a-zA-Z-]{1,127}$/.test(name)) throw new AppError('internal', 'a KEK name has a wrong form');
  if (version !== VERSION) throw keyUnavailable('a KEK version is unknown');
};

const readKey = async (directory: string, name: string, version: string): Promise<Buffer> => {
  assertName(name, version);
  let key: Buffer;
  try {
    key = await readFile(join(directory, `${name}.${version}.key`));
  } catch (cause) {
    const directoryThere = await stat(directory).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (errnoOf(cause) === 'ENOENT' && directoryThere) throw keyUnavailable('a KEK file is not there', cause);
    throw new AppError('unavailable', 'the local key directory cannot be read', { cause });
  }
  if (key.length !== KEY_BYTES) throw keyUnavailable('a KEK file has a wrong length');
  return key;
};

/** Writes the file whole; leaves the one that is there when somebody else was first. */
const createWhole = async (file: string, bytes: Uint8Array): Promise<void> => {
  const draft = `${file}.${randomBytes(8).toString('hex')}.tmp`;
  await writeFile(draft, bytes, { mode: 0o600, flag: 'wx', flush: true });
  try {
    await link(draft, file);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
};

/**
 * KEKs as files of a directory that lies outside the databases' own: for development, tests and a single machine.
 * Deleting a file destroys the tenant's data. Refuses to serve production, where keys must not be exportable.
 */
export const localKeyProvider = ({
  directory,
  environment,
}: {
  readonly directory: string;
  readonly environment: string;
}): KeyProvider => {
  if (environment === 'production') {
    throw new AppError('validation_failed', 'the local key provider does not serve production', {
      violations: [{ path: 'KEY_PROVIDER', rule: 'local_key_provider_in_production' }],
    });
  }
  const purpose = (name: string) => joinParts('nencho/kek/1', name, VERSION);
  return {
    createKey: async (name) => {
      assertName(name, VERSION);
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await createWhole(join(directory, `${name}.${VERSION}.key`), randomBytes(KEY_BYTES));
      } catch (cause) {
        throw new AppError('unavailable', 'the local key directory cannot be written', { cause });
      }
    },
    wrap: async (name, key) => ({
      version: VERSION,
      wrapped: wrapKey(await readKey(directory, name, VERSION), purpose(name), key, randomBytes),
    }),
    unwrap: async (name, version, wrapped) =>
      unwrapKey(await readKey(directory, name, version), purpose(name), wrapped),
  };
};
