import { join } from 'node:path';

export type CertificateFiles = { readonly certFile: string; readonly keyFile: string; readonly caFile: string };

export const certificateFiles = (directory: string, name: string): CertificateFiles => ({
  certFile: join(directory, name, 'cert.pem'),
  keyFile: join(directory, name, 'key.pem'),
  caFile: join(directory, 'ca.pem'),
});

/** Certificate and key in one file, as mongod and Kafka want them. */
export const combinedPemFile = (directory: string, name: string): string => join(directory, name, 'combined.pem');
