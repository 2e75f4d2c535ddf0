import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CryptographyClient, KeyClient, type KeyVaultKey } from '@azure/keyvault-keys';
import { AppError } from '@nencho/kernel';
import type { KeyProvider, KeyState } from './key-provider.js';
import { keyUnavailable } from './key-unavailable.js';
import { isKeyNotFound, refusalOf, type RetryDeps, type RetryTimes, withRetries } from './vault-retry.js';

type Credential = ConstructorParameters<typeof KeyClient>[1];

export type AzureKeyProviderOptions = {
  /** Address of each vault by its alias; a tenant's key stays in the vault where it was made. */
  readonly vaults: Readonly<Record<string, string>>;
  readonly credential: Credential;
  readonly client?: Pick<
    NonNullable<ConstructorParameters<typeof KeyClient>[2]>,
    'disableChallengeResourceVerification'
  > & {
    readonly tlsOptions?: { readonly ca: string };
  };
  readonly times?: RetryTimes;
  readonly retry?: RetryDeps;
};

const ALGORITHM = 'RSA-OAEP-256';
const KEY_SIZE = 2048;
/** Erasure has ten days for it: a vault that keeps deleted keys for 90 would break the promise of 60 business days. */
const MAX_RECOVERABLE_DAYS = 7;
const MAX_CLIENTS = 5_000;
/** Below the time limits of the calls that wait for it. */
const TIMES: RetryTimes = { limitMs: 4_000, firstWaitMs: 100 };
const DELETION_TIMES: RetryTimes = { limitMs: 60_000, firstWaitMs: 500 };
/** While a deletion is under way the key is neither here nor there: it is gone when it was not seen three times. */
const LOOKS = 3;
const LOOK_AGAIN_MS = 1_000;

const systemDeps: RetryDeps = {
  now: () => Date.now(),
  sleep: async (ms) => sleep(ms),
  random: () => Math.random(),
};

/** Spreads tenants evenly; which vault it was is kept in the name, so more vaults may follow later. */
const aliasFor = (aliases: readonly string[], tenantId: string): string =>
  aliases[createHash('sha256').update(tenantId).digest().readUInt32BE() % aliases.length] ?? '';

type Place = { readonly client: KeyClient; readonly key: string };
type Call = <T>(work: (signal: AbortSignal) => Promise<T>, times?: RetryTimes) => Promise<T>;

const createPlaces = ({ vaults, credential, client = {} }: AzureKeyProviderOptions) => {
  const options = { ...client, retryOptions: { maxRetries: 0 } }; // withRetries does it, within one limit
  const clients = new Map(
    Object.entries(vaults).map(([alias, url]) => [alias, new KeyClient(url, credential, options)]),
  );
  return (name: string): Place => {
    const [, alias = '', key = ''] = /^([a-z0-9-]{1,24})\.([0-9a-zA-Z-]{1,127})$/.exec(name) ?? [];
    const found = clients.get(alias);
    if (key === '') throw new AppError('internal', 'a KEK name has a wrong form');
    if (found === undefined) throw new AppError('unavailable', 'a KEK lies in a vault that is not configured');
    return { client: found, key };
  };
};

/** One client a version: it asks for the public part once. The newest is never remembered, it changes by rotation. */
const createOperations = (placeOf: (name: string) => Place) => {
  const known = new Map<string, CryptographyClient>();
  return (name: string, version: string): CryptographyClient => {
    if (!/^[0-9a-f]{32}$/.test(version)) throw keyUnavailable('a KEK version is unknown');
    const id = `${name} ${version}`;
    const client =
      known.get(id) ?? placeOf(name).client.getCryptographyClient(placeOf(name).key, { keyVersion: version });
    known.delete(id);
    known.set(id, client);
    const [oldest] = known.keys();
    if (known.size > MAX_CLIENTS && oldest !== undefined) known.delete(oldest);
    return client;
  };
};

const versionOf = (key: KeyVaultKey): string => {
  if (key.properties.version === undefined) throw new AppError('unavailable', 'the key vault names no version');
  return key.properties.version;
};

/** What the vault answers, or undefined when it says that there is nothing. */
const ifThere = async <T>(call: Promise<T>): Promise<T | undefined> => {
  try {
    return await call;
  } catch (error) {
    if (isKeyNotFound(refusalOf(error, 0))) return undefined;
    throw error;
  }
};

const createKey = async ({ client, key }: Place, call: Call): Promise<void> => {
  // Creating a key that is there would make another version of it.
  const there = await call(async (abortSignal) => ifThere(client.getKey(key, { abortSignal })));
  const { properties } =
    there ??
    (await call(async (abortSignal) =>
      client.createRsaKey(key, { keySize: KEY_SIZE, keyOps: ['wrapKey', 'unwrapKey'], exportable: false, abortSignal }),
    ));
  if ((properties.recoverableDays ?? 0) > MAX_RECOVERABLE_DAYS) {
    throw new AppError('validation_failed', 'the key vault keeps deleted keys for more than 7 days', {
      violations: [{ path: 'KEY_VAULTS', rule: 'key_vault_retention_too_long' }],
    });
  }
};

