import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { canonicalJson, isId, isLocalDate } from '@nencho/kernel';
import { z } from 'zod';

/**
 * The erasure ledger: which tenants are erased, outside of every database and its backups. One immutable file an entry
 * (`00000001.json`), each with the hash of the one before and an Ed25519 signature of retention; before them the opening
 * (`00000000.json`), so that an account where nothing is cannot pass for a ledger without entries. No personal data.
 */
export const ledgerFormat = 'nencho erasure ledger 1';
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const signed = {
  format: z.literal(ledgerFormat),
  at: z.iso.datetime({ offset: true }),
  /** Which key signed: the first 16 digits of the SHA-256 of the public key (SPKI). */
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.string().regex(/^[\w-]{86}$/),
};

/** Written once, by the first start of retention: from its random id on the chain is this installation's alone. */
const openingSchema = z.strictObject({
  ...signed,
  index: z.literal(0),
  event: z.literal('opened'),
  ledgerId: z.string().refine(isId),
});

/** What retention goes on by when its own database is lost. */
const startSchema = z.strictObject({
  /** 契約終了日 */
  endDate: z.string().refine(isLocalDate),
  exportState: z.enum(['acknowledged', 'waived', 'lapsed']),
  administrators: z.int().min(0).max(2),
  /** Empty: the dry run was lost with a database that had to be restored. */
  dryRunHash: hex.or(z.literal('')),
  /** Where the tenant's audit trail was closed. */
  auditHead: z.strictObject({ index: z.int().min(0), hash: hex }),
  /** Address of the key: another vault's word that it has no such key proves nothing. */
  kekPlace: z.string().min(1).max(400),
});

const entrySchema = z.strictObject({
  ...signed,
  index: z.int().min(1).max(99_999_999),
  event: z.enum(['erasing', 'key_destroyed', 'certified']),
  tenantId: z.string().refine(isId),
  erasureId: z.string().refine(isId),
  kekName: z.string().min(1).max(300),
  /** Subjects of the two operators. */
  approvers: z.array(z.string().min(1).max(100)).max(2),
  /** Of `erasing`. */
  start: startSchema.optional(),
  /** Of `certified`. */
  certificateHash: hex.optional(),
  previousHash: hex,
});

export type LedgerOpening = Readonly<z.output<typeof openingSchema>>;
export type LedgerEntry = Readonly<z.output<typeof entrySchema>>;
export type LedgerStart = Readonly<z.output<typeof startSchema>>;

/** An entry (or the opening, index 0) that somebody knows of: the ledger must have it, or it was cut off or replaced. */
export type KnownEntry = { readonly index: number; readonly hash: string };

type LedgerProblem = {
  readonly problem:
    | 'not_opened'
    | 'missing'
    | 'unreadable'
    | 'foreign_file'
    | 'misplaced'
    | 'not_chained'
    | 'unknown_key'
    | 'wrong_signature'
    | 'truncated'
    | 'forked';
  readonly index: number;
};

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

export const ledgerFileName = (index: number): string => `${String(index).padStart(8, '0')}.json`;

/** Beside the entries lie the certificates, so that they outlive retention's database. */
export const certificateFileName = (erasureId: string): string => `certificate-${erasureId}.json`;

const indexOf = (name: string): number | undefined => {
  const [, digits] = /^(\d{8})\.json$/.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
};
const isCertificate = (name: string): boolean => /^certificate-[0-9a-f-]{36}\.json$/.test(name);

/** SHA-256 over the whole entry, signature included. */
export const ledgerEntryHash = (entry: LedgerEntry | LedgerOpening): string => sha256(canonicalJson(entry));

export const signingKeyId = (key: KeyObject): string => {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return sha256(publicKey.export({ type: 'spki', format: 'der' })).slice(0, 16);
};

/** The file of an entry or of the opening. */
export const signedLink = <T extends object>(content: T, key: KeyObject): T & { keyId: string; signature: string } => {
  const unsigned = { ...content, keyId: signingKeyId(key) };
  return { ...unsigned, signature: sign(null, Buffer.from(canonicalJson(unsigned)), key).toString('base64url') };
};

