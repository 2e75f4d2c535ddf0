import { clockShift, startSystem, type System, type SystemState } from '@nencho/local-stack/system';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const PORT = 3400;

/** What a backup holds. Not in it: the ledger and the keys, which live outside of every backup. */
const backedUp = ['mongod', 'kafka', 'keycloak', 'objects'] as const;

/** One start of the system on a day; without `ready` it is still coming up, and may never be. */
export const startOn = async (
  dataDirectory: string,
  day: string,
  options: { readonly fresh?: boolean; readonly environment?: Readonly<Record<string, string>> } = {},
): Promise<System> =>
  startSystem({
    ...{ dataDirectory, publicPort: PORT, accessTokenSeconds: 60, ...options },
    clockShiftMs: clockShift(day, new Date()),
    progress: ({ step, state, ms, detail }) => {
      if (state !== 'started') process.stderr.write(`  ${day} ${state} ${step} ${ms ?? 0} ms ${detail ?? ''}\n`);
    },
  });

/** Does `work` on the system as it is on that day, and ends it. */
export const onDay = async <T>(
  dataDirectory: string,
  day: string,
  work: (state: SystemState) => Promise<T>,
  options: Parameters<typeof startOn>[2] = {},
): Promise<T> => {
  const system = await startOn(dataDirectory, day, options);
  try {
    await system.ready;
    return await work(system.state);
  } finally {
    await system.stop();
  }
};

const copyAll = (from: string, to: string): void => {
  for (const name of backedUp) {
    if (!existsSync(join(from, name))) throw new Error(`${join(from, name)} is missing: the drill must back it up`);
    rmSync(join(to, name), { recursive: true, force: true });
    cpSync(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
  }
};

/** Copies databases, broker, Keycloak and objects of a system that is at rest. */
export const backUp = (dataDirectory: string, backup: string): void => {
  rmSync(backup, { recursive: true, force: true });
  mkdirSync(backup, { recursive: true, mode: 0o700 });
  copyAll(dataDirectory, backup);
};

export const restore = (backup: string, dataDirectory: string): void => copyAll(backup, dataDirectory);
