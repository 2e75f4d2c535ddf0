import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type FetchContext, fetchOnce, requireChecksum, sha256OfFile } from './fetch-once.js';
import { copyFromMaven } from './maven.js';

/** sha256 over the lines `<sha256>  <file>` of all jars, sorted by file: the libraries that come along are pinned too. */
const digestOfJars = async (directory: string): Promise<string> => {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith('.jar'))
    .sort();
  const lines = await Promise.all(names.map(async (name) => `${await sha256OfFile(join(directory, name))}  ${name}\n`));
  return createHash('sha256').update(lines.join('')).digest('hex');
};

export type JarSet = {
  /** directory name in the cache, with the version */
  readonly name: string;
  /** file with the dependencies */
  readonly pom: string;
  readonly sha256: string;
  readonly neededBytes: number;
  readonly wayOut: string;
};

/** @returns the directory with the pom's dependencies and theirs, all of them as pinned */
export const fetchJars = async (
  { name, pom, sha256, neededBytes, wayOut }: JarSet,
  context: FetchContext,
): Promise<string> =>
  fetchOnce({
    ...context,
    name,
    recipe: sha256,
    neededBytes,
    wayOut,
    fetch: async (directory) => {
      await copyFromMaven({
        directory,
        goal: 'copy-dependencies',
        signal: context.signal,
        args: ['-f', pom, '-DincludeScope=runtime', `-DoutputDirectory=${directory}`],
        verify: async () => requireChecksum(name, await digestOfJars(directory), sha256),
      });
    },
  });
