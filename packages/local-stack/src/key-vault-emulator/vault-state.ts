import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { privateDirectory } from '../private-files.js';
import { type VaultKey } from './vault-keys.js';

export type DeletedKey = VaultKey & { readonly deletedAt: number };
export type VaultState = {
  readonly keys: Readonly<Record<string, VaultKey>>;
  readonly deleted: Readonly<Record<string, DeletedKey>>;
};

const isState = (value: unknown): value is VaultState =>
  typeof value === 'object' && value !== null && 'keys' in value && 'deleted' in value;

/** Unlike other files here, a state that cannot be read is an error: an empty vault would erase every tenant. */
const read = (file: string): VaultState => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
      return { keys: {}, deleted: {} };
    throw error;
  }
  const value: unknown = JSON.parse(text);
  if (!isState(value)) throw new Error(`${file} is not the state of a key vault`);
  return value;
};

const sync = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** On disk before it is believed: what was answered survives a kill -9 and a power cut. */
const write = (file: string, state: VaultState): void => {
  const draft = `${file}.tmp`;
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600, flush: true });
  renameSync(draft, file);
  sync(dirname(file));
};

export type VaultFile = {
  readonly get: () => VaultState;
  /** One after the other: no change is lost between two that overlap. */
  readonly change: <T>(
    work: (state: VaultState) => Promise<{ readonly next: VaultState; readonly answer: T }>,
  ) => Promise<T>;
};

export const openVaultFile = (file: string): VaultFile => {
  privateDirectory(dirname(file));
  let state = read(file);
  let tail: Promise<unknown> = Promise.resolve();
  return {
    get: () => state,
    change: async (work) => {
      const turn = tail.then(async () => {
        const { next, answer } = await work(state);
        if (next !== state) write(file, next);
        state = next;
        return answer;
      });
      tail = turn.catch(() => undefined);
      return turn;
    },
  };
};
