import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  isRunning,
  type ProcessRecord,
  processIdentity,
  readPidFile,
  removePidFile,
  writePidFile,
} from './pid-file.js';
import { privateDirectory } from './private-files.js';
import { StackError } from './stack-error.js';

export type ProcessSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to the launcher's own environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly logFile: string;
  readonly pidFile: string;
};

/** A process that we started, now or in a former life of the launcher. */
export type ManagedProcess = {
  readonly name: string;
  readonly pid: number;
  readonly adopted: boolean;
  /** Settles when the process has ended, however it ended, with a word on why. */
  readonly exited: Promise<string>;
  isAlive(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL to its whole group when that does not help. Leaves no pid file. */
  stop(graceMs?: number): Promise<void>;
};

const maxLogBytes = 10_000_000;

export const fingerprintOf = ({ command, args, env = {} }: Pick<ProcessSpec, 'command' | 'args' | 'env'>): string =>
  createHash('sha256')
    .update(JSON.stringify([command, args, Object.entries(env).sort()]))
    .digest('hex');

const openLog = (path: string): number => {
  privateDirectory(dirname(path));
  if (existsSync(path) && statSync(path).size > maxLogBytes) {
    renameSync(path, `${path}.old`);
  }
  return openSync(path, 'a', 0o600);
};

export const logSize = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/** The end of what was written after `from` bytes, for the message of a server that did not come up. */
export const logTail = (path: string, from: number, lines = 12): string => {
  if (!existsSync(path)) {
    return '';
  }
  const content = readFileSync(path);
  const written = content.subarray(content.length < from ? 0 : from).toString();
  return written.trimEnd().split('\n').slice(-lines).join('\n');
};

const signalIfOurs = (record: ProcessRecord, signal: NodeJS.Signals, group: boolean): void => {
  if (!isRunning(record)) {
    return;
  }
  try {
    process.kill(group ? -record.pid : record.pid, signal);
  } catch {
    // ended in this very moment
  }
};

const pollUntilGone = async (record: ProcessRecord, timeoutMs = Infinity): Promise<boolean> => {
  const deadline = performance.now() + timeoutMs;
  while (isRunning(record)) {
    if (performance.now() > deadline) {
      return false;
    }
    await delay(50, undefined, { ref: timeoutMs !== Infinity });
  }
  return true;
};

const stopRecord = async (record: ProcessRecord, pidFile: string, graceMs: number): Promise<void> => {
  signalIfOurs(record, 'SIGTERM', false);
  if (!(await pollUntilGone(record, graceMs))) {
    signalIfOurs(record, 'SIGKILL', true);
    await pollUntilGone(record, 5_000);
  }
  removePidFile(pidFile);
};

const manage = (record: ProcessRecord, pidFile: string, adopted: boolean, exited: Promise<string>): ManagedProcess => ({
  name: record.name,
  pid: record.pid,
  adopted,
  exited,
  isAlive: () => isRunning(record),
  kill: (signal) => signalIfOurs(record, signal, false),
  stop: async (graceMs = 15_000) => stopRecord(record, pidFile, graceMs),
});

const exitOf = async (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`),
    );
  });

/** Starts it in a group of its own, so that a Ctrl-C in the terminal reaches the launcher alone. */
export const spawnProcess = async (spec: ProcessSpec): Promise<ManagedProcess> => {
  const log = openLog(spec.logFile);
  const child = spawn(spec.command, [...spec.args], {
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
    env: { ...process.env, ...spec.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const exited = exitOf(child);
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) =>
      reject(new StackError(`${spec.name}: cannot run ${spec.command}: ${error.message}`, { cause: error })),
    );
  });
  if (child.pid === undefined) {
    return failed;
  }
  failed.catch(() => undefined); // errors after the start (a signal that failed) are seen by polling
  const record: ProcessRecord = {
    name: spec.name,
    pid: child.pid,
    identity: processIdentity(child.pid) ?? 'ended at once',
    fingerprint: fingerprintOf(spec),
  };
  writePidFile(spec.pidFile, record);
  return manage(record, spec.pidFile, false, exited);
};

/** The process that a former launcher left behind, if it runs with exactly this command; an outdated one is ended. */
export const adoptProcess = async (spec: ProcessSpec): Promise<ManagedProcess | undefined> => {
  const record = readPidFile(spec.pidFile);
  if (record === undefined) {
    return undefined;
  }
  if (record.fingerprint !== fingerprintOf(spec)) {
    await stopRecord(record, spec.pidFile, 15_000);
    return undefined;
  }
  return manage(
    record,
    spec.pidFile,
    true,
    pollUntilGone(record).then(() => 'ended'),
  );
};

/** Ends what a pid file names, if it is still that process. */
export const stopRecorded = async (pidFile: string, graceMs = 15_000): Promise<string | undefined> => {
  const record = readPidFile(pidFile);
  if (record === undefined) {
    return undefined;
  }
  await stopRecord(record, pidFile, graceMs);
  return record.name || basename(pidFile);
};
