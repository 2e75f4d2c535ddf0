import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { certificateFiles, combinedPemFile } from './certificate-files.js';
import { writePrivateFile } from './private-files.js';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;
const authorityDays = 730;
const leafDays = 397;
const renewBeforeDays = 14;

export type PemPair = { readonly cert: string; readonly key: string };

export type LeafOptions = {
  /** The name that authorisation reads; undefined leaves the URI out. */
  readonly spiffeId?: string | undefined;
  /** The subject's O: Kubernetes reads groups there. */
  readonly organisation?: string;
  /** More names and IP addresses to be reached by. */
  readonly alsoKnownAs?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
};

/** A certificate authority for development and tests; its key stays in memory. */
export type CertificateAuthority = {
  readonly certificate: string;
  issue(name: string, options?: LeafOptions): Promise<PemPair>;
};

const generateKeys = async () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

const serialNumber = () => `01${randomBytes(8).toString('hex')}`;

const keyPem = async (key: webcrypto.CryptoKey): Promise<string> =>
  `${x509.PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')}\n`;

/** DNS and IP are for TLS; the URI is who somebody is to the other services. */
const leafExtensions = (
  name: string,
  { spiffeId, alsoKnownAs = [] }: Pick<LeafOptions, 'spiffeId' | 'alsoKnownAs'>,
): x509.Extension[] => [
  new x509.SubjectAlternativeNameExtension([
    { type: 'dns', value: 'localhost' },
    { type: 'dns', value: name },
    { type: 'ip', value: '127.0.0.1' },
    ...alsoKnownAs.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
    ...(spiffeId === undefined ? [] : [{ type: 'url' as const, value: spiffeId }]),
  ]),
  new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
];

/** `now` decides the validity: certificates are checked by the real clock, even where the product's clock is shifted. */
export const createCertificateAuthority = async (now: Date): Promise<CertificateAuthority> => {
  x509.cryptoProvider.set(webcrypto);
  const daysFromNow = (days: number) => new Date(now.getTime() + days * dayMs);
  const keys = await generateKeys();
  const usage = x509.KeyUsageFlags;
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: 'CN=nencho development CA',
    notBefore: daysFromNow(-1),
    notAfter: daysFromNow(authorityDays),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(usage.keyCertSign | usage.cRLSign, true),
    ],
  });
  const issue = async (name: string, options: LeafOptions = {}): Promise<PemPair> => {
    const spiffeId = 'spiffeId' in options ? options.spiffeId : `spiffe://nencho/${name}`;
    const leafKeys = await generateKeys();
    const leaf = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: [...(options.organisation === undefined ? [] : [{ O: [options.organisation] }]), { CN: [name] }],
      issuer: authority.subject,
      notBefore: options.notBefore ?? daysFromNow(-1),
      notAfter: options.notAfter ?? daysFromNow(leafDays),
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: leafExtensions(name, { ...options, spiffeId }),
    });
    return { cert: `${leaf.toString('pem')}\n`, key: await keyPem(leafKeys.privateKey) };
  };
  return { certificate: `${authority.toString('pem')}\n`, issue };
};

const lastsLongEnough = (directory: string, name: string, now: Date): boolean => {
  const { certFile, keyFile, caFile } = certificateFiles(directory, name);
  if (![certFile, keyFile, caFile, combinedPemFile(directory, name)].every((file) => existsSync(file))) {
    return false;
  }
  const leaf = new X509Certificate(readFileSync(certFile));
  const authority = new X509Certificate(readFileSync(caFile));
  return leaf.verify(authority.publicKey) && new Date(leaf.validTo).getTime() - now.getTime() > renewBeforeDays * dayMs;
};

/**
 * One certificate a name, all under one authority whose key is forgotten at once. When one is missing or about to
 * expire all are made anew.
 * @returns whether new ones were written: what runs with the old ones must be restarted
 */
export const ensureCertificates = async (
  directory: string,
  names: readonly string[],
  now: Date,
): Promise<{ readonly renewed: boolean }> => {
  if (names.every((name) => lastsLongEnough(directory, name, now))) {
    return { renewed: false };
  }
  const authority = await createCertificateAuthority(now);
  for (const name of names) {
    const { cert, key } = await authority.issue(name);
    const { certFile, keyFile } = certificateFiles(directory, name);
    writePrivateFile(certFile, cert);
    writePrivateFile(keyFile, key);
    writePrivateFile(combinedPemFile(directory, name), cert + key);
  }
  writePrivateFile(join(directory, 'ca.pem'), authority.certificate);
  return { renewed: true };
};
