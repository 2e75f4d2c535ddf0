import { join } from 'node:path';
import { readPidFile } from '../pid-file.js';
import { readJsonFile, writeJsonFile } from '../private-files.js';
import { type StackState } from '../stack-state.js';
import { type Instance } from './instances.js';

/** Everything about a running system; in a file of mode 0600, since it names passwords. */
export type SystemState = StackState & {
  readonly instances: readonly Instance[];
  readonly clockShiftMs: number;
  readonly accessTokenSeconds: number;
  /** Who may run `npm run ops` here; made with the realms. */
  readonly operator: { readonly username: string; readonly passwordFile: string };
  /** Pid files `<instance>.pid` and `<server>.pid`. */
  readonly runDirectory: string;
  readonly logDirectory: string;
};

export const systemStateFile = (dataDirectory: string): string => join(dataDirectory, 'system.json');

export const systemLockFile = (dataDirectory: string): string => `${dataDirectory}.lock`;

export const writeSystemState = (state: SystemState): void =>
  writeJsonFile(systemStateFile(state.dataDirectory), state);

const isSystemState = (value: unknown): value is SystemState =>
  typeof value === 'object' && value !== null && 'instances' in value && 'runDirectory' in value;

/** The system that a living launcher runs on this data directory. */
export const runningSystem = (dataDirectory: string): SystemState | undefined => {
  const value = readJsonFile(systemStateFile(dataDirectory));
  return readPidFile(systemLockFile(dataDirectory)) !== undefined && isSystemState(value) ? value : undefined;
};
