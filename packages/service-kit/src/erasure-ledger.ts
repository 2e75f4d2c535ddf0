import type { KeyObject } from 'node:crypto';
import { AppError, canonicalJson, formatInstant, newId } from '@nencho/kernel';
import {
  certificateFileName,
  ledgerFileName,
  ledgerFormat,
  signedLink,
  verifyLedger,
  type KnownEntry,
  type LedgerEntry,
  type LedgerFile,
  type VerifiedLedger,
} from './ledger-format.js';

export {
  ledgerEntryHash,
  ledgerFileName,
  signingKeyId,
  verifyLedger,
  type KnownEntry,
  type LedgerEntry,
  type LedgerFile,
  type LedgerStart,
} from './ledger-format.js';

type NewLedgerEntry = Pick<LedgerEntry, 'event' | 'tenantId' | 'erasureId' | 'kekName' | 'approvers'> &
  Partial<Pick<LedgerEntry, 'start' | 'certificateHash'>> & { readonly at: Date };

/** Files that are written once and never changed. Errors are `unavailable`. */
export type LedgerStore = {
  readonly names: () => Promise<readonly string[]>;
  readonly read: (name: string) => Promise<Uint8Array | undefined>;
  /** False when the file is there already: nothing was written. */
  readonly create: (name: string, bytes: Uint8Array) => Promise<boolean>;
};

type LedgerReading = {
  readonly store: LedgerStore;
  readonly publicKeys: readonly KeyObject[];
  /** The last entry that this reader saw before; absent on a first start. */
  readonly known?: KnownEntry | undefined;
};

const atOnce = 16;

const readFiles = async (store: LedgerStore, wanted: readonly string[]): Promise<readonly LedgerFile[]> => {
  const names = [...wanted];
  const files: LedgerFile[] = [];
  while (names.length > 0) {
    const some = names.splice(0, atOnce).map(async (name) => ({ name, bytes: await store.read(name) }));
    // Listed, but not there: as if it had not been listed.
    for (const { name, bytes } of await Promise.all(some)) if (bytes !== undefined) files.push({ name, bytes });
  }
  return files;
};

const orRefused = ({ problem, ...verified }: VerifiedLedger): Omit<VerifiedLedger, 'problem'> => {
  if (problem === undefined) return verified;
  throw new AppError('illegal_state', 'the erasure ledger does not verify', {
    details: { reason: 'ledger_broken', problem: problem.problem, index: String(problem.index) },
  });
};

/** Certificates lie beside the chain and are read by name. */
const isOfChain = (name: string): boolean => !name.startsWith('certificate-');

/**
 * Every entry, checked. @throws AppError `unavailable` when the store cannot be reached, `illegal_state` `ledger_broken`
 * with `problem` and `index` when the ledger was touched or is not there: whoever must not start without it starts in
 * neither case.
 */
export const readLedger = async ({
  store,
  publicKeys,
  known,
}: LedgerReading): Promise<Omit<VerifiedLedger, 'problem'>> =>
  orRefused(verifyLedger(await readFiles(store, (await store.names()).filter(isOfChain)), publicKeys, known));

/** The entries behind a known one, for whoever verified those before it. @throws as `readLedger` does */
export const readNewEntries = async ({
  store,
  publicKeys,
  known,
}: LedgerReading & { readonly known: KnownEntry }): Promise<Omit<VerifiedLedger, 'problem'>> => {
  const wanted = (await store.names()).filter((name) => isOfChain(name) && name >= ledgerFileName(known.index));
  return orRefused(verifyLedger(await readFiles(store, wanted), publicKeys, known, 'known'));
};

type LedgerWriting = LedgerReading & { readonly signingKey: KeyObject };

const fileOf = (value: object): Buffer => Buffer.from(`${canonicalJson(value)}\n`);

/** Begins the ledger where there is none yet: once, by the first start of retention. May be repeated. */
export const openLedger = async (
  { store, signingKey }: Pick<LedgerWriting, 'store' | 'signingKey'>,
  at: Date,
): Promise<void> => {
  if ((await store.names()).length > 0) return; // what is there is judged by its readers
  const opening = {
    format: ledgerFormat,
    index: 0,
    event: 'opened',
    ledgerId: newId(),
    at: formatInstant(at),
  } as const;
  await store.create(ledgerFileName(0), fileOf(signedLink(opening, signingKey)));
};

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
    const { entries, head } = await readLedger(reading);
    const there = entries.find((one) => one.erasureId === content.erasureId && one.event === content.event);
    if (there !== undefined) return there;
    const index = head.index + 1;
    const unsigned = {
      format: ledgerFormat,
      index,
      at: formatInstant(at),
      ...content,
      previousHash: head.hash,
    } as const;
    const entry = signedLink({ ...unsigned, approvers: [...content.approvers] }, signingKey);
    if (await reading.store.create(ledgerFileName(index), fileOf(entry))) return entry;
  }
  throw new AppError('unavailable', 'others kept writing to the erasure ledger', {
    details: { dependency: 'erasure_ledger' },
  });
};

/** Lays a certificate beside the ledger unless there is one, and answers with the text that stands there. */
export const keepCertificate = async (store: LedgerStore, erasureId: string, json: string): Promise<string> => {
  await store.create(certificateFileName(erasureId), Buffer.from(json));
  return (await findCertificate(store, erasureId)) ?? json;
};

export const findCertificate = async (store: LedgerStore, erasureId: string): Promise<string | undefined> => {
  const bytes = await store.read(certificateFileName(erasureId));
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('utf8');
};
