import type { SystemState } from '@nencho/local-stack/system';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const residentMiB = (pid: number): number => {
  const [, kib] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kib ?? 0) / 1024);
};

/** Resident memory of each process of the system, in MiB; empty where /proc does not tell. */
export const memoryOf = ({ runDirectory }: SystemState): Readonly<Record<string, number>> =>
  Object.fromEntries(
    readdirSync(runDirectory)
      .filter((file) => file.endsWith('.pid'))
      .flatMap((file) => {
        try {
          const { pid } = JSON.parse(readFileSync(join(runDirectory, file), 'utf8')) as { readonly pid: number };
          return [[file.replace('.pid', ''), residentMiB(pid)] as const];
        } catch {
          return [];
        }
      }),
  );
