import { runningSystem, type SystemState } from '@nencho/local-stack/system';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const key = Symbol.for('nencho.e2e');
type Holder = { stop?: () => Promise<void> };
const globals = globalThis as unknown as Record<symbol, Holder | undefined>;

/** What the set-up leaves for the tear-down; both run in the same process, outside the suites. */
export const systemUnderTest: Holder = (globals[key] ??= {});

/** The day that the services take for today in the suites and in a season with a system of its own. */
export const dayOfSeason = '2026-11-25';

/** TMPDIR of the services, so that what they leave there can be told from what others leave. */
export const serviceTemporaryDirectory = (dataDirectory: string): string => `${dataDirectory}.tmp`;

/** The system that the set-up started, for a suite. */
export const testedSystem = (): SystemState => {
  const state = runningSystem(process.env['NENCHO_E2E_DATA'] ?? '');
  if (state === undefined) throw new Error('the system is not running: run the suites by jest.e2e.config.mjs');
  return state;
};

/** Ends a process of the system at once, as a crash would; its supervisor starts another. */
export const killNow = ({ runDirectory }: SystemState, name: string): void => {
  const { pid } = JSON.parse(readFileSync(join(runDirectory, `${name}.pid`), 'utf8')) as { readonly pid: number };
  process.kill(pid, 'SIGKILL');
};
