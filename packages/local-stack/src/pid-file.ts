import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonFile, writeJsonFile } from './private-files.js';

/** What a pid file holds. A pid alone proves nothing (it is used again): `identity` ties it to one process. */
export type ProcessRecord = {
  readonly name: string;
  readonly pid: number;
  /** boot + start time of the process, from the kernel */
  readonly identity: string;
  /** hash of command, arguments and environment: may a new launcher go on with this process, or is it outdated? */
  readonly fingerprint: string;
};

const bootId = (): string => {
  const file = '/proc/sys/kernel/random/boot_id';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
};

/** A zombie is dead, but while other threads are still ending it holds its ports and files. */
const hasOtherThreads = (pid: number): boolean => readdirSync(`/proc/${pid}/task`).length > 1;

const startTimeFromProc = (pid: number): string | undefined => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name in parentheses may hold spaces
    const [state] = fields;
    return state === 'Z' && !hasOtherThreads(pid) ? undefined : fields[19]; // field 22 of the line
  } catch {
    return undefined;
  }
};

const startTimeFromPs = (pid: number): string | undefined => {
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
};

/** Names one running process for ever; undefined when there is none of that pid. */
export const processIdentity = (pid: number): string | undefined => {
  const startTime = existsSync('/proc/self/stat') ? startTimeFromProc(pid) : startTimeFromPs(pid);
  return startTime === undefined ? undefined : `${bootId()}/${startTime}`;
};

/** True only if the very process of the record still runs, not just another one with its pid. */
export const isRunning = ({ pid, identity }: Pick<ProcessRecord, 'pid' | 'identity'>): boolean =>
  processIdentity(pid) === identity;

const isRecord = (value: unknown): value is ProcessRecord =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'pid' in value &&
  Number.isSafeInteger(value.pid) &&
  'identity' in value &&
  typeof value.identity === 'string' &&
  'fingerprint' in value &&
  typeof value.fingerprint === 'string';

export const writePidFile = (path: string, record: ProcessRecord): void => writeJsonFile(path, record);

export const removePidFile = (path: string): void => rmSync(path, { force: true });

/** The record of a process that still runs; a file left by a dead one is removed. */
export const readPidFile = (path: string): ProcessRecord | undefined => {
  const value = readJsonFile(path);
  if (isRecord(value) && isRunning(value)) {
    return value;
  }
  removePidFile(path);
  return undefined;
};

/** All processes of a run directory that still live, with their files. */
export const runningProcesses = (
  directory: string,
): readonly { readonly file: string; readonly record: ProcessRecord }[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => name.endsWith('.pid'))
        .flatMap((name) => {
          const file = join(directory, name);
          const record = readPidFile(file);
          return record === undefined ? [] : [{ file, record }];
        })
    : [];
