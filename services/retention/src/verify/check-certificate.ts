import type { KeyObject } from 'node:crypto';
import { dateInTokyo, isAppError, localDate } from '@nencho/kernel';
import { addBusinessDays, businessDaysBetween } from '@nencho/kernel/business-days';
import { ledgerEntryHash, type LedgerEntry } from '@nencho/service-kit/erasure-ledger';
import { certificateHash, certificateSignature, type SignedCertificate } from '../proof/certificate.js';

/** What is wrong, in a stable word, and where. */
export type Finding = { readonly problem: string; readonly detail: string };

const finding = (problem: string, detail: string): Finding => ({ problem, detail });

const expected = (name: string, stated: string | number, computed: string | number): Finding[] =>
  stated === computed ? [] : [finding('wrong_deadline', `${name} is stated as ${stated}, and is ${computed}`)];

/** Reckons every date of the certificate again, by the calendar of this program. */
const deadlineFindings = ({ deadlines, times }: SignedCertificate): Finding[] => {
  const { graceBusinessDays, certifiedOnBusinessDay } = deadlines;
  const end = localDate(deadlines.endDate);
  try {
    const certifiedOn = dateInTokyo(new Date(times.certifiedAt));
    return [
      ...expected('the end of the grace', deadlines.graceEnds, addBusinessDays(end, graceBusinessDays)),
      ...expected('business day 46', deadlines.certificateDue, addBusinessDays(end, 46)),
      ...expected('business day 60', deadlines.limit, addBusinessDays(end, 60)),
      ...expected('the day of the certificate', deadlines.certifiedOn, certifiedOn),
      ...expected('its business day', certifiedOnBusinessDay, businessDaysBetween(end, certifiedOn)),
      ...(businessDaysBetween(end, certifiedOn) > 60
        ? [finding('after_the_limit', `certified on business day ${certifiedOnBusinessDay}, the limit is 60`)]
        : []),
    ];
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [finding('calendar_year_missing', `${error.message}: take a newer version of this program`)];
  }
};

const day = 86_400_000;

/** Every step after the one before it. */
const orderFindings = ({ times, keys, backups, approvals, deadlines }: SignedCertificate): Finding[] => {
  const end = new Date(Date.parse(`${deadlines.endDate}T00:00:00+09:00`)).toISOString();
  const steps: [string, string][] = [
    ['the end of the contract', end],
    ...approvals.operators
      .map(({ at }): [string, string] => ['an approval', at])
      .sort(([, a], [, b]) => Date.parse(a) - Date.parse(b)),
    ['the start', times.startedAt],
    ...keys.map(({ disabledAt }): [string, string] => ['the disabling of the key', disabledAt]),
    ['the end of the deletion', times.erasedAt],
    ...keys.map(({ destroyedAt }): [string, string] => ['the destruction of the key', destroyedAt]),
    ...keys.map(({ absentFromVaultAt }): [string, string] => ['the vault’s confirmation', absentFromVaultAt]),
    ['the certificate', times.certifiedAt],
  ];
  const wrong = steps.flatMap(([name, at], i) => {
    const before = steps[i - 1];
    return before !== undefined && Date.parse(at) < Date.parse(before[1])
      ? [finding('wrong_order', `${name} (${at}) is before ${before[0]} (${before[1]})`)]
      : [];
  });
  const backupsGone = Date.parse(times.erasedAt) + backups.retentionDays * day;
  return [
    ...wrong,
    ...(Date.parse(backups.lastOneGoneAt) < backupsGone
      ? [finding('backups_too_early', `the last backup is said to be gone before ${backups.retentionDays} days`)]
      : []),
    ...(Date.parse(times.certifiedAt) < Date.parse(backups.lastOneGoneAt)
      ? [finding('backups_not_gone', 'certified before the last backup was gone')]
      : []),
  ];
};

const contentFindings = ({ stores, verification, approvals }: SignedCertificate): Finding[] => [
  ...stores
    .filter(({ remaining }) => remaining > 0)
    .map(({ service, store, remaining }) => finding('not_erased', `${service}/${store} still held ${remaining}`)),
  ...(verification.result === 'complete' && verification.remaining === 0
    ? []
    : [finding('not_erased', 'its own verification did not find everything gone')]),
  ...(approvals.operators[0].sub === approvals.operators[1].sub
    ? [finding('one_approver', 'both approvals are of the same operator')]
    : []),
];

const signatureFindings = (certificate: SignedCertificate, publicKeys: readonly KeyObject[]): Finding[] => {
  switch (certificateSignature(certificate, publicKeys)) {
    case 'good':
      return [];
    case 'wrong':
      return [finding('wrong_signature', 'the content is not what was signed')];
    case 'unknown_key':
      return [finding('unknown_key', `signed by key ${certificate.keyId}, which is not the public key given`)];
  }
};

/** The certificate by itself. */
export const checkCertificate = (certificate: SignedCertificate, publicKeys: readonly KeyObject[]): Finding[] => [
  ...signatureFindings(certificate, publicKeys),
  ...deadlineFindings(certificate),
  ...orderFindings(certificate),
  ...contentFindings(certificate),
];

/** The certificate against a ledger that verifies by itself. */
export const checkAgainstLedger = (certificate: SignedCertificate, entries: readonly LedgerEntry[]): Finding[] => {
  const { erasing, keyDestroyed } = certificate.ledger;
  const references = [
    { event: 'erasing', ...erasing },
    { event: 'key_destroyed', ...keyDestroyed },
  ] as const;
  const findings = references.flatMap(({ event, index, hash }) => {
    const entry = entries[index - 1];
    if (entry === undefined) return [finding('ledger_truncated', `entry ${index} (${event}) is not in the ledger`)];
    if (ledgerEntryHash(entry) !== hash) {
      return [finding('ledger_forked', `entry ${index} is another than the certificate names`)];
    }
    const fits = entry.event === event && entry.erasureId === certificate.erasureId;
    return fits && entry.tenantId === certificate.tenantId
      ? []
      : [finding('ledger_mismatch', `entry ${index} is not the ${event} of this erasure`)];
  });
  const certified = entries.find(
    ({ event, erasureId }) => event === 'certified' && erasureId === certificate.erasureId,
  );
  if (certified === undefined) return [...findings, finding('ledger_truncated', 'the ledger has no certificate of it')];
  return certified.certificateHash === certificateHash(certificate)
    ? findings
    : [...findings, finding('other_certificate', `the ledger has another certificate at entry ${certified.index}`)];
};
