import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { AppError, canonicalJson, formatInstant, isId } from '@nencho/kernel';
import { z } from 'zod';

/**
 * The erasure ledger: which tenants are erased, outside of every database and its backups. One immutable file an entry
 * (`00000001.json`), each with the hash of the one before and an Ed25519 signature of retention. No personal data.
 */
const format = 'nencho erasure ledger 1';
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const entrySchema = z.strictObject({
  format: z.literal(format),
  index: z.int().min(1).max(99_999_999),
  event: z.enum(['erasing', 'key_destroyed', 'certified']),
  tenantId: z.string().refine(isId),
  erasureId: z.string().refine(isId),
  kekName: z.string().min(1).max(300),
  at: z.iso.datetime({ offset: true }),
  /** Subjects of the two operators. */
  approvers: z.array(z.string().min(1).max(100)).max(2),
  certificateHash: hex.optional(),
  previousHash: hex,
  /** Which key signed: the first 16 digits of the SHA-256 of the public key (SPKI). */
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.string().regex(/^[\w-]{86}$/),
});

export type LedgerEntry = Readonly<z.output<typeof entrySchema>>;
type NewLedgerEntry = Pick<LedgerEntry, 'event' | 'tenantId' | 'erasureId' | 'kekName' | 'approvers'> & {
  readonly at: Date;
  readonly certificateHash?: string;
};

/** Files that are written once and never changed. Errors are `unavailable`. */
export type LedgerStore = {
  readonly names: () => Promise<readonly string[]>;
  readonly read: (name: string) => Promise<Uint8Array | undefined>;
  /** False when the file is there already: nothing was written. */
  readonly create: (name: string, bytes: Uint8Array) => Promise<boolean>;
};

/** An entry that somebody knows of: the ledger must have it, or it was cut off or replaced. */
export type KnownEntry = { readonly index: number; readonly hash: string };

