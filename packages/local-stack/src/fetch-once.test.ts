import { afterAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FetchRecipe, fetchOnce, requireChecksum, sha256OfFile } from './fetch-once.js';
import { temporaryDirectory } from './testing/temporary-directory.js';

const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

const content = 'a server';

/** A download into a cache of its own that counts how often it really ran. */
const countedDownload = (name: string) => {
  const cacheDirectory = join(temporary.path, name);
  let runs = 0;
  const recipe = (changes: Partial<FetchRecipe> = {}): FetchRecipe => ({
    cacheDirectory,
    name: 'server-1',
    recipe: 'checksum',
    neededBytes: 10,
    wayOut: 'or set SERVER_URL',
    fetch: async (directory) => {
      runs += 1;
      mkdirSync(join(directory, 'lib'));
      writeFileSync(join(directory, 'lib', 'server.bin'), content);
      return Promise.resolve();
    },
    ...changes,
  });
  return { cacheDirectory, recipe, runs: () => runs };
};

describe('fetching a server', () => {
  test('happens once', async () => {
    const { recipe, runs } = countedDownload('once');
    const first = await fetchOnce(recipe());
    expect(await fetchOnce(recipe())).toBe(first);
    expect(readFileSync(join(first, 'lib', 'server.bin'), 'utf8')).toBe(content);
    expect(runs()).toBe(1);
  });

  test('happens once for two that ask at the same time', async () => {
    const { recipe, runs } = countedDownload('twice');
    await Promise.all([fetchOnce(recipe()), fetchOnce(recipe())]);
    expect(runs()).toBe(1);
  });

  test('is done again when a download was cut off before its end', async () => {
    const { cacheDirectory, recipe, runs } = countedDownload('cut');
    const partial = join(cacheDirectory, 'server-1.partial');
    mkdirSync(partial, { recursive: true });
    writeFileSync(join(partial, 'rest'), 'half');
    const directory = await fetchOnce(recipe());
    expect(runs()).toBe(1);
    expect(existsSync(join(directory, 'rest'))).toBe(false);
    expect(readdirSync(cacheDirectory)).toEqual(['server-1']);
  });

  test.each([
    ['shortened', (file: string) => truncateSync(file, 3)],
    ['lost', (file: string) => unlinkSync(file)],
  ])('is done again when a file was %s later', async (what, damage) => {
    const { recipe, runs } = countedDownload(what);
    const directory = await fetchOnce(recipe());
    damage(join(directory, 'lib', 'server.bin'));
    await fetchOnce(recipe());
    expect(runs()).toBe(2);
    expect(readFileSync(join(directory, 'lib', 'server.bin'), 'utf8')).toBe(content);
  });

  test('is done again when what is pinned has changed', async () => {
    const { recipe, runs } = countedDownload('repinned');
    await fetchOnce(recipe());
    await fetchOnce(recipe({ recipe: 'another checksum' }));
    expect(runs()).toBe(2);
  });

  test('leaves nothing behind when it fails', async () => {
    const { cacheDirectory, recipe } = countedDownload('fails');
    const failing = recipe({
      fetch: async (directory) => {
        const file = join(directory, 'file');
        writeFileSync(file, 'not what was expected');
        requireChecksum('the file', await sha256OfFile(file), 'pinned');
      },
    });
    await expect(fetchOnce(failing)).rejects.toThrow(
      /^the file is not what was pinned: sha256 [0-9a-f]{64} instead of pinned/,
    );
    expect(readdirSync(cacheDirectory)).toEqual([]);
  });

  test('says how much room is missing and what to do', async () => {
    const { recipe, runs } = countedDownload('full');
    const huge = recipe({ neededBytes: Number.MAX_SAFE_INTEGER });
    await expect(fetchOnce(huge)).rejects.toThrow(
      /not enough space for server-1 in .*: \d+ MB needed, \d+ MB free; .*NENCHO_CACHE, or set SERVER_URL$/,
    );
    expect(runs()).toBe(0);
  });

  test('names the full disk when it fills up meanwhile', async () => {
    const { recipe } = countedDownload('fills');
    const filling = recipe({
      fetch: async () => Promise.reject(Object.assign(new Error('write failed'), { code: 'ENOSPC' })),
    });
    await expect(fetchOnce(filling)).rejects.toThrow(/^the disk of .* is full; make room or set NENCHO_CACHE$/);
  });
});
