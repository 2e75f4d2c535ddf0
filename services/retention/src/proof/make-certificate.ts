import type { KeyObject } from 'node:crypto';
import { AppError, canonicalJson, dateInTokyo, formatInstant } from '@nencho/kernel';
import type { Certify } from '../application/erasure-ports.js';
import { businessDayAt, deadlinesOf } from '../domain/deadlines.js';
import { countOf, type Answer, type Erasure, type ErasureSettings } from '../domain/erasure.js';
import { certificateHash, signCertificate, type UnsignedCertificate } from './certificate.js';

type Deps = {
  readonly signingKey: KeyObject;
  readonly settings: ErasureSettings;
  readonly version: string;
  readonly location: string;
};

/** A certificate is made of what is there; whatever is missing is a bug, and there is no certificate. */
const present = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new AppError('internal', `an erasure without ${name} cannot be certified`);
  return value;
};

const countIn = (answers: readonly Answer[], service: string, store: string): number =>
  answers
    .filter((answer) => answer.service === service)
    .flatMap(({ stores }) => stores)
    .filter(({ name }) => name === store)
    .reduce((sum, { count }) => sum + count, 0);

/** Every store that any round named: what the dry run found, what all rounds deleted, what the last one still found. */
const storesOf = ({ dryRun, rounds }: Erasure): UnsignedCertificate['stores'] => {
  const found = dryRun?.answers ?? [];
  const last = rounds.at(-1)?.answers ?? [];
  const deleted = rounds.flatMap(({ answers }) => answers);
  const names = new Map<string, { service: string; store: string }>();
  for (const { service, stores } of [...found, ...deleted]) {
    for (const { name } of stores) names.set(`${service}/${name}`, { service, store: name });
  }
  return [...names.values()]
    .sort((a, b) => (`${a.service}/${a.store}` < `${b.service}/${b.store}` ? -1 : 1))
    .map(({ service, store }) => ({
      ...{ service, store, found: countIn(found, service, store), deleted: countIn(deleted, service, store) },
      remaining: countIn(last, service, store),
    }));
};

const description =
  'All data of the tenant was encrypted from its first write on under keys wrapped by one key of the key vault. That ' +
  'key was disabled, the live copies were deleted, the key was destroyed, and the vault has confirmed that it is gone.';

const deadlineFields = ({ endDate }: Erasure, now: Date, { graceBusinessDays }: ErasureSettings) => ({
  ...{ endDate, graceBusinessDays, ...deadlinesOf(endDate, graceBusinessDays) },
  certifiedOn: dateInTokyo(now),
  certifiedOnBusinessDay: businessDayAt(endDate, now),
  calendar: '内閣府「国民の祝日」, Saturdays, Sundays, 12/29–1/3; Asia/Tokyo; the last day of the contract is day 0',
});

const exportFields = ({ exportState, exportActs }: Erasure): UnsignedCertificate['export'] => {
  if (exportState === 'open') throw new AppError('internal', 'an erasure whose export is open cannot be certified');
  return { state: exportState, administrators: exportState === 'lapsed' ? 0 : exportActs.length };
};

const operatorsOf = ({ approvers }: Erasure): UnsignedCertificate['approvals']['operators'] => {
  const [first, second] = approvers.map(({ sub, at }) => ({ sub, at: formatInstant(at) }));
  return [present(first, 'its first approver'), present(second, 'its second approver')];
};

const unsignedOf = (erasure: Erasure, now: Date, { settings, version, location }: Deps): UnsignedCertificate => {
  const at = (value: Date | undefined, name: string): string => formatInstant(present(value, name));
  const head = present(erasure.auditHead, 'the end of its audit chain');
  const remaining = countOf(present(erasure.rounds.at(-1), 'rounds'));
  return {
    format: 'nencho erasure certificate 1',
    ...{ erasureId: erasure.id, tenantId: erasure.tenantId, location },
    standard: 'NIST SP 800-88 Rev. 1, Appendix G',
    method: { kind: 'Purge', technique: 'Cryptographic Erase (CE)', description },
    tool: { name: 'nencho retention', version },
    keys: [
      {
        name: erasure.kekName,
        disabledAt: at(erasure.keyDisabledAt, 'a disabled key'),
        destroyedAt: at(erasure.keyDestroyedAt, 'a destroyed key'),
        absentFromVaultAt: at(erasure.keyGoneAt, 'a key that is gone'),
      },
    ],
    stores: storesOf(erasure),
    export: exportFields(erasure),
    approvals: { dryRunHash: erasure.dryRun?.hash ?? '', operators: operatorsOf(erasure) },
    verification: {
      method:
        'Every service counted every store of its inventory again after the key was disabled and caches had ended',
      ...{ rounds: erasure.rounds.length, remaining, result: remaining === 0 ? 'complete' : 'incomplete' },
    },
    backups: {
      retentionDays: settings.backupRetentionDays,
      lastOneGoneAt: at(erasure.backupsGoneAt, 'an end of its backups'),
    },
    times: {
      startedAt: at(erasure.startedAt, 'a start'),
      erasedAt: at(erasure.erasedAt, 'an erasure'),
      certifiedAt: formatInstant(now),
    },
    deadlines: deadlineFields(erasure, now, settings),
    auditChain: { entries: head.index, headHash: head.hash },
    ledger: {
      erasing: present(erasure.erasingEntry, 'an entry of the ledger'),
      keyDestroyed: present(erasure.keyEntry, 'an entry of the ledger'),
    },
  };
};

/** Makes and signs the certificate of an erasure that is complete. */
export const makeCertificate =
  (deps: Deps): Certify =>
  (erasure, now) => {
    const certificate = signCertificate(unsignedOf(erasure, now, deps), deps.signingKey);
    const hash = certificateHash(certificate);
    return { erasureId: erasure.id, json: canonicalJson(certificate), hash, certifiedAt: now };
  };
