import { createHmac, randomBytes as systemRandomBytes } from 'node:crypto';
import { AppError, type Clock } from '@nencho/kernel';
import { envelopeKeyId, openEnvelope, type RandomBytes, sealEnvelope } from './envelope.js';
import { type ByteSource, openStreamEnvelope, sealStreamEnvelope } from './stream-envelope.js';
import type { KeyProvider } from './key-provider.js';
import { type KeyClass, keyClassOf, type SealPlace } from './sealed-names.js';
import { type ClassKeyStore, createTenantKeys, type WrappedClassKey } from './tenant-keys.js';
import type { TenantRootSource } from './tenant-root.js';

/**
 * Seals what belongs to a tenant. Errors: `forbidden` (reason key_unavailable) when a key is gone, `unavailable` when
 * the key provider is, `internal` when a blob was altered or put in another place.
 */
export type Sealer = {
  readonly seal: (place: SealPlace, plaintext: Uint8Array) => Promise<Buffer>;
  readonly open: (place: SealPlace, blob: Uint8Array) => Promise<Buffer>;
  readonly sealJson: (place: SealPlace, value: unknown) => Promise<Buffer>;
  readonly openJson: (place: SealPlace, blob: Uint8Array) => Promise<unknown>;
  /** A file of any length, piece by piece: sealed pieces come out while plain ones go in. */
  readonly sealStream: (place: SealPlace, plaintext: ByteSource) => AsyncIterable<Buffer>;
  /** What came out is genuine; that it was whole is known when the iteration ends without an error. */
  readonly openStream: (place: SealPlace, sealed: ByteSource) => AsyncIterable<Buffer>;
  /** HMAC-SHA-256 (32 bytes) under a key of the tenant: blind indexes and invitation tokens. */
  readonly mac: (tenantId: string, keyClass: 'index' | 'invite', data: string | Uint8Array) => Promise<Buffer>;
  /** The current key of a class, wrapped: travels with a message whose reader has the root but not our key store. */
  readonly wrappedClassKey: (tenantId: string, keyClass: KeyClass) => Promise<WrappedClassKey>;
  /** Opens what another service sealed, by the wrapped class key that came along. */
  readonly openForeign: (
    tenantId: string,
    keyId: string,
    wrapped: Uint8Array,
    place: SealPlace,
    blob: Uint8Array,
  ) => Promise<Buffer>;
  /** Another key for a class, wrapped: whoever stores it makes it the one that seals from then on. */
  readonly newClassKey: (tenantId: string, keyClass: KeyClass) => Promise<WrappedClassKey>;
  /** Forgets the tenant's opened keys at once. */
  readonly dropTenant: (tenantId: string) => void;
};

export type SealerDeps = {
  readonly provider: Pick<KeyProvider, 'unwrap'>;
  readonly roots: TenantRootSource;
  readonly classKeys: ClassKeyStore;
  readonly clock: Clock;
  readonly randomBytes?: RandomBytes;
};

export const createSealer = ({
  provider,
  roots,
  classKeys,
  clock,
  randomBytes = systemRandomBytes,
}: SealerDeps): Sealer => {
  const keys = createTenantKeys({ provider, roots, classKeys, clock, randomBytes });

  const seal: Sealer['seal'] = async (place, plaintext) =>
    sealEnvelope(await keys.current(place.tenantId, keyClassOf(place)), place, plaintext, randomBytes);
  const open: Sealer['open'] = async (place, blob) =>
    openEnvelope(await keys.byId(place.tenantId, keyClassOf(place), envelopeKeyId(blob)), place, blob);

  return {
    seal,
    open,
    sealJson: async (place, value) => seal(place, Buffer.from(JSON.stringify(value), 'utf8')),
    openJson: async (place, blob) => JSON.parse((await open(place, blob)).toString('utf8')) as unknown,
    sealStream: async function* (place, plaintext) {
      const key = await keys.current(place.tenantId, keyClassOf(place));
      yield* sealStreamEnvelope(key, place, plaintext, randomBytes);
    },
    openStream: (place, sealed) =>
      openStreamEnvelope(async (keyId) => keys.byId(place.tenantId, keyClassOf(place), keyId), place, sealed),
    mac: async (tenantId, keyClass, data) => {
      const { key } = await keys.current(tenantId, keyClass);
      return createHmac('sha256', key).update(data).digest();
    },
    wrappedClassKey: async (tenantId, keyClass) => {
      const { keyId, wrapped } = await keys.current(tenantId, keyClass);
      return { keyId, wrapped };
    },
    openForeign: async (tenantId, keyId, wrapped, place, blob) => {
      if (tenantId !== place.tenantId || envelopeKeyId(blob) !== keyId) {
        throw new AppError('internal', 'a sealed message and its key do not belong together');
      }
      const key = await keys.unwrapForeign(tenantId, keyClassOf(place), { keyId, wrapped });
      return openEnvelope(key, place, blob);
    },
    newClassKey: keys.fresh,
    dropTenant: keys.drop,
  };
};
