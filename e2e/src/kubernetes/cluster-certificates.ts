import { createCertificateAuthority, type LeafOptions } from '@nencho/local-stack';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type CertificateFiles = { readonly certFile: string; readonly keyFile: string };

/** The authority of one cluster: who somebody is, is the name (user) and the organisation (group) of a certificate. */
export type ClusterCertificates = {
  readonly caFile: string;
  readonly serviceAccountKeyFile: string;
  readonly serviceAccountPublicKeyFile: string;
  readonly issue: (
    fileName: string,
    name: string,
    options?: Pick<LeafOptions, 'organisation' | 'alsoKnownAs'>,
  ) => Promise<CertificateFiles>;
};

/** @param directory is made, and holds private keys */
export const createClusterCertificates = async (directory: string): Promise<ClusterCertificates> => {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const put = (name: string, content: string): string => {
    const path = join(directory, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };
  const authority = await createCertificateAuthority(new Date());
  const serviceAccounts = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    caFile: put('ca.crt', authority.certificate),
    serviceAccountKeyFile: put(
      'service-accounts.key',
      serviceAccounts.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
    ),
    serviceAccountPublicKeyFile: put(
      'service-accounts.pub',
      serviceAccounts.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ),
    issue: async (fileName, name, options = {}) => {
      const { cert, key } = await authority.issue(name, { ...options, spiffeId: undefined });
      return { certFile: put(`${fileName}.crt`, cert), keyFile: put(`${fileName}.key`, key) };
    },
  };
};
