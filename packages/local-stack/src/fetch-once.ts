import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readJsonFile, writeJsonFile } from './private-files.js';
import { withLock } from './lock.js';
import { errorCode, StackError } from './stack-error.js';

/** Where the servers are kept: outside the checkout, so that `git clean` and a fresh clone need no second download. */
export const defaultCacheDirectory = (env: NodeJS.ProcessEnv = process.env): string => {
  const own = env['NENCHO_CACHE'];
  if (own !== undefined && own !== '') {
    return own;
  }
  const xdg = env['XDG_CACHE_HOME'];
  return join(xdg !== undefined && xdg !== '' ? xdg : join(homedir(), '.cache'), 'nencho');
};

/** Where to, and until when. */
export type FetchContext = { readonly cacheDirectory: string; readonly signal?: AbortSignal };

export type FetchRecipe = FetchContext & {
  /** directory name, with the version: `kafka-4.4.0` */
  readonly name: string;
  /** everything that decides the content (checksums, build options); another value fetches anew */
  readonly recipe: string;
  readonly neededBytes: number;
  /** what else the user could do when the disk is full */
  readonly wayOut: string;
  fetch(directory: string): Promise<void>;
};

/** File → size of everything fetched: a truncated or deleted file is found without reading gigabytes. */
type Manifest = { readonly recipe: string; readonly sizes: Readonly<Record<string, number>> };

const manifestName = '.complete.json';

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' &&
  value !== null &&
  'recipe' in value &&
  'sizes' in value &&
  typeof value.sizes === 'object' &&
  value.sizes !== null;

const sizesOf = (directory: string): Record<string, number> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== manifestName)
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(directory.length + 1), statSync(path).size]),
  );

const isComplete = (directory: string, recipe: string): boolean => {
  const manifest = readJsonFile(join(directory, manifestName));
  return (
    isManifest(manifest) &&
    manifest.recipe === recipe &&
    Object.entries(manifest.sizes).every(
      ([name, size]) => statSync(join(directory, name), { throwIfNoEntry: false })?.size === size,
    )
  );
};

const requireSpace = async ({ cacheDirectory, name, neededBytes, wayOut }: FetchRecipe): Promise<void> => {
  const { bavail, bsize } = await statfs(cacheDirectory);
  const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
  if (bavail * bsize < neededBytes) {
    throw new StackError(
      `not enough space for ${name} in ${cacheDirectory}: ${megabytes(neededBytes)} MB needed, ${megabytes(bavail * bsize)} MB free; ` +
        `make room, name a directory on another disk with NENCHO_CACHE, ${wayOut}`,
    );
  }
};

const fetchAnew = async (recipe: FetchRecipe, target: string): Promise<void> => {
  const staging = `${target}.partial`;
  rmSync(target, { recursive: true, force: true });
  rmSync(staging, { recursive: true, force: true }); // left by a download that was cut off
  await requireSpace(recipe);
  mkdirSync(staging, { recursive: true });
  try {
    await recipe.fetch(staging);
    writeJsonFile(join(staging, manifestName), { recipe: recipe.recipe, sizes: sizesOf(staging) } satisfies Manifest);
    renameSync(staging, target);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (errorCode(error) === 'ENOSPC') {
      throw new StackError(`the disk of ${recipe.cacheDirectory} is full; make room or set NENCHO_CACHE`, {
        cause: error,
      });
    }
    throw error;
  }
};

/** The directory with the complete content; fetches it when it is absent, incomplete or of another recipe. */
export const fetchOnce = async (recipe: FetchRecipe): Promise<string> => {
  const target = join(recipe.cacheDirectory, recipe.name);
  if (isComplete(target, recipe.recipe)) {
    return target;
  }
  mkdirSync(dirname(target), { recursive: true });
  await withLock(
    `${target}.lock`,
    async () => {
      if (!isComplete(target, recipe.recipe)) {
        await fetchAnew(recipe, target);
      }
    },
    recipe.signal,
  );
  return target;
};

export const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

export const requireChecksum = (what: string, actual: string, expected: string): void => {
  if (actual !== expected) {
    throw new StackError(`${what} is not what was pinned: sha256 ${actual} instead of ${expected}; it was not used`);
  }
};
