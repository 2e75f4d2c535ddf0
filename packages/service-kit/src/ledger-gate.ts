import { createPublicKey, type KeyObject } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '@nencho/kernel';
import { eraseTenant, type ErasableStore } from '@nencho/mongo';
import type { Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { ledgerEntryHash, readLedger, type KnownEntry, type LedgerStore } from './erasure-ledger.js';

export type LedgerGate = {
  readonly connection: Connection;
  readonly ledger: LedgerStore;
  readonly publicKeys: readonly KeyObject[];
  readonly stores: readonly ErasableStore[];
  readonly begin?: (tenantId: string) => Promise<void>;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly stopping: AbortSignal;
};

type PositionRow = { _id: 'ledger'; index: number; hash: string };

const LONGEST_WAIT_MS = 10_000;

/** `erasure-signing.pub`, or `erasure-signing.<anything>.pub` beside it: old entries keep their key. */
export const ledgerPublicKeys = (directory: string): readonly KeyObject[] =>
  readdirSync(directory)
    .filter((file) => /^erasure-signing(\.[^.]+)?\.pub$/.test(file))
    .map((file) => createPublicKey(readFileSync(join(directory, file))));

/**
 * Erases every tenant that the ledger knows and this database does not know of yet: it is older than the erasure, since
 * it was restored. Where it stands lies in the database itself, so a restore takes that back, too.
 */
const applyLedger = async ({ connection, ledger, publicKeys, stores, begin, logger }: LedgerGate): Promise<void> => {
  const positions = connection.collection<PositionRow>('ledger_position');
  const seen = await positions.findOne({ _id: 'ledger' });
  const known: KnownEntry | undefined = seen === null ? undefined : { index: seen.index, hash: seen.hash };
  const entries = await readLedger({ store: ledger, publicKeys, ...(known === undefined ? {} : { known }) });
  for (const entry of entries.slice(known?.index ?? 0)) {
    if (entry.event === 'erasing') {
      const { tenantId, erasureId } = entry;
      // The first round's name: if its order is still under way, the answer tells what was found here.
      const named = begin === undefined ? {} : { begin };
      const counts = await eraseTenant({ connection, stores, tenantId, run: `${erasureId}/1`, ...named });
      const count = counts.reduce((sum, store) => sum + store.count, 0);
      logger.info('erasure_reapplied', { tenant: tenantId, count });
    }
    const position = { index: entry.index, hash: ledgerEntryHash(entry) };
    await positions.updateOne({ _id: 'ledger' }, { $set: position }, { upsert: true });
  }
};

/**
 * Before a service is ready it has applied the erasure ledger: a restored database brings nobody back. A ledger that
 * cannot be reached or does not verify is tried again for ever, and the service stays out of service.
 */
export const passLedgerGate = async (gate: LedgerGate): Promise<void> => {
  const stopped = (): boolean => gate.stopping.aborted;
  for (let attempt = 1; !stopped(); attempt += 1) {
    try {
      await applyLedger(gate);
      gate.logger.info('erasure_ledger_applied', { attempt });
      return;
    } catch (error) {
      const { code, details, errorId } = toAppError(error);
      const state = details['problem'] ?? details['reason'] ?? code;
      gate.logger.error('erasure_ledger_refused', { dependency: 'erasure_ledger', attempt, code, errorId, state });
    }
    const wait = Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(attempt, 6));
    await sleep(wait, undefined, { signal: gate.stopping }).catch(() => undefined);
  }
};
