import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson, localDate, newId } from '@nencho/kernel';
import { inspectPdfs, type Inspection } from '@nencho/testing';
import { certificateHash, signCertificate, type UnsignedCertificate } from './proof/certificate.js';
import { createCertificateDrawing } from './proof/certificate-pdf.js';

const at = (day: string) => `${day}T10:00:00.000+09:00`;
const hash = 'a'.repeat(64);
const unsigned: UnsignedCertificate = {
  format: 'nencho erasure certificate 1',
  ...{ erasureId: newId(), tenantId: newId(), location: '東京リージョン' },
  standard: 'NIST SP 800-88 Rev. 1, Appendix G',
  method: { kind: 'Purge', technique: 'Cryptographic Erase (CE)', description: 'as described' },
  tool: { name: 'nencho retention', version: '1.2.3' },
  keys: [
    {
      ...{ name: 'a.tenant-x', disabledAt: at('2027-02-01') },
      ...{ destroyedAt: at('2027-02-02'), absentFromVaultAt: at('2027-02-09') },
    },
  ],
  // More stores than one page holds.
  stores: Array.from({ length: 60 }, (_, i) => ({
    ...{ service: 'declaration', store: `store-${i}`, found: i, deleted: i, remaining: 0 },
  })),
  export: { state: 'waived', administrators: 2 },
  approvals: {
    dryRunHash: hash,
    operators: [
      { sub: newId(), at: at('2027-01-29') },
      { sub: newId(), at: at('2027-01-30') },
    ],
  },
  verification: { method: 'counted again', rounds: 2, remaining: 0, result: 'complete' },
  backups: { retentionDays: 35, lastOneGoneAt: at('2027-03-09') },
  times: { startedAt: at('2027-02-01'), erasedAt: at('2027-02-02'), certifiedAt: at('2027-03-09') },
  deadlines: {
    ...{
      endDate: localDate('2026-12-31'),
      graceBusinessDays: 20,
      graceEnds: localDate('2027-02-01'),
      certificateDue: localDate('2027-03-11'),
    },
    ...{
      limit: localDate('2027-04-01'),
      certifiedOn: localDate('2027-03-09'),
      certifiedOnBusinessDay: 44,
      calendar: 'holidays',
    },
  },
  auditChain: { entries: 7, headHash: hash },
  ledger: { erasing: { index: 1, hash }, keyDestroyed: { index: 2, hash } },
};
const addressee = {
  ...{ organisation: '株式会社みどり商事', contactName: '髙橋 花子', postalCode: '100-0001' },
  address: '東京都千代田区千代田一丁目𠮷野ビル',
};

let withAddressee: Inspection | undefined;
let without: Inspection | undefined;
beforeAll(async () => {
  const signed = signCertificate(unsigned, generateKeyPairSync('ed25519').privateKey);
  const certificate = {
    ...{ erasureId: signed.erasureId, json: canonicalJson(signed), hash: certificateHash(signed) },
    certifiedAt: new Date(signed.times.certifiedAt),
  };
  const draw = createCertificateDrawing();
  const pdfs = [await draw(certificate, addressee), await draw(certificate, undefined)];
  [withAddressee, without] = await inspectPdfs(pdfs);
}, 300_000);

const squeezed = (inspection: Inspection | undefined): string =>
  (inspection?.pages.join('') ?? '').replaceAll(/\s/gu, '');

describe('the printed certificate', () => {
  test('is PDF/A-2b for veraPDF, with an addressee and without', () => {
    for (const inspection of [withAddressee, without]) {
      expect(inspection).toMatchObject({ compliant: true, failures: [] });
    }
  });

  test('can be read: whom it is for, every store, both operators', () => {
    const text = squeezed(withAddressee);
    expect(text).toContain('株式会社みどり商事');
    expect(text).toContain('データ消去証明書');
    expect(text).toContain('declaration/store-59');
    for (const { sub } of unsigned.approvals.operators) expect(text).toContain(sub);
    expect(squeezed(without)).not.toContain('みどり商事');
  });
});
