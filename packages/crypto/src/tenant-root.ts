import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from './envelope.js';
import type { KeyProvider } from './key-provider.js';

/** A tenant's root data key, wrapped by its KEK: safe to store and to send. */
export type TenantRoot = { readonly kekName: string; readonly kekVersion: string; readonly wrappedRoot: Uint8Array };
export type TenantRootSource = (tenantId: string) => Promise<TenantRoot>;

/** Makes the tenant's KEK and a fresh root under it. Calling it twice gives two roots: the caller keeps the first. */
export const createTenantRoot = async (
  provider: Pick<KeyProvider, 'nameFor' | 'createKey' | 'wrap'>,
  tenantId: string,
): Promise<TenantRoot> => {
  const kekName = provider.nameFor(tenantId);
  await provider.createKey(kekName);
  const { version, wrapped } = await provider.wrap(kekName, randomBytes(KEY_BYTES));
  return { kekName, kekVersion: version, wrappedRoot: wrapped };
};

/** The same root under a new version of the KEK. May be repeated: `root` as it is stored says what has been done. */
export const rewrapTenantRoot = async (
  provider: Pick<KeyProvider, 'rotate' | 'unwrap' | 'wrap'>,
  { kekName, kekVersion, wrappedRoot }: TenantRoot,
): Promise<TenantRoot> => {
  await provider.rotate(kekName, kekVersion);
  const root = await provider.unwrap(kekName, kekVersion, wrappedRoot);
  const { version, wrapped } = await provider.wrap(kekName, root);
  return { kekName, kekVersion: version, wrappedRoot: wrapped };
};
