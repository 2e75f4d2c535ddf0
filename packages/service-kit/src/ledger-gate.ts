import type { KeyObject } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '@nencho/kernel';
import { eraseTenant, type ErasableStore } from '@nencho/mongo';
import { withoutTracing, type Logger } from '@nencho/telemetry';
import type { Connection } from 'mongoose';
import { readLedger, readNewEntries, type LedgerStore } from './erasure-ledger.js';
import { ledgerEntryHash, type LedgerEntry } from './ledger-format.js';
import { ledgerPosition } from './ledger-position.js';

export type LedgerGate = {
  readonly connection: Connection;
  readonly ledger: LedgerStore;
  readonly publicKeys: readonly KeyObject[];
  readonly stores: readonly ErasableStore[];
  readonly begin?: (tenantId: string) => Promise<void>;
  /** Retention's alone: begins the ledger, asked for while this database has never seen one. */
  readonly openLedger?: (() => Promise<void>) | undefined;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  readonly stopping: AbortSignal;
};

const LONGEST_WAIT_MS = 10_000;

const eraseAgain = async (
  { connection, stores, begin, logger }: LedgerGate,
  { tenantId, erasureId }: LedgerEntry,
): Promise<void> => {
  // The first round's name: if its order is still under way, the answer tells what was found here.
  const named = begin === undefined ? {} : { begin };
  const counts = await eraseTenant({ connection, stores, tenantId, run: `${erasureId}/1`, ...named });
  const count = counts.reduce((sum, store) => sum + store.count, 0);
  logger.info('erasure_reapplied', { tenant: tenantId, count });
};

/**
 * Erases every tenant that the ledger knows and this database does not know of yet: it is older than the erasure, since
 * it was restored, or an order never came. `whole` verifies the ledger from its opening, else from the last known entry.
 */
const applyLedger = async (gate: LedgerGate, whole: boolean): Promise<readonly LedgerEntry[]> => {
  const { connection, ledger: store, publicKeys, openLedger } = gate;
  const position = ledgerPosition(connection, 'applied');
  const known = await position.get();
  if (known === undefined) await openLedger?.();
  const reading = { store, publicKeys, known };
  const { entries, head } =
    whole || known === undefined ? await readLedger(reading) : await readNewEntries({ ...reading, known });
  let at = known;
  for (const entry of entries) {
    if (entry.index <= (at?.index ?? 0)) continue;
    if (entry.event === 'erasing') await eraseAgain(gate, entry);
    const next = { index: entry.index, hash: ledgerEntryHash(entry) };
    // Moved by somebody else, or taken back by a restore in between: what has been read does not count any more.
    if (!(await position.move(at, next))) return applyLedger(gate, whole);
    at = next;
  }
  if (at === undefined) await position.move(undefined, head);
  return entries;
};

const refuse = ({ logger }: LedgerGate, event: string, attempt: number, error: unknown): void => {
  const { code, details, errorId } = toAppError(error);
  const state = details['problem'] ?? details['reason'] ?? code;
  logger.error(event, { dependency: 'erasure_ledger', attempt, code, errorId, state });
};

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
};

/**
 * Before a service is ready it has applied the erasure ledger: a restored database brings nobody back. A ledger that
 * cannot be reached, is not there or does not verify is tried again for ever, and the service stays out of service.
 */
export const passLedgerGate = async (gate: LedgerGate): Promise<void> => {
  for (let attempt = 1; !gate.stopping.aborted; attempt += 1) {
    try {
      await applyLedger(gate, true);
      gate.logger.info('erasure_ledger_applied', { attempt });
      return;
    } catch (error) {
      refuse(gate, 'erasure_ledger_refused', attempt, error);
    }
    await pause(Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(attempt, 6)), gate.stopping);
  }
};

/** What lies elsewhere than in this database can be restored without it, and no position tells of that. */
const eraseOutside = async (
  { logger }: LedgerGate,
  stores: readonly ErasableStore[],
  entries: readonly LedgerEntry[],
) => {
  for (const { event, tenantId } of entries) {
    if (event !== 'erasing') continue;
    for (const { name, eraseSome } of stores) {
      let count = 0;
      for (let some = await eraseSome(tenantId); some > 0; some = await eraseSome(tenantId)) count += some;
      if (count > 0) logger.info('erasure_reapplied', { tenant: tenantId, count, state: name });
    }
  }
};

export type LedgerFollowing = LedgerGate & {
  /** Those of `stores` that are not collections of this database. */
  readonly outside: readonly ErasableStore[];
  readonly everyMs?: number;
};

const EVERY_MS = 300_000;
const FIRST_RETRY_MS = 10_000;
/** Every so many turns the whole ledger is verified and what lies outside is looked at: hourly. */
const WHOLE_EVERY = 12;

/**
 * Reads the ledger again and again while the service runs: a database that is restored under it, and an order that never
 * came, are noticed without a new start. Its first turn, at once, looks at the stores outside. A failure is an error in the log and is tried
 * again, later each time; it takes no service out.
 */
export const followLedger = (gate: LedgerFollowing): { readonly stop: () => Promise<void> } => {
  const { outside, everyMs = EVERY_MS, stopping } = gate;
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopping, stopped.signal]);
  const follow = async (): Promise<void> => {
    let failures = 0;
    for (let turn = 0; !signal.aborted;) {
      try {
        const whole = turn % WHOLE_EVERY === 0;
        const entries = await withoutTracing(async () => applyLedger(gate, whole));
        if (whole) await withoutTracing(async () => eraseOutside(gate, outside, entries));
        turn += 1;
        failures = 0;
      } catch (error) {
        failures += 1;
        refuse(gate, 'erasure_ledger_not_followed', failures, error);
      }
      const wait = failures === 0 ? everyMs : Math.min(everyMs, FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10));
      await pause(wait, signal);
    }
  };
  const following = follow();
  return {
    stop: async () => {
      stopped.abort();
      await following;
    },
  };
};
