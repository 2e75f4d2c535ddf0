import { createHash, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson, isId, isLocalDate } from '@nencho/kernel';
import { signingKeyId } from '@nencho/service-kit/erasure-ledger';
import { z } from 'zod';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const date = z.string().refine(isLocalDate);
const instant = z.iso.datetime({ offset: true });
const count = z.int().min(0);
const ledgerReference = z.strictObject({ index: z.int().min(1), hash: hex });
const act = z.strictObject({ sub: z.string().min(1), at: instant });

/**
 * 消去証明書. The fields are those of the sample certificate of NIST SP 800-88 Rev. 1 (Appendix G), as far as a service has
 * them: what was sanitised and where, by which method and tool, by whom and when, how it was verified. No personal data:
 * the tenant is a random id, operators are subjects.
 */
const unsignedSchema = z.strictObject({
  format: z.literal('nencho erasure certificate 1'),
  erasureId: z.string().refine(isId),
  tenantId: z.string().refine(isId),
  standard: z.literal('NIST SP 800-88 Rev. 1, Appendix G'),
  method: z.strictObject({
    kind: z.literal('Purge'),
    technique: z.literal('Cryptographic Erase (CE)'),
    description: z.string(),
  }),
  tool: z.strictObject({ name: z.literal('nencho retention'), version: z.string().min(1) }),
  location: z.string(),
  keys: z.array(
    z.strictObject({ name: z.string(), disabledAt: instant, destroyedAt: instant, absentFromVaultAt: instant }),
  ),
  stores: z.array(
    z.strictObject({ service: z.string(), store: z.string(), found: count, deleted: count, remaining: count }),
  ),
  export: z.strictObject({ state: z.enum(['acknowledged', 'waived', 'lapsed']), administrators: count }),
  /** An empty hash: the dry run was lost with a database that had to be restored. */
  approvals: z.strictObject({ dryRunHash: hex.or(z.literal('')), operators: z.tuple([act, act]) }),
  verification: z.strictObject({
    method: z.string(),
    rounds: z.int().min(2),
    remaining: count,
    result: z.enum(['complete', 'incomplete']),
  }),
  backups: z.strictObject({ retentionDays: count, lastOneGoneAt: instant }),
  times: z.strictObject({ startedAt: instant, erasedAt: instant, certifiedAt: instant }),
  deadlines: z.strictObject({
    endDate: date,
    graceBusinessDays: z.int().min(0).max(20),
    graceEnds: date,
    certificateDue: date,
    limit: date,
    certifiedOn: date,
    certifiedOnBusinessDay: z.int(),
    calendar: z.string(),
  }),
  auditChain: z.strictObject({ entries: count, headHash: hex }),
  ledger: z.strictObject({ erasing: ledgerReference, keyDestroyed: ledgerReference }),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
});

const certificateSchema = unsignedSchema.extend({ signature: z.string().regex(/^[\w-]{86}$/) });

export type UnsignedCertificate = Omit<Readonly<z.output<typeof unsignedSchema>>, 'keyId'>;
export type SignedCertificate = Readonly<z.output<typeof certificateSchema>>;

export const certificateHash = (certificate: SignedCertificate): string =>
  createHash('sha256').update(canonicalJson(certificate)).digest('hex');

export const signCertificate = (unsigned: UnsignedCertificate, key: KeyObject): SignedCertificate => {
  const certificate = unsignedSchema.parse({ ...unsigned, keyId: signingKeyId(key) });
  const signature = sign(null, Buffer.from(canonicalJson(certificate)), key).toString('base64url');
  return { ...certificate, signature };
};

/** What the signature says of the certificate. */
export const certificateSignature = (
  certificate: SignedCertificate,
  publicKeys: readonly KeyObject[],
): 'good' | 'wrong' | 'unknown_key' => {
  const { signature, ...signed } = certificate;
  const key = publicKeys.find((candidate) => signingKeyId(candidate) === certificate.keyId);
  if (key === undefined) return 'unknown_key';
  const good = verify(null, Buffer.from(canonicalJson(signed)), key, Buffer.from(signature, 'base64url'));
  return good ? 'good' : 'wrong';
};

/** @returns undefined when the text is no certificate of this format */
export const parseCertificate = (text: string): SignedCertificate | undefined => {
  try {
    return certificateSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};
