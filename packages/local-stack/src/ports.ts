import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { readJsonFile, writeJsonFile } from './private-files.js';
import { StackError } from './stack-error.js';

// Below the range from which the kernel takes ports for outgoing connections: a port that is free now
// must still be free when a crashed server comes back.
const lowest = 20_000;
const highest = 32_000;

export const isPortFree = async (port: number, host = '127.0.0.1'): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });

export const freePort = async (avoid: ReadonlySet<number> = new Set()): Promise<number> => {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const port = randomInt(lowest, highest);
    if (!avoid.has(port) && (await isPortFree(port))) {
      return port;
    }
  }
  throw new StackError(`no free port between ${lowest} and ${highest} on 127.0.0.1`);
};

const isPortTable = (value: unknown): value is Record<string, number> =>
  typeof value === 'object' && value !== null && Object.values(value).every((port) => Number.isSafeInteger(port));

export type PortWish<Name extends string> = {
  readonly names: readonly Name[];
  /** remembers the choice: servers keep their addresses over restarts */
  readonly file: string;
  /** ports of our own processes that still run: taken, but by the right one */
  readonly ours: ReadonlySet<string>;
};

/** One port a name: the remembered one while nobody else has taken it, else a free one. */
export const allocatePorts = async <Name extends string>({
  names,
  file,
  ours,
}: PortWish<Name>): Promise<Readonly<Record<Name, number>>> => {
  const stored = readJsonFile(file);
  const ports: Record<string, number> = isPortTable(stored) ? { ...stored } : {};
  for (const name of names) {
    const port = ports[name];
    if (port === undefined || !(ours.has(name) || (await isPortFree(port)))) {
      ports[name] = await freePort(new Set(Object.values(ports)));
    }
  }
  writeJsonFile(file, ports);
  return ports as Record<Name, number>;
};

const listenerInode = (port: number): string | undefined => {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const line = readFileSync(table, 'utf8')
      .split('\n')
      .map((row) => row.trim().split(/\s+/))
      .find((columns) => columns[1]?.endsWith(`:${hex}`) === true && columns[3] === '0A');
    if (line?.[9] !== undefined) {
      return line[9];
    }
  }
  return undefined;
};

const holdsSocket = (pid: string, inode: string): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`;
      } catch {
        return false;
      }
    });
  } catch {
    return false; // another user's process
  }
};

/** "pid 123 (node server.js)" where the kernel tells; undefined elsewhere. */
export const portHolder = (port: number): string | undefined => {
  try {
    const inode = listenerInode(port);
    const pid =
      inode === undefined
        ? undefined
        : readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsSocket(name, inode));
    if (pid === undefined) {
      return undefined;
    }
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return `pid ${pid} (${command.slice(0, 80)})`;
  } catch {
    return undefined;
  }
};

/** For ports that people type: they are not moved silently. */
export const requireFreePort = async (port: number, wayOut: string): Promise<void> => {
  if (!(await isPortFree(port))) {
    const holder = portHolder(port);
    throw new StackError(`port ${port} is taken${holder === undefined ? '' : ` by ${holder}`}; ${wayOut}`);
  }
};
