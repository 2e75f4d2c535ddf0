import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from './run-tool.js';
import { missingTool, requireTools } from './tools.js';

// Named with its version: Maven's own default (2.8 of Debian's Maven 3.8) is from 2013.
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

export type MavenCopy = {
  readonly directory: string;
  readonly goal: 'copy' | 'copy-dependencies';
  readonly args: readonly string[];
  readonly signal: AbortSignal | undefined;
  readonly verify: () => Promise<void>;
};

/**
 * Lets Maven copy artifacts into `directory`. What it took from the user's local repository may be damaged (a download
 * that was cut off years ago): when the checksum is wrong it is fetched once more into an empty repository.
 */
export const copyFromMaven = async ({ directory, goal, args, signal, verify }: MavenCopy): Promise<void> => {
  await requireTools(['mvn']);
  const run = async (extra: readonly string[]) =>
    runTool('mvn', ['-q', '-B', '-ntp', ...extra, `${plugin}:${goal}`, ...args], {
      missing: missingTool('mvn'),
      signal,
    });
  try {
    await run([]);
    await verify();
  } catch {
    signal?.throwIfAborted();
    for (const name of readdirSync(directory)) {
      rmSync(join(directory, name), { recursive: true });
    }
    const repository = join(directory, 'maven-repository');
    await run([`-Dmaven.repo.local=${repository}`]);
    rmSync(repository, { recursive: true });
    await verify();
  }
};
