import { linkSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { type ProcessRecord, processIdentity, readPidFile, removePidFile, writePidFile } from './pid-file.js';
import { errorCode } from './stack-error.js';

const ownRecord = (name: string): ProcessRecord => ({
  name,
  pid: process.pid,
  identity: processIdentity(process.pid) ?? '',
  fingerprint: '',
});

/** Takes the lock or names the living process that holds it. A lock left by a dead process is taken over. */
export const tryLock = (path: string): ProcessRecord | undefined => {
  const holder = readPidFile(path);
  if (holder !== undefined) {
    return holder;
  }
  const candidate = `${path}.${process.pid}`;
  writePidFile(candidate, ownRecord('lock'));
  try {
    linkSync(candidate, path); // fails when somebody was faster
    return undefined;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw error;
    }
    return readPidFile(path) ?? tryLock(path);
  } finally {
    rmSync(candidate, { force: true });
  }
};

export const unlock = (path: string): void => removePidFile(path);

/** Runs `run` while no other living process does so with this lock. Waits as long as it takes. */
export const withLock = async <T>(path: string, run: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
  while (tryLock(path) !== undefined) {
    await delay(200, undefined, { signal });
  }
  try {
    return await run();
  } finally {
    unlock(path);
  }
};
