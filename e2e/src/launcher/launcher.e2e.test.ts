import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runningSystem, type SystemState } from '@nencho/local-stack/system';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const temporary = mkdtempSync(join(tmpdir(), 'nencho-launcher-'));
const dataDirectory = join(temporary, 'data');
const startLimitMs = 300_000;

type Launcher = {
  readonly child: ChildProcess;
  /** Resolves when the text has been printed; rejects when the launcher ends before. */
  prints(text: string): Promise<void>;
  output(): string;
  readonly exited: Promise<number | null>;
};

const startLauncher = (...options: string[]): Launcher => {
  const script = join(import.meta.dirname, 'launcher-process.js');
  const child = spawn(process.execPath, [script, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const prints = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      if (child.exitCode !== null || child.signalCode !== null) {
        throw new Error(`the launcher ended:\n${output}`);
      }
      await delay(100);
    }
  };
  return { child, prints, output: () => output, exited };
};

const freePort = async (): Promise<number> => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const pids = (): Readonly<Record<string, number>> =>
  Object.fromEntries(
    readdirSync(join(dataDirectory, 'run'))
      .filter((name) => name.endsWith('.pid'))
      .map((name) => {
        const record = JSON.parse(readFileSync(join(dataDirectory, 'run', name), 'utf8')) as {
          name: string;
          pid: number;
        };
        return [record.name, record.pid];
      }),
  );

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const pick = (from: Readonly<Record<string, number>>, ...names: string[]) => names.map((name) => from[name]);

let port: number;
let launcher: Launcher;
const systemState = (): SystemState => {
  const state = runningSystem(dataDirectory);
  if (state === undefined) {
    throw new Error('no running system');
  }
  return state;
};
const options = () => ['--data', dataDirectory, '--port', String(port), '--instances', 'gateway=2'];
const session = async (): Promise<{ signedIn: boolean; keycloakReady: boolean }> => {
  const response = await fetch(`http://localhost:${port}/api/v1/session`);
  return (await response.json()) as { signedIn: boolean; keycloakReady: boolean };
};

beforeAll(async () => {
  port = await freePort();
  launcher = startLauncher(...options());
  await launcher.prints('Nencho is ready');
}, startLimitMs);

afterAll(async () => {
  launcher.child.kill('SIGTERM');
  await launcher.exited;
  rmSync(temporary, { recursive: true, force: true });
}, 60_000);

describe('npm start', () => {
  test('shows each step and what to open', () => {
    for (const step of ['mongod', 'kafka', 'keycloak', 'realms', 'gateway-2', 'retention-1']) {
      expect(launcher.output()).toMatch(new RegExp(`ok ${step} +\\d+\\.\\d s`));
    }
    expect(launcher.output()).toContain(`Nencho is ready: http://localhost:${port}`);
    expect(launcher.output()).toContain(systemState().mail.webUrl);
  });

  test('refuses a second launcher on the same data, and on the same port, saying who is there', async () => {
    const sameData = startLauncher('--data', dataDirectory, '--port', String(await freePort()));
    expect(await sameData.exited).toBe(1);
    expect(sameData.output()).toContain(`already runs on ${dataDirectory} (pid ${launcher.child.pid ?? 0})`);
    const samePort = startLauncher('--data', join(temporary, 'other'), '--port', String(port));
    expect(await samePort.exited).toBe(1);
    expect(samePort.output()).toMatch(new RegExp(`port ${port} is taken by pid ${launcher.child.pid ?? 0} .*--port N`));
  }, 60_000);

  test('keeps the page up while Keycloak is away, saying so, and brings Keycloak back', async () => {
    const { keycloak } = pids();
    process.kill(keycloak ?? 0, 'SIGKILL');
    await delay(100);
    const page = await fetch(`http://localhost:${port}/`, { headers: { accept: 'text/html' } });
    expect(page.status).toBe(200);
    expect((await session()).keycloakReady).toBe(false);
    const signIn = await fetch(`http://localhost:${port}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
      body: JSON.stringify({ tenantCode: 'sample', loginId: 'a' }),
    });
    expect([signIn.status, await signIn.json()]).toMatchObject([503, { code: 'unavailable' }]);
    while (!(await session()).keycloakReady) {
      await delay(500);
    }
    expect(pids()['keycloak']).not.toBe(keycloak);
  }, 120_000);

  test('starts a service again that died', async () => {
    const { 'declaration-1': declaration } = pids();
    process.kill(declaration ?? 0, 'SIGKILL');
    await launcher.prints('!! declaration-1');
    while (pids()['declaration-1'] === declaration) {
      await delay(100);
    }
    const probe = systemState().instances.find(({ name }) => name === 'declaration-1')?.probePort ?? 0;
    let ready = false;
    while (!ready) {
      await delay(200);
      ready = await fetch(`http://127.0.0.1:${probe}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    }
  }, 60_000);
});

describe('a launcher that is killed', () => {
  test(
    'is followed by one that takes over the servers and starts the services anew',
    async () => {
      const before = pids();
      launcher.child.kill('SIGKILL');
      await launcher.exited;
      expect(Object.values(before).filter((pid) => !isAlive(pid))).toEqual([]);
      expect(runningSystem(dataDirectory)).toBeUndefined();

      launcher = startLauncher(...options());
      await launcher.prints('Nencho is ready');
      const after = pids();
      const servers = ['mongod', 'kafka', 'keycloak', 'mail', 'objects', 'ledger'];
      expect(pick(after, ...servers)).toEqual(pick(before, ...servers));
      const services = Object.keys(before).filter((name) => !servers.includes(name));
      expect(services).toHaveLength(7);
      for (const name of services) {
        expect(after[name]).not.toBe(before[name]);
        expect(isAlive(before[name] ?? 0)).toBe(false);
      }
    },
    startLimitMs,
  );
});

describe('Ctrl-C', () => {
  test('ends everything: no process is left and the port is free', async () => {
    const all = pids();
    expect(Object.keys(all)).toHaveLength(13);
    launcher.child.kill('SIGINT');
    expect(await launcher.exited).toBe(0);
    expect(Object.entries(all).filter(([, pid]) => isAlive(pid))).toEqual([]);
    expect(Object.keys(pids())).toEqual([]);
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow();
  }, 60_000);
});
