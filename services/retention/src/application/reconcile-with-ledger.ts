import { isErasing, type Erasure, type LedgerReference } from '../domain/erasure.js';
import type { ErasureDeps } from './erasure-ports.js';
import type { TerminationStore } from './termination-ports.js';

/** An entry of the ledger, as far as a row can be behind it. */
export type LedgerFact = LedgerReference & {
  readonly event: 'erasing' | 'key_destroyed' | 'certified';
  readonly erasureId: string;
  readonly at: Date;
  readonly approvers: readonly string[];
  readonly certificateHash?: string | undefined;
};

type Deps = Pick<ErasureDeps, 'erasures' | 'transact' | 'closeChain' | 'clock' | 'logger'> & {
  readonly termination: Pick<TerminationStore, 'removeOf'>;
  readonly readLedger: () => Promise<readonly LedgerFact[]>;
};

/** Certified before the backup was restored: that stands, whatever the row says. */
const certified = (erasure: Erasure, { at, certificateHash }: LedgerFact): Erasure => ({
  ...erasure,
  ...{ state: 'certified', certifiedAt: at, tenantCode: '', contactRecorded: false },
  ...{ approvals: [], exportActs: [], cancelActs: [] },
  ...(certificateHash === undefined ? {} : { certificateHash }),
});

/** Begun before the backup: it goes on from its beginning, and every service counts what the restore brought back. */
const begun = (erasure: Erasure, { index, hash, at, approvers }: LedgerFact): Erasure => ({
  ...erasure,
  ...{ state: 'erasing', startedAt: at, approvers: approvers.map((sub) => ({ sub, at })), approvals: [] },
  exportState: erasure.exportState === 'open' ? 'lapsed' : erasure.exportState,
  erasingEntry: { index, hash },
});

/**
 * After this service's own database was restored, rows may be behind the ledger: what is irreversible does not wait for
 * approvals again, and what is certified is not erased a second time.
 */
export const reconcileWithLedger =
  ({ erasures, transact, closeChain, termination, readLedger, clock, logger }: Deps) =>
  async (): Promise<void> => {
    const open = (await erasures.allOpen()).filter(({ state }) => state !== 'waiting_backups');
    if (open.length === 0) return;
    const facts = await readLedger();
    for (const erasure of open) {
      const own = facts.filter(({ erasureId }) => erasureId === erasure.id);
      const end = own.find(({ event }) => event === 'certified');
      const start = own.find(({ event }) => event === 'erasing');
      const behind = end ?? (isErasing(erasure.state) ? undefined : start);
      if (behind === undefined) continue;
      await transact(async (session) => {
        if (behind.event === 'certified') {
          await termination.removeOf(erasure.id, session);
          await erasures.save(certified(erasure, behind), undefined, session);
          return;
        }
        const auditHead = await closeChain(erasure.tenantId, session);
        await erasures.save({ ...begun(erasure, behind), auditHead }, clock.now(), session);
      });
      logger.warn('erasure_restored', { state: behind.event, tenant: erasure.tenantId });
    }
  };
