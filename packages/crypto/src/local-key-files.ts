import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@nencho/kernel';
import { KEY_BYTES } from './envelope.js';
import { keyUnavailable } from './key-unavailable.js';

const errnoOf = (error: unknown): string | undefined =>
  Error.isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const unreadable = (cause: unknown): AppError =>
  new AppError('unavailable', 'the local key directory cannot be read', { cause });
const unwritable = (cause: unknown): AppError =>
  new AppError('unavailable', 'the local key directory cannot be written', { cause });

/** The names that Azure Key Vault allows, which also keeps a name from leaving the directory. */
const assertName = (name: string): void => {
  if (!/^[0-9a-zA-Z-]{1,127}$/.test(name)) throw new AppError('internal', 'a KEK name has a wrong form');
};

const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Writes the file whole; leaves the one that is there when somebody else was first. */
const createWhole = async (directory: string, name: string, bytes: Uint8Array): Promise<void> => {
  const file = join(directory, name);
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

const removeIfThere = async (file: string): Promise<void> => {
  try {
    await unlink(file);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
};

/** What of one key lies in the directory: `<name>.v1.key`, `<name>.v2.key`, … and `<name>.disabled`. */
export type KeyFiles = { readonly versions: readonly number[]; readonly disabled: boolean };

export const versionText = (version: number): string => `v${version}`;

export type LocalKeyFiles = ReturnType<typeof localKeyFiles>;

export const localKeyFiles = (directory: string) => {
  const keyFile = (name: string, version: number) => `${name}.${versionText(version)}.key`;
  const disabledFile = (name: string) => `${name}.disabled`;
  const change = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
      await syncDirectory(directory);
    } catch (cause) {
      throw unwritable(cause);
    }
  };
  const find = async (name: string): Promise<KeyFiles> => {
    assertName(name);
    const all = await readdir(directory).catch((cause: unknown) => {
      throw unreadable(cause); // not "no such key": the directory may only be unmounted
    });
    const form = new RegExp(`^${name}\\.v([1-9]\\d{0,8})\\.key$`);
    const versions = all.flatMap((file) => (form.exec(file)?.[1] === undefined ? [] : [Number(form.exec(file)?.[1])]));
    return { versions: versions.sort((a, b) => a - b), disabled: all.includes(disabledFile(name)) };
  };
  return {
    find,
    /** Makes the directory as well: the first key of an installation. */
    add: async (name: string, version: number): Promise<void> => {
      assertName(name);
      await change(async () => {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await createWhole(directory, keyFile(name, version), randomBytes(KEY_BYTES));
      });
    },
    read: async (name: string, version: number): Promise<Buffer> => {
      try {
        const key = await readFile(join(directory, keyFile(name, version)));
        if (key.length !== KEY_BYTES) throw keyUnavailable('a KEK file has a wrong length');
        return key;
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        if (errnoOf(cause) === 'ENOENT') throw keyUnavailable('a KEK file is not there', cause);
        throw unreadable(cause);
      }
    },
    setDisabled: async (name: string, disabled: boolean): Promise<void> =>
      change(async () => {
        if (disabled) await createWhole(directory, disabledFile(name), Buffer.alloc(0));
        else await removeIfThere(join(directory, disabledFile(name)));
      }),
    /** The mark that it is disabled goes last: a removal that was cut off leaves nothing that opens. */
    remove: async (name: string): Promise<void> => {
      const { versions } = await find(name);
      await change(async () => {
        for (const version of versions) await removeIfThere(join(directory, keyFile(name, version)));
        await syncDirectory(directory);
        await removeIfThere(join(directory, disabledFile(name)));
      });
    },
  };
};
