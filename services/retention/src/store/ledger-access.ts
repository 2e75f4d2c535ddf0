import type { KeyObject } from 'node:crypto';
import { localDate, type Clock } from '@nencho/kernel';
import { ledgerPosition } from '@nencho/service-kit';
import {
  appendLedger,
  ledgerEntryHash,
  readLedger,
  readNewEntries,
  type KnownEntry,
  type LedgerEntry,
  type LedgerStart,
  type LedgerStore,
} from '@nencho/service-kit/erasure-ledger';
import type { Connection } from 'mongoose';
import type { LedgerWriter } from '../application/erasure-ports.js';
import type { LedgerFact } from '../application/reconcile-with-ledger.js';
import type { Erasure } from '../domain/erasure.js';

export type Ledger = {
  readonly store: LedgerStore;
  readonly publicKeys: readonly KeyObject[];
  readonly signingKey: KeyObject;
};

/** What a row is made of again when this database is lost; undefined for a row that began before there was a place. */
export const startOf = ({
  endDate,
  exportState,
  exportActs,
  dryRun,
  auditHead,
  kekPlace,
}: Erasure): LedgerStart | undefined =>
  exportState === 'open' || auditHead === undefined || kekPlace === undefined
    ? undefined
    : {
        ...{ endDate, exportState, administrators: exportState === 'lapsed' ? 0 : exportActs.length },
        ...{ dryRunHash: dryRun?.hash ?? '', auditHead: { ...auditHead }, kekPlace },
      };

const toFact = ({ start, ...entry }: LedgerEntry): LedgerFact => ({
  ...entry,
  at: new Date(entry.at),
  hash: ledgerEntryHash(entry),
  ...(start === undefined ? {} : { start: { ...start, endDate: localDate(start.endDate) } }),
});

export type LedgerAccess = {
  readonly write: LedgerWriter;
  readonly read: () => Promise<readonly LedgerFact[]>;
};

/**
 * The ledger for the service that writes it. The last entry that it wrote or read is remembered in its database: a ledger that was cut off
 * or replaced since is neither read nor written.
 */
export const ledgerAccess = (
  connection: Connection,
  { signingKey, ...reading }: Ledger,
  clock: Clock,
): LedgerAccess => {
  const position = ledgerPosition(connection, 'seen');
  const remember = async (known: KnownEntry | undefined, seen: KnownEntry): Promise<void> => {
    if (seen.index > (known?.index ?? -1)) await position.move(known, seen);
  };
  /** What this process has verified: the next time only what came behind it is read. */
  let verified: { readonly entries: readonly LedgerEntry[]; readonly head: KnownEntry } | undefined;
  return {
    write: async (event, erasure, certificateHash) => {
      const { id, tenantId, kekName, approvers } = erasure;
      const known = await position.get();
      const start = event === 'erasing' ? startOf(erasure) : undefined;
      const entry = await appendLedger(
        { ...reading, signingKey, known },
        {
          ...{ event, tenantId, erasureId: id, kekName, at: clock.now(), approvers: approvers.map(({ sub }) => sub) },
          ...(start === undefined ? {} : { start }),
          ...(certificateHash === undefined ? {} : { certificateHash }),
        },
      );
      const written = { index: entry.index, hash: ledgerEntryHash(entry) };
      await remember(known, written);
      return written;
    },
    read: async () => {
      const known = await position.get();
      const before = verified;
      const now =
        before === undefined || (known !== undefined && known.index > before.head.index)
          ? await readLedger({ ...reading, known })
          : await readNewEntries({ ...reading, known: before.head }).then(({ entries, head }) => ({
              ...{ entries: [...before.entries, ...entries], head },
            }));
      verified = now;
      await remember(known, now.head);
      return now.entries.map(toFact);
    },
  };
};
