import { randomBytes } from 'node:crypto';
import { VaultError } from './vault-error.js';
import { type KeyVersion, newVersion, transform, type VaultKey } from './vault-keys.js';
import { openVaultFile, type VaultState } from './vault-state.js';

const dayMs = 86_400_000;

/** Production's, the least that Azure offers. */
const LEAST_RECOVERABLE_DAYS = 7;

export type VaultOptions = {
  readonly stateFile: string;
  readonly now: () => Date;
  /** For so long a deletion is under way: the key is neither among the keys nor among the deleted ones. */
  readonly deletingMs?: number;
  /** How long a deleted key is kept: fixed when a vault is created; 90 where nobody says otherwise in Azure, 7 here. */
  readonly recoverableDays?: number;
};

export type Found = { readonly name: string; readonly key: VaultKey; readonly version: KeyVersion };
export type FoundDeleted = Found & { readonly deletedAt: number };
export type Vault = ReturnType<typeof openVault>;

const notFound = (name: string): VaultError =>
  new VaultError(404, 'KeyNotFound', `A key with (name/id) ${name} was not found in this key vault.`);

const newest = (name: string, key: VaultKey): KeyVersion => {
  const version = key.versions.at(-1);
  if (version === undefined) throw notFound(name);
  return version;
};

const pick = (state: VaultState, name: string, version?: string): Found => {
  const key = state.keys[name];
  if (key === undefined) throw notFound(name);
  if (version === undefined || version === '') return { name, key, version: newest(name, key) };
  const found = key.versions.find((each) => each.version === version);
  if (found === undefined) throw notFound(`${name}/${version}`);
  return { name, key, version: found };
};

const withKey = (state: VaultState, name: string, key: VaultKey): VaultState => ({
  ...state,
  keys: { ...state.keys, [name]: key },
});

const without = <T>(table: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(table).filter(([each]) => each !== name));

/** The keys of one vault. */
export const openVault = (options: VaultOptions) => {
  const { stateFile, now, deletingMs = 0, recoverableDays = LEAST_RECOVERABLE_DAYS } = options;
  const file = openVaultFile(stateFile);
  const seconds = () => Math.floor(now().getTime() / 1000);
  const isOver = (deletedAt: number) => now().getTime() >= deletedAt + recoverableDays * dayMs;
  const isUnderWay = (deletedAt: number) => now().getTime() < deletedAt + deletingMs;
  /** Retention ends by itself, whether anybody asks or not: whoever looks finds the key no more. */
  const swept = (state: VaultState): VaultState => {
    const over = Object.entries(state.deleted).filter(([, { deletedAt }]) => isOver(deletedAt));
    return over.reduce((left, [name]) => ({ ...left, deleted: without(left.deleted, name) }), state);
  };
  const findDeleted = (state: VaultState, name: string): FoundDeleted => {
    const key = state.deleted[name];
    if (key === undefined || isUnderWay(key.deletedAt))
      throw new VaultError(404, 'KeyNotFound', `Deleted Key not found: ${name}`);
    return { name, key, version: newest(name, key), deletedAt: key.deletedAt };
  };
  const addVersion = async (state: VaultState, name: string) => {
    const key = {
      versions: [...(state.keys[name]?.versions ?? []), await newVersion(randomBytes(16).toString('hex'), seconds())],
    };
    return { next: withKey(state, name, key), answer: { name, key, version: newest(name, key) } };
  };
  const sweptChange = async <T>(work: (state: VaultState) => Promise<{ next: VaultState; answer: T }>): Promise<T> =>
    file.change(async (state) => work(swept(state)));
  return {
    recoverableDays,
    /** As in Azure: a name that exists gets another version, a deleted one cannot be used. */
    create: async (name: string): Promise<Found> =>
      sweptChange(async (state) => {
        if (state.deleted[name] !== undefined) {
          throw new VaultError(
            409,
            'Conflict',
            `Key ${name} is currently in a deleted but recoverable state, and its name cannot be reused.`,
            'ObjectIsDeletedButRecoverable',
          );
        }
        return addVersion(state, name);
      }),
    rotate: async (name: string): Promise<Found> =>
      sweptChange(async (state) => {
        pick(state, name);
        return addVersion(state, name);
      }),
    get: (name: string, version?: string): Found => pick(file.get(), name, version),
    setEnabled: async (name: string, version: string, enabled: boolean): Promise<Found> =>
      sweptChange(async (state) => {
        const { key, version: found } = pick(state, name, version);
        const changed = { ...found, enabled, updated: seconds() };
        const next = { versions: key.versions.map((each) => (each === found ? changed : each)) };
        return Promise.resolve({ next: withKey(state, name, next), answer: { name, key: next, version: changed } });
      }),
    remove: async (name: string): Promise<FoundDeleted> =>
      sweptChange(async (state) => {
        const { key, version } = pick(state, name);
        const deletedAt = now().getTime();
        const next = { keys: without(state.keys, name), deleted: { ...state.deleted, [name]: { ...key, deletedAt } } };
        return Promise.resolve({ next, answer: { name, key, version, deletedAt } });
      }),
    getDeleted: (name: string): FoundDeleted => findDeleted(swept(file.get()), name),
    recover: async (name: string): Promise<Found> =>
      sweptChange(async (state) => {
        const { version } = findDeleted(state, name);
        const key = { versions: state.deleted[name]?.versions ?? [] };
        const next = { keys: { ...state.keys, [name]: key }, deleted: without(state.deleted, name) };
        return Promise.resolve({ next, answer: { name, key, version } });
      }),
    transform: (operation: 'wrapkey' | 'unwrapkey', { version }: Found, value: string): string => {
      if (!version.enabled)
        throw new VaultError(403, 'Forbidden', 'Operation is not allowed on a disabled key.', 'KeyDisabled');
      return transform(operation, version, value);
    },
  };
};
