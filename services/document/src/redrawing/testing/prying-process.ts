// Run in place of the drawing process: tries to get at what it is not to have, and tells how that went.
import { execFileSync } from 'node:child_process';
import { fstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv, cwd, env, stdout } from 'node:process';

const [, , secretFile = '', nativeLibrary = '', configFile = ''] = argv;

const outcomeOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'done';
  } catch (error) {
    return (error as { code?: string }).code ?? 'failed';
  }
};

/** Files and sockets that were open in the parent would be open here: none is a file, and no other is a stream. */
const filesAmong = (descriptors: readonly number[]): readonly number[] =>
  descriptors.filter((descriptor) => {
    try {
      const about = fstatSync(descriptor);
      return about.isFile() || about.isSocket() || about.isDirectory();
    } catch {
      return false;
    }
  });

stdout.write(
  JSON.stringify({
    environment: Object.keys(env),
    secret: outcomeOf(() => readFileSync(secretFile)),
    configuration: outcomeOf(() => readFileSync(configFile)),
    ownDirectory: outcomeOf(() => readdirSync(cwd())),
    parentsEnvironment: outcomeOf(() => readFileSync(`/proc/${String(process.ppid)}/environ`)),
    writing: outcomeOf(() => writeFileSync('left-behind', '')),
    program: outcomeOf(() => execFileSync('/bin/true')),
    native: outcomeOf(() => process.dlopen({ exports: {} }, nativeLibrary)),
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- shows that it cannot be done
    madeFromText: outcomeOf(() => new Function('return 1')),
    files: filesAmong(Array.from({ length: 1_000 }, (_, index) => index + 3)),
    directory: cwd(),
  }),
);
