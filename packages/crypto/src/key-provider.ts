/**
 * Where the key-encryption keys (KEK) live, one per tenant, outside every database and its backups. Errors are
 * AppErrors: `unavailable` when the provider cannot be reached (it has backed off and retried by itself), `forbidden`
 * with reason `key_unavailable` when the key is unknown, disabled or another one.
 */
export type KeyProvider = {
  /** Makes the key unless it exists. */
  readonly createKey: (name: string) => Promise<void>;
  readonly wrap: (name: string, key: Uint8Array) => Promise<{ readonly version: string; readonly wrapped: Uint8Array }>;
  readonly unwrap: (name: string, version: string, wrapped: Uint8Array) => Promise<Uint8Array>;
};
