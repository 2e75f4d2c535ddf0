import { randomUUID } from 'node:crypto';
import type { Clock } from '@nencho/kernel';
import { joinParts, KEY_BYTES, type RandomBytes, unwrapKey, wrapKey } from './envelope.js';
import type { KeyProvider } from './key-provider.js';
import { keyUnavailable } from './key-unavailable.js';
import type { KeyClass } from './sealed-names.js';
import type { TenantRootSource } from './tenant-root.js';

export type WrappedClassKey = { readonly keyId: string; readonly wrapped: Uint8Array };
/** The wrapped class keys in the database of the service that uses them. */
export type ClassKeyStore = {
  readonly find: (tenantId: string, keyClass: KeyClass) => Promise<WrappedClassKey | undefined>;
  readonly findById: (tenantId: string, keyId: string) => Promise<WrappedClassKey | undefined>;
  /** Stores the key unless the class has one, and answers with the one that is stored. */
  readonly insertIfAbsent: (tenantId: string, keyClass: KeyClass, key: WrappedClassKey) => Promise<WrappedClassKey>;
};

export type ClassKey = WrappedClassKey & { readonly key: Uint8Array };

type Opened = {
  readonly root: Promise<Uint8Array>;
  readonly expiresAt: number;
  readonly current: Map<KeyClass, Promise<ClassKey>>;
  readonly byId: Map<string, Promise<Uint8Array>>;
};

/** Longest time for which a root may stay opened: a destroyed KEK makes the tenant unreadable within it. */
const MAX_CACHE_MS = 60_000;

export type TenantKeysDeps = {
  readonly provider: Pick<KeyProvider, 'unwrap'>;
  readonly roots: TenantRootSource;
  readonly classKeys: ClassKeyStore;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
};

export type TenantKeys = {
  readonly current: (tenantId: string, keyClass: KeyClass) => Promise<ClassKey>;
  readonly byId: (tenantId: string, keyClass: KeyClass, keyId: string) => Promise<Uint8Array>;
  readonly unwrapForeign: (tenantId: string, keyClass: KeyClass, key: WrappedClassKey) => Promise<Uint8Array>;
  /** A key that is stored nowhere yet. */
  readonly fresh: (tenantId: string, keyClass: KeyClass) => Promise<WrappedClassKey>;
  readonly drop: (tenantId: string) => void;
};

const purposeOf = (tenantId: string, keyClass: KeyClass, keyId: string): Buffer =>
  joinParts('nencho/class-key/1', tenantId, keyClass, keyId);

/** Remembers a running or finished call, but no failure. */
const remember = async <K, V>(map: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> => {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  made.catch(() => map.delete(key));
  return made;
};

/** A tenant's opened root and class keys; all of them leave memory together when the root expires. */
export const createTenantKeys = ({ provider, roots, classKeys, clock, randomBytes }: TenantKeysDeps): TenantKeys => {
  const tenants = new Map<string, Opened>();

  // Between half the limit and the limit, so that many processes do not ask the key vault in the same second.
  const lifetime = () => MAX_CACHE_MS * (0.5 + Buffer.from(randomBytes(2)).readUInt16BE() / 0x20000);

  const openTenant = (tenantId: string): Opened => {
    const now = clock.now().getTime();
    const known = tenants.get(tenantId);
    // A clock that went backwards must not lengthen a key's life.
    if (known !== undefined && now < known.expiresAt && known.expiresAt - now <= MAX_CACHE_MS) return known;
    for (const [id, { expiresAt }] of tenants) if (expiresAt <= now) tenants.delete(id);
    const root = roots(tenantId).then(async (wrapped) =>
      provider.unwrap(wrapped.kekName, wrapped.kekVersion, wrapped.wrappedRoot),
    );
    const opened: Opened = { root, expiresAt: now + lifetime(), current: new Map(), byId: new Map() };
    tenants.set(tenantId, opened);
    root.catch(() => {
      if (tenants.get(tenantId) === opened) tenants.delete(tenantId);
    });
    return opened;
  };

  const unwrap = async (opened: Opened, tenantId: string, keyClass: KeyClass, key: WrappedClassKey) =>
    unwrapKey(await opened.root, purposeOf(tenantId, keyClass, key.keyId), key.wrapped);

  const fresh = async (opened: Opened, tenantId: string, keyClass: KeyClass): Promise<WrappedClassKey> => {
    const keyId = randomUUID();
    const purpose = purposeOf(tenantId, keyClass, keyId);
    return { keyId, wrapped: wrapKey(await opened.root, purpose, randomBytes(KEY_BYTES), randomBytes) };
  };

  const findOrCreate = async (opened: Opened, tenantId: string, keyClass: KeyClass): Promise<WrappedClassKey> => {
    const stored = await classKeys.find(tenantId, keyClass);
    if (stored !== undefined) return stored;
    return classKeys.insertIfAbsent(tenantId, keyClass, await fresh(opened, tenantId, keyClass));
  };

  return {
    current: async (tenantId, keyClass) => {
      const opened = openTenant(tenantId);
      return remember(opened.current, keyClass, async () => {
        const stored = await findOrCreate(opened, tenantId, keyClass);
        return { ...stored, key: await unwrap(opened, tenantId, keyClass, stored) };
      });
    },
    byId: async (tenantId, keyClass, keyId) => {
      const opened = openTenant(tenantId);
      return remember(opened.byId, `${keyClass} ${keyId}`, async () => {
        const stored = await classKeys.findById(tenantId, keyId);
        if (stored === undefined) throw keyUnavailable('the key of a sealed blob is not in the store');
        return unwrap(opened, tenantId, keyClass, stored);
      });
    },
    unwrapForeign: async (tenantId, keyClass, key) => unwrap(openTenant(tenantId), tenantId, keyClass, key),
    fresh: async (tenantId, keyClass) => fresh(openTenant(tenantId), tenantId, keyClass),
    drop: (tenantId) => void tenants.delete(tenantId),
  };
};
