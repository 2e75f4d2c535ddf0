import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';

// Processes, sockets and key pairs take their time on a loaded machine.
jest.setTimeout(30_000);

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'nencho-run-'));
});
const children: ChildProcess[] = [];
afterAll(() => {
  children.forEach((child) => child.kill('SIGKILL'));
  rmSync(directory, { recursive: true });
});

const program = join(import.meta.dirname, 'testing/lifecycle-process.js');

/** Runs the process; `on` answers to the lines that it prints. */
const run = async (
  behaviour: string,
  on: Readonly<Record<string, (kill: (signal: NodeJS.Signals) => void) => void>> = {},
  certificateFile = '',
): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> => {
  const child = spawn(process.execPath, [program, behaviour, certificateFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter((part) => part !== '')) {
      lines.push(line);
      on[line]?.((signal) => child.kill(signal));
    }
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, lines };
};

const orderly = ['stopping', 'server closing', 'server closed', 'database closed'];

describe('runService', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s: not ready, then the hooks in reverse, one failing, then exit 0',
    async (signal) => {
      const { code, lines } = await run('run', { running: (kill) => kill(signal) });
      expect(lines).toEqual(['running', ...orderly]);
      expect(code).toBe(0);
    },
  );

  test('a second signal changes nothing', async () => {
    const { code, lines } = await run('run', {
      running: (kill) => kill('SIGTERM'),
      'server closing': (kill) => kill('SIGINT'),
    });
    expect(lines).toEqual(['running', ...orderly]);
    expect(code).toBe(0);
  });

  test('a signal while it still waits for its database ends it too', async () => {
    const { code, lines } = await run('waiting', { waiting: (kill) => kill('SIGTERM') });
    expect(lines).toEqual(['waiting', ...orderly]);
    expect(code).toBe(0);
  });

  test('a hook that hangs does not hold the process', async () => {
    const { code, lines } = await run('hang', { running: (kill) => kill('SIGTERM') });
    expect(lines).toEqual(['running', 'stopping', 'server closing']);
    expect(code).toBe(1);
  });

  test('what only another configuration mends exits 78, another failure of the start 1', async () => {
    expect(await run('misconfigured')).toEqual({ code: 78, lines: orderly });
    expect(await run('broken')).toEqual({ code: 1, lines: orderly });
  });

  test.each(['bug', 'rejection'])('a %s that nobody catches stops it in order and exits 1', async (behaviour) => {
    expect(await run(behaviour)).toEqual({ code: 1, lines: ['running', ...orderly] });
  });

  test('a changed certificate file ends it in order, for whoever starts it again with the new one', async () => {
    const file = join(directory, 'tls.crt');
    writeFileSync(file, 'old');
    const { code, lines } = await run('run', { running: () => writeFileSync(file, 'new one') }, file);
    expect(lines).toEqual(['running', ...orderly]);
    expect(code).toBe(0);
  });
});
