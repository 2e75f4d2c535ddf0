import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openingFlagsOf } from './closed-process.js';

const register = join(import.meta.dirname, 'register.js');
const serving = "setInterval(() => undefined, 1000); process.stdout.write('up');";

let directory: string;
let child: ChildProcess | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-closed-'));
});
afterEach(async () => {
  if (child !== undefined && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  rmSync(directory, { recursive: true, force: true });
});

const start = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess => {
  child = spawn(process.execPath, [...args, '--import', register, '--input-type=module', '-e', serving], {
    ...{ cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
  });
  return child;
};

/** Ports that the process listens on, as the kernel knows them. */
const listeningPorts = (pid: number): readonly string[] => {
  const inodes = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
    } catch {
      return []; // closed meanwhile
    }
  });
  return ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => columns[3] === '0A' && inodes.includes(columns[9] ?? ''))
      .map((columns) => columns[1] ?? ''),
  );
};

const onLinux = process.platform === 'linux' ? test : test.skip;

describe('a running service', () => {
  onLinux('opens no inspector, writes no file and lives on, whatever signal it gets', async () => {
    const running = start(['--disable-sigusr1']);
    if (running.stdout !== null) await once(running.stdout, 'data');
    for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGABRT', 'SIGUSR1'] as const) {
      running.kill(signal);
      await sleep(150);
    }
    expect([running.exitCode, running.signalCode]).toEqual([null, null]);
    expect(listeningPorts(running.pid ?? 0)).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  onLinux('would open it without the preload: the test can tell', async () => {
    child = spawn(process.execPath, ['--input-type=module', '-e', serving], {
      ...{ cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
      env: { PATH: process.env['PATH'] },
    });
    if (child.stdout !== null) await once(child.stdout, 'data');
    child.kill('SIGUSR1');
    for (let tries = 0; tries < 100 && listeningPorts(child.pid ?? 0).length === 0; tries += 1) await sleep(50);
    expect(listeningPorts(child.pid ?? 0)).toHaveLength(1);
  });

  test.each([
    ['a flag', ['--inspect=127.0.0.1:0'], {}],
    ['NODE_OPTIONS', [], { NODE_OPTIONS: '--inspect=127.0.0.1:0' }],
    ['a snapshot on a signal', [], { NODE_OPTIONS: '--heapsnapshot-signal=SIGUSR2' }],
    ['a report on a signal', ['--report-on-signal'], {}],
    ['a core', ['--abort-on-uncaught-exception'], {}],
    ['no word on where it runs', ['--heap-prof'], { NODE_ENV: '' }],
  ])('does not start where it would be opened by %s', async (_by, args, env) => {
    const [code] = (await once(start(args, env), 'exit')) as [number];
    expect(code).toBe(78);
  });

  test('starts in development with a profile', async () => {
    const running = start(['--cpu-prof'], { NODE_ENV: 'development' });
    if (running.stdout !== null) await once(running.stdout, 'data');
    expect(running.exitCode).toBeNull();
  });
});

test('flags are known in any writing, and ordinary ones are none of them', () => {
  expect(
    openingFlagsOf(
      ['--inspect_brk=0', '--import', 'x'],
      '"--heapsnapshot-near-heap-limit=3" --report-uncaught-exception',
    ),
  ).toEqual(['--inspect-brk', '--heapsnapshot-near-heap-limit', '--report-uncaught-exception']);
  expect(
    openingFlagsOf(['--disable-sigusr1', '--import', 'y'], '--max-old-space-size=512 --enable-source-maps'),
  ).toEqual([]);
});
