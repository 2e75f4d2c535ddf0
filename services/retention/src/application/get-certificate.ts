import { illegalState, notFound, validationFailed, type Clock } from '@nencho/kernel';
import type { Certificate, CertificateStore, ErasureDeps } from './erasure-ports.js';
import { contractEndView, type ContractEndView } from './erasure-views.js';
import type { Codes, TerminationContact, TerminationStore } from './termination-ports.js';

/** The printed form of a certificate, with its addressee as long as the record of it is kept. */
export type DrawCertificate = (
  certificate: Certificate,
  addressee: TerminationContact | undefined,
) => Promise<Uint8Array>;

type Deps = Pick<ErasureDeps, 'erasures' | 'settings'> & {
  readonly certificates: Pick<CertificateStore, 'find'>;
  readonly termination: Pick<TerminationStore, 'contact' | 'findCode' | 'markUsed'>;
  readonly codes: Pick<Codes, 'hashOf'>;
  readonly draw: DrawCertificate;
  readonly clock: Clock;
};

export type CertificateAnswer = {
  readonly contractEnd: ContractEndView;
  readonly certificate?: { readonly json: Uint8Array; readonly pdf: Uint8Array };
};

/** An aborted download may be repeated for this long. */
const usableAfterFirstUseMs = 24 * 3_600_000;

/**
 * What the code of a letter opens: where the erasure stands, and at its end the certificate, once. Asking before the end
 * does not use the code up. No code, a wrong one and a voided one are the same answer.
 */
export const getCertificate =
  ({ erasures, settings, certificates, termination, codes, draw, clock }: Deps) =>
  async (typed: string): Promise<CertificateAnswer> => {
    const hash = codes.hashOf(typed);
    if (hash === undefined) throw validationFailed([{ path: 'code', rule: 'certificate_code_format' }]);
    const code = await termination.findCode(hash);
    const erasure = code === undefined ? undefined : await erasures.byId(code.erasureId);
    if (code === undefined || erasure === undefined) throw notFound('certificate');
    const now = clock.now();
    const { firstUsedAt } = code;
    if (firstUsedAt !== undefined && now.getTime() >= firstUsedAt.getTime() + usableAfterFirstUseMs) {
      throw illegalState('certificate_code_used');
    }
    const contractEnd = {
      ...contractEndView(erasure, now, settings, ''),
      ...{ waivedBy: [], cancelledBy: [], waivedByMe: false, cancelledByMe: false },
    };
    const certificate =
      erasure.state === 'certified' ? await certificates.find(erasure.id, erasure.certificateHash) : undefined;
    if (certificate === undefined) return { contractEnd };
    const pdf = await draw(certificate, await termination.contact(erasure.id));
    await termination.markUsed(hash, now);
    return { contractEnd, certificate: { json: Buffer.from(certificate.json), pdf } };
  };
