/**
 * `disabled`: wraps and unwraps nothing until it is enabled. `deleted`: the vault keeps it for its retention and gives
 * it to nobody. `gone`: there is no such key, for ever or not yet.
 */
export type KeyState = 'active' | 'disabled' | 'deleted' | 'gone';

/** Whether a key is the tenant's own by its name, with the alias of a vault before it or without. */
export const isKekOf = (name: string, tenantId: string): boolean =>
  /^(?:[a-z0-9-]{1,24}\.)?tenant-(.+)$/.exec(name)?.[1] === tenantId;

/**
 * Where the key-encryption keys (KEK) live, one per tenant, outside every database and its backups. Errors are
 * AppErrors: `unavailable` when the provider cannot be reached or does not let us in (it has backed off and retried by
 * itself), `forbidden` with reason `key_unavailable` when the key is unknown, disabled, deleted or another one. All
 * calls may be repeated. Nothing here purges: a destroyed key leaves when the vault's retention has ended.
 */
export type KeyProvider = {
  /** The name of a new tenant's key; it leads to the vault that was chosen, so it is kept with the wrapped root. */
  readonly nameFor: (tenantId: string) => string;
  /** Address of the key: whoever finds no key at another one has learnt nothing. */
  readonly placeOf: (name: string) => string;
  /** Makes the key unless it exists. */
  readonly createKey: (name: string) => Promise<void>;
  /** Wraps under the newest version. */
  readonly wrap: (name: string, key: Uint8Array) => Promise<{ readonly version: string; readonly wrapped: Uint8Array }>;
  readonly unwrap: (name: string, version: string, wrapped: Uint8Array) => Promise<Uint8Array>;
  /** Makes a new version while `from` is the newest, and answers with the newest. Older versions still unwrap. */
  readonly rotate: (name: string, from: string) => Promise<string>;
  /** All versions. A key that is deleted or gone needs no disabling. */
  readonly disable: (name: string) => Promise<void>;
  readonly enable: (name: string) => Promise<void>;
  /** All versions; resolves when the vault says that it is deleted. A key that is gone stays gone. */
  readonly destroy: (name: string) => Promise<void>;
  readonly state: (name: string) => Promise<KeyState>;
};
