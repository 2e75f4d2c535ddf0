import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A new Ed25519 pair: `<name>.key` in one directory, `<name><suffix>.pub` in another. */
export const writeKeyPair = (
  name: string,
  {
    privateIn,
    publicIn,
    suffix = '',
  }: { readonly privateIn: string; readonly publicIn: string; readonly suffix?: string },
): void => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  for (const directory of [privateIn, publicIn]) mkdirSync(directory, { recursive: true });
  writeFileSync(join(privateIn, `${name}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(join(publicIn, `${name}${suffix}.pub`), publicKey.export({ type: 'spki', format: 'pem' }));
};
