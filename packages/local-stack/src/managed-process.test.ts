import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { adoptProcess, fingerprintOf, type ProcessSpec, spawnProcess, stopRecorded } from './managed-process.js';
import { isRunning, processIdentity, readPidFile, runningProcesses, writePidFile } from './pid-file.js';
import { temporaryDirectory } from './testing/temporary-directory.js';
import { waitUntil } from './wait-until.js';

const temporary = temporaryDirectory();
afterAll(() => temporary.remove());

const specOf = (name: string, script: string): ProcessSpec => ({
  name,
  command: 'sh',
  args: ['-c', script],
  logFile: join(temporary.path, `${name}.log`),
  pidFile: join(temporary.path, `${name}.pid`),
});

const sleeper = (name: string) => specOf(name, 'exec sleep 600');

describe('a process of ours', () => {
  test('ends when told to, and its pid file goes', async () => {
    const spec = sleeper('ends');
    const running = await spawnProcess(spec);
    expect(running.isAlive()).toBe(true);
    expect(readPidFile(spec.pidFile)?.pid).toBe(running.pid);
    await running.stop();
    expect(running.isAlive()).toBe(false);
    expect(existsSync(spec.pidFile)).toBe(false);
    expect(await running.exited).toBe('signal SIGTERM');
  });

  test('is killed with its children when it does not end by itself', async () => {
    const childFile = join(temporary.path, 'child');
    const stubborn = await spawnProcess(
      specOf('stubborn', `trap "" TERM; sleep 600 & echo $! > ${childFile}; while true; do sleep 1; done`),
    );
    await waitUntil(async () => Promise.resolve(existsSync(childFile)), { what: 'child', timeoutMs: 5_000 });
    await stubborn.stop(300);
    expect(await stubborn.exited).toBe('signal SIGKILL');
    expect(processIdentity(stubborn.pid)).toBeUndefined();
  });

  test('that cannot be started is reported with its command', async () => {
    const spec = { ...sleeper('absent'), command: join(temporary.path, 'no-such-program') };
    await expect(spawnProcess(spec)).rejects.toThrow(/^absent: cannot run .*no-such-program: .*ENOENT/);
  });
});

describe('a process that a former launcher left', () => {
  test('is taken over while command, arguments and environment are the same', async () => {
    const spec = sleeper('orphan');
    const { pid } = await spawnProcess(spec);
    const adopted = await adoptProcess(spec);
    expect(adopted).toMatchObject({ pid, adopted: true });
    adopted?.kill('SIGKILL');
    expect(await adopted?.exited).toBe('ended');
  });

  test('is ended when it runs with an outdated command', async () => {
    const spec = sleeper('outdated');
    const old = await spawnProcess(spec);
    expect(await adoptProcess({ ...spec, env: { NEW: 'setting' } })).toBeUndefined();
    expect(old.isAlive()).toBe(false);
  });

  test('is listed by its pid file, a dead one is not', async () => {
    const alive = await spawnProcess(sleeper('alive'));
    const dead = await spawnProcess(sleeper('dead'));
    dead.kill('SIGKILL');
    await dead.exited;
    const names = runningProcesses(temporary.path).map(({ record }) => record.name);
    expect(names).toEqual(['alive']);
    expect(existsSync(join(temporary.path, 'dead.pid'))).toBe(false);
    await alive.stop();
  });
});

describe('a pid file whose pid now belongs to somebody else', () => {
  let stranger: ChildProcess;
  beforeEach(() => {
    stranger = spawn('sleep', ['600']);
  });
  afterEach(() => {
    stranger.kill('SIGKILL');
  });

  test('never leads to that process being touched', async () => {
    const spec = sleeper('reused');
    const record = {
      name: 'reused',
      pid: stranger.pid ?? 0,
      identity: 'another boot/1',
      fingerprint: fingerprintOf(spec),
    };
    writePidFile(spec.pidFile, record);
    expect(isRunning(record)).toBe(false);
    expect(await stopRecorded(spec.pidFile)).toBeUndefined();
    writePidFile(spec.pidFile, record);
    expect(await adoptProcess(spec)).toBeUndefined();
    expect(stranger.exitCode).toBeNull();
    expect(processIdentity(record.pid)).toBeDefined();
  });
});