type LedgerProblem = {
  readonly problem:
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

/** What the first entry has as its predecessor's hash. */
const genesisHash = sha256(format);

/** SHA-256 over the whole entry, signature included. */
export const ledgerEntryHash = (entry: LedgerEntry): string => sha256(canonicalJson(entry));

export const signingKeyId = (key: KeyObject): string => {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return sha256(publicKey.export({ type: 'spki', format: 'der' })).slice(0, 16);
};

const toBeSigned = (entry: Omit<LedgerEntry, 'signature'>): Buffer => Buffer.from(canonicalJson(entry));

const parseEntry = (bytes: Uint8Array): LedgerEntry | undefined => {
  try {
    return entrySchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    return undefined;
  }
};

const signatureProblem = (
  entry: LedgerEntry,
  publicKeys: readonly KeyObject[],
): LedgerProblem['problem'] | undefined => {
  const key = publicKeys.find((candidate) => signingKeyId(candidate) === entry.keyId);
  if (key === undefined) return 'unknown_key';
  const { signature, ...signed } = entry;
  return verify(null, toBeSigned(signed), key, Buffer.from(signature, 'base64url')) ? undefined : 'wrong_signature';
};

const knownProblem = (entries: readonly LedgerEntry[], known: KnownEntry | undefined): LedgerProblem | undefined => {
  if (known === undefined || known.index === 0) return undefined;
  const entry = entries[known.index - 1];
  if (entry === undefined) return { problem: 'truncated', index: entries.length + 1 };
  return ledgerEntryHash(entry) === known.hash ? undefined : { problem: 'forked', index: known.index };
};

export type LedgerFile = { readonly name: string; readonly bytes: Uint8Array };

/** Reads entries in their order up to the first that does not fit, and says what is wrong with it. */
export const verifyLedger = (
  files: readonly LedgerFile[],
  publicKeys: readonly KeyObject[],
  known?: KnownEntry,
): { readonly entries: readonly LedgerEntry[]; readonly problem?: LedgerProblem } => {
  const byName = new Map(files.map(({ name, bytes }) => [name, bytes]));
  const entries: LedgerEntry[] = [];
  let previousHash = genesisHash;
  for (let index = 1; index <= byName.size; index += 1) {
    const bytes = byName.get(ledgerFileName(index));
    if (bytes === undefined) {
      const foreign = [...byName.keys()].some((name) => !/^\d{8}\.json$/.test(name));
      return { entries, problem: { problem: foreign ? 'foreign_file' : 'missing', index } };
    }
    const entry = parseEntry(bytes);
    if (entry === undefined) return { entries, problem: { problem: 'unreadable', index } };
    if (entry.index !== index) return { entries, problem: { problem: 'misplaced', index } };
    const wrong = signatureProblem(entry, publicKeys);
    if (wrong !== undefined) return { entries, problem: { problem: wrong, index } };
    if (entry.previousHash !== previousHash) return { entries, problem: { problem: 'not_chained', index } };
    entries.push(entry);
    previousHash = ledgerEntryHash(entry);
  }
  const problem = knownProblem(entries, known);
  return problem === undefined ? { entries } : { entries, problem };
};

type LedgerReading = {
  readonly store: LedgerStore;
  readonly publicKeys: readonly KeyObject[];
  /** The last entry that this reader saw before; absent on a first start. */
  readonly known?: KnownEntry;
};

const atOnce = 16;

const readFiles = async (store: LedgerStore): Promise<readonly LedgerFile[]> => {
  const names = [...(await store.names())];
  const files: LedgerFile[] = [];
  while (names.length > 0) {
    const some = names.splice(0, atOnce).map(async (name) => ({ name, bytes: await store.read(name) }));
    // Listed, but not there: as if it had not been listed.
    for (const { name, bytes } of await Promise.all(some)) if (bytes !== undefined) files.push({ name, bytes });
  }
  return files;
};

/**
 * Every entry, checked. @throws AppError `unavailable` when the store cannot be reached, `illegal_state` `ledger_broken`
 * with `problem` and `index` when the ledger was touched: whoever must not start without it starts in neither case.
 */
export const readLedger = async ({ store, publicKeys, known }: LedgerReading): Promise<readonly LedgerEntry[]> => {
  const { entries, problem } = verifyLedger(await readFiles(store), publicKeys, known);
  if (problem === undefined) return entries;
  throw new AppError('illegal_state', 'the erasure ledger does not verify', {
    details: { reason: 'ledger_broken', problem: problem.problem, index: String(problem.index) },
  });
};

const signEntry = (unsigned: Omit<LedgerEntry, 'signature' | 'keyId'>, key: KeyObject): LedgerEntry => {
  const entry = { ...unsigned, keyId: signingKeyId(key) };
  return { ...entry, signature: sign(null, toBeSigned(entry), key).toString('base64url') };
};

type LedgerWriting = LedgerReading & { readonly signingKey: KeyObject };

const attempts = 20;

/**
 * Appends an entry unless the ledger has that event of that erasure already, and answers with the one that stands. Of
 * several writers at once one wins each place, and the others read again.
 */
export const appendLedger = async (
  { signingKey, ...reading }: LedgerWriting,
  { at, ...content }: NewLedgerEntry,
): Promise<LedgerEntry> => {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const entries = await readLedger(reading);
    const there = entries.find((one) => one.erasureId === content.erasureId && one.event === content.event);
    if (there !== undefined) return there;
    const last = entries.at(-1);
    const previousHash = last === undefined ? genesisHash : ledgerEntryHash(last);
    const index = entries.length + 1;
    const unsigned = { format, index, at: formatInstant(at), ...content, previousHash } as const;
    const entry = signEntry({ ...unsigned, approvers: [...content.approvers] }, signingKey);
    const bytes = Buffer.from(`${canonicalJson(entry)}\n`);
    if (await reading.store.create(ledgerFileName(index), bytes)) return entry;
  }
  throw new AppError('unavailable', 'others kept writing to the erasure ledger', {
    details: { dependency: 'erasure_ledger' },
  });
};
