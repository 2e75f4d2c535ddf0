import type { KeyObject } from 'node:crypto';
import { AppError } from '@nencho/kernel';
import { findCertificate, keepCertificate, type LedgerStore } from '@nencho/service-kit/erasure-ledger';
import type { Certificate, CertificatesBeside } from '../application/erasure-ports.js';
import type { Erasure } from '../domain/erasure.js';
import { certificateHash, certificateSignature, parseCertificate, type SignedCertificate } from './certificate.js';
import { certifiedRow } from './certified-row.js';

type Read = { readonly signed: SignedCertificate; readonly certificate: Certificate };

type CertificateFiles = CertificatesBeside & {
  /** The row of a certified erasure that this database has lost. */
  readonly rowOf: (erasureId: string, hash: string | undefined) => Promise<Erasure | undefined>;
};

/** Certificates as they lie beside the ledger: what is not signed by a key of ours is none. */
export const certificatesBeside = ({
  store,
  publicKeys,
}: {
  readonly store: LedgerStore;
  readonly publicKeys: readonly KeyObject[];
}): CertificateFiles => {
  const read = (erasureId: string, json: string): Read | undefined => {
    const signed = parseCertificate(json);
    if (signed?.erasureId !== erasureId || certificateSignature(signed, publicKeys) !== 'good') return undefined;
    const [hash, certifiedAt] = [certificateHash(signed), new Date(signed.times.certifiedAt)];
    return { signed, certificate: { erasureId, json, hash, certifiedAt } };
  };
  const found = async (erasureId: string): Promise<Read | undefined> => {
    const json = await findCertificate(store, erasureId);
    return json === undefined ? undefined : read(erasureId, json);
  };
  return {
    keep: async ({ erasureId, json }) => {
      const kept = read(erasureId, await keepCertificate(store, erasureId, json));
      if (kept === undefined) throw new AppError('internal', 'something else lies where a certificate belongs');
      return kept.certificate;
    },
    find: async (erasureId) => (await found(erasureId))?.certificate,
    rowOf: async (erasureId, hash) => {
      const there = await found(erasureId);
      return there === undefined || there.certificate.hash !== hash ? undefined : certifiedRow(there.signed, hash);
    },
  };
};
