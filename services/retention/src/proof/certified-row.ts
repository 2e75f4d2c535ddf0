import { localDate } from '@nencho/kernel';
import type { Erasure } from '../domain/erasure.js';
import type { SignedCertificate } from './certificate.js';

/** The row of an erasure whose database is lost, as far as its certificate tells it. Of people there is nothing in it. */
export const certifiedRow = (certificate: SignedCertificate, certificateHash: string): Erasure => {
  const { erasureId, tenantId, keys, times, backups, deadlines, approvals, auditChain, ledger } = certificate;
  const [key] = keys;
  const at = (text: string): Date => new Date(text);
  return {
    ...{ id: erasureId, version: 0, tenantId, tenantCode: '', kekName: key?.name ?? '', state: 'certified' },
    ...{ endDate: localDate(deadlines.endDate), exportState: certificate.export.state, exportActs: [], cancelActs: [] },
    ...{ contactRecorded: false, letterIssued: false, approvals: [], alarm: 0, rounds: [] },
    approvers: approvals.operators.map((act) => ({ sub: act.sub, at: at(act.at) })),
    ...{ startedAt: at(times.startedAt), erasedAt: at(times.erasedAt), certifiedAt: at(times.certifiedAt) },
    ...(key === undefined
      ? {}
      : {
          keyDisabledAt: at(key.disabledAt),
          keyDestroyedAt: at(key.destroyedAt),
          keyGoneAt: at(key.absentFromVaultAt),
        }),
    ...{ backupsGoneAt: at(backups.lastOneGoneAt), certificateHash },
    auditHead: { index: auditChain.entries, hash: auditChain.headHash },
    ...{ erasingEntry: ledger.erasing, keyEntry: ledger.keyDestroyed },
  };
};
