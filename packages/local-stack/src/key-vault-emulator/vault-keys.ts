import { constants, createPublicKey, generateKeyPair, privateDecrypt, publicEncrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { VaultError } from './vault-error.js';

export type KeyVersion = {
  readonly version: string;
  /** PKCS #8. A real vault never shows it; ours keeps it in its state file. */
  readonly privateKey: string;
  readonly enabled: boolean;
  readonly created: number;
  readonly updated: number;
};

export type VaultKey = { readonly versions: readonly KeyVersion[] };

const generate = promisify(generateKeyPair);

export const newVersion = async (version: string, seconds: number): Promise<KeyVersion> => {
  const { privateKey } = await generate('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { version, privateKey, enabled: true, created: seconds, updated: seconds };
};

export const publicNumbers = ({ privateKey }: KeyVersion): { readonly n: string; readonly e: string } => {
  const { n = '', e = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  return { n, e };
};

const oaep = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const;

/** RSA-OAEP-256, the only algorithm that the product uses and that this emulator knows. */
export const transform = (operation: 'wrapkey' | 'unwrapkey', key: KeyVersion, value: string): string => {
  const input = Buffer.from(value, 'base64url');
  try {
    const output =
      operation === 'wrapkey'
        ? publicEncrypt({ key: createPublicKey(key.privateKey), ...oaep }, input)
        : privateDecrypt({ key: key.privateKey, ...oaep }, input);
    return output.toString('base64url');
  } catch {
    throw new VaultError(400, 'BadParameter', 'The parameter is incorrect.');
  }
};