type VersionState = { readonly version: string; readonly enabled: boolean };

const versionsOf = async ({ client, key }: Place, call: Call): Promise<readonly VersionState[]> =>
  call(async (abortSignal) => {
    const versions: VersionState[] = [];
    for await (const { version = '', enabled = false } of client.listPropertiesOfKeyVersions(key, { abortSignal })) {
      versions.push({ version, enabled });
    }
    return versions;
  });

const lookOnce = async (place: Place, call: Call): Promise<KeyState> => {
  const { client, key } = place;
  const there = await call(async (abortSignal) => ifThere(client.getKey(key, { abortSignal })));
  // Each version has its own switch: disabled is what no version opens.
  if (there !== undefined)
    return (await versionsOf(place, call)).some(({ enabled }) => enabled) ? 'active' : 'disabled';
  const deleted = await call(async (abortSignal) => ifThere(client.getDeletedKey(key, { abortSignal })));
  return deleted === undefined ? 'gone' : 'deleted';
};

const setEnabled = async (place: Place, call: Call, enabled: boolean): Promise<void> => {
  const { client, key } = place;
  for (;;) {
    const wrong = (await versionsOf(place, call)).filter((each) => each.enabled !== enabled);
    if (wrong.length === 0) return; // looked again: a rotation may have added one
    for (const { version } of wrong) {
      await call(async (abortSignal) => client.updateKeyProperties(key, version, { enabled, abortSignal }));
    }
  }
};

const destroy = async ({ client, key }: Place, call: Call): Promise<void> => {
  await call(async (abortSignal) => {
    const poller = await client.beginDeleteKey(key, { abortSignal, intervalInMs: 1_000 });
    await poller.pollUntilDone({ abortSignal });
  }, DELETION_TIMES);
};

const rotate = async ({ client, key }: Place, call: Call, from: string): Promise<string> => {
  const newest = await call(async (abortSignal) => client.getKey(key, { abortSignal }));
  if (newest.properties.enabled !== true) throw keyUnavailable('a KEK is disabled');
  if (versionOf(newest) !== from) return versionOf(newest);
  return versionOf(await call(async (abortSignal) => client.rotateKey(key, { abortSignal })));
};

/** KEKs as RSA keys of Azure Key Vault: they never leave it, it opens and seals the roots of the tenants for us. */
export const azureKeyProvider = (options: AzureKeyProviderOptions): KeyProvider => {
  const { vaults, times = TIMES, retry = systemDeps } = options;
  const aliases = Object.keys(vaults).sort();
  const placeOf = createPlaces(options);
  const operations = createOperations(placeOf);
  const call: Call = async (work, limits = times) => withRetries(limits, retry, work);
  const state = async (name: string): Promise<KeyState> => {
    for (let look = 1; ; look += 1) {
      const seen = await lookOnce(placeOf(name), call);
      if (seen !== 'gone' || look === LOOKS) return seen;
      await retry.sleep(LOOK_AGAIN_MS);
    }
  };
  const isThere = async (name: string): Promise<boolean> => ['active', 'disabled'].includes(await state(name));
  return {
    nameFor: (tenantId) => `${aliasFor(aliases, tenantId)}.tenant-${tenantId}`,
    placeOf: (name) => `${placeOf(name).client.vaultUrl.replace(/\/$/, '')}/keys/${placeOf(name).key}`,
    createKey: async (name) => createKey(placeOf(name), call),
    wrap: async (name, key) => {
      const { client, key: id } = placeOf(name);
      const version = versionOf(await call(async (abortSignal) => client.getKey(id, { abortSignal })));
      const { result } = await call(async (abortSignal) =>
        operations(name, version).wrapKey(ALGORITHM, key, { abortSignal }),
      );
      return { version, wrapped: result };
    },
    unwrap: async (name, version, wrapped) =>
      call(async (abortSignal) => {
        try {
          return (await operations(name, version).unwrapKey(ALGORITHM, wrapped, { abortSignal })).result;
        } catch (error) {
          const { status, code } = refusalOf(error, 0);
          if (status === 400 && code === 'BadParameter') throw keyUnavailable('another KEK wrapped this key', error);
          throw error;
        }
      }),
    rotate: async (name, from) => rotate(placeOf(name), call, from),
    disable: async (name) => {
      if (await isThere(name)) await setEnabled(placeOf(name), call, false);
    },
    enable: async (name) => {
      if (!(await isThere(name))) throw keyUnavailable('a KEK that was deleted cannot be enabled');
      await setEnabled(placeOf(name), call, true);
    },
    destroy: async (name) => {
      if (await isThere(name)) await destroy(placeOf(name), call);
    },
    state,
  };
};