const parseLink = (index: number, bytes: Uint8Array): LedgerEntry | LedgerOpening | undefined => {
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return index === 0 ? openingSchema.parse(json) : entrySchema.parse(json);
  } catch {
    return undefined;
  }
};

const signatureProblem = (
  { signature, ...content }: LedgerEntry | LedgerOpening,
  publicKeys: readonly KeyObject[],
): LedgerProblem['problem'] | undefined => {
  const key = publicKeys.find((candidate) => signingKeyId(candidate) === content.keyId);
  if (key === undefined) return 'unknown_key';
  const good = verify(null, Buffer.from(canonicalJson(content)), key, Buffer.from(signature, 'base64url'));
  return good ? undefined : 'wrong_signature';
};

export type LedgerFile = { readonly name: string; readonly bytes: Uint8Array };

/** Entries in their order, and the last of them (or the opening) as it is to be remembered. */
export type VerifiedLedger = {
  readonly entries: readonly LedgerEntry[];
  readonly head: KnownEntry;
  readonly problem?: LedgerProblem;
};

const nothing: KnownEntry = { index: -1, hash: '' };

/** What is wrong with one link after the one before it. */
const linkProblem = (
  index: number,
  link: LedgerEntry | LedgerOpening | undefined,
  before: KnownEntry,
  publicKeys: readonly KeyObject[],
): LedgerProblem['problem'] | undefined => {
  if (link === undefined) return 'unreadable';
  if (link.index !== index) return 'misplaced';
  const wrong = signatureProblem(link, publicKeys);
  if (wrong !== undefined) return wrong;
  const chained = link.event === 'opened' || before === nothing || link.previousHash === before.hash;
  return chained ? undefined : 'not_chained';
};

/** Why the files in a place are no gapless ledger, by their names alone. */
const nameProblem = (names: readonly string[], from: number): LedgerProblem | undefined => {
  const indexes = names.flatMap((name) => indexOf(name) ?? []).sort((a, b) => a - b);
  if (names.some((name) => indexOf(name) === undefined && !isCertificate(name))) {
    return { problem: 'foreign_file', index: indexes.length };
  }
  if (from === 0 && indexes[0] !== 0) return { problem: 'not_opened', index: 0 };
  const missing = indexes.findIndex((index, i) => index !== i + (indexes[0] ?? 0));
  return missing < 0 ? undefined : { problem: 'missing', index: missing + (indexes[0] ?? 0) };
};

/**
 * Reads entries in their order up to the first that does not fit, and says what is wrong with it. With `from: 'known'` the
 * files begin with the known entry: what is before it has been verified by whoever knows it.
 */
export const verifyLedger = (
  files: readonly LedgerFile[],
  publicKeys: readonly KeyObject[],
  known?: KnownEntry,
  from: 'opening' | 'known' = 'opening',
): VerifiedLedger => {
  const first = from === 'known' && known !== undefined ? known.index : 0;
  const byIndex = new Map(files.map(({ name, bytes }) => [indexOf(name), bytes]));
  const gap = nameProblem(
    files.map(({ name }) => name),
    first,
  );
  const entries: LedgerEntry[] = [];
  let head = nothing;
  for (let index = first; byIndex.has(index); index += 1) {
    const link = parseLink(index, byIndex.get(index) ?? new Uint8Array());
    const problem = linkProblem(index, link, head, publicKeys);
    if (problem !== undefined || link === undefined)
      return { entries, head, problem: { problem: problem ?? 'unreadable', index } };
    head = { index, hash: ledgerEntryHash(link) };
    if (known?.index === index && known.hash !== head.hash)
      return { entries, head, problem: { problem: 'forked', index } };
    const isKnown = from === 'known' && index === first;
    if (link.event !== 'opened' && !isKnown) entries.push(link);
  }
  if (gap !== undefined) return { entries, head, problem: gap };
  const truncated = known !== undefined && head.index < known.index;
  return {
    entries,
    head,
    ...(truncated ? { problem: { problem: 'truncated', index: Math.max(first, head.index + 1) } } : {}),
  };
};
