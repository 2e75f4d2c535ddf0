import type { LocalDate } from '@nencho/kernel';
import type { Head } from '../domain/chain.js';
import { isErasing, isOpenState, withoutPeople, type Erasure, type LedgerReference } from '../domain/erasure.js';
import type { ErasureDeps, Session } from './erasure-ports.js';
import type { TerminationStore } from './termination-ports.js';

/** An entry of the ledger, as far as a row can be behind it. */
export type LedgerFact = LedgerReference & {
  readonly event: 'erasing' | 'key_destroyed' | 'certified';
  readonly erasureId: string;
  readonly tenantId: string;
  readonly kekName: string;
  readonly at: Date;
  readonly approvers: readonly string[];
  readonly certificateHash?: string | undefined;
  /** Of `erasing`: what a row is made of when it is lost. */
  readonly start?:
    | {
        readonly endDate: LocalDate;
        readonly exportState: 'acknowledged' | 'waived' | 'lapsed';
        readonly administrators: number;
        readonly dryRunHash: string;
        readonly auditHead: Head;
        readonly kekPlace: string;
      }
    | undefined;
};

type Deps = Pick<ErasureDeps, 'erasures' | 'transact' | 'closeChain' | 'publish' | 'clock' | 'logger'> & {
  readonly termination: Pick<TerminationStore, 'removeOf'>;
  readonly readLedger: () => Promise<readonly LedgerFact[]>;
  /** The row of a certified erasure, from its certificate beside the ledger. */
  readonly rowOfCertificate: (erasureId: string, hash: string | undefined) => Promise<Erasure | undefined>;
};

/** Certified before the backup was restored: that stands, whatever the row says. */
const certified = (erasure: Erasure, { at, certificateHash }: LedgerFact): Erasure => ({
  ...withoutPeople(erasure),
  ...{ state: 'certified', certifiedAt: at },
  ...(certificateHash === undefined ? {} : { certificateHash }),
});

/** The row of an erasure of which nothing is left but its entry. */
const lostRow = ({ erasureId, tenantId, kekName, at, start }: LedgerFact): Erasure | undefined => {
  if (start === undefined) return undefined;
  const { endDate, exportState, administrators, dryRunHash: hash, auditHead, kekPlace } = start;
  const answered = { no: 0, orderedAt: at, sentAt: at, sends: 1, answers: [], completedAt: at };
  return {
    ...{ id: erasureId, version: 0, tenantId, tenantCode: '', kekName, kekPlace, state: 'grace', endDate },
    ...{ exportState, exportActs: Array.from({ length: administrators }, () => ({ sub: '', at })), cancelActs: [] },
    ...{ contactRecorded: false, letterIssued: false, approvals: [], alarm: 0, approvers: [], rounds: [], auditHead },
    ...(hash === '' ? {} : { dryRun: { ...answered, hash } }),
  };
};

/** Begun before the backup: it goes on from its beginning, and every service counts what the restore brought back. */
const begun = (erasure: Erasure, { index, hash, at, approvers, start }: LedgerFact): Erasure => ({
  ...erasure,
  ...{ state: 'erasing', startedAt: at, approvers: approvers.map((sub) => ({ sub, at })), approvals: [] },
  exportState: erasure.exportState === 'open' ? 'lapsed' : erasure.exportState,
  erasingEntry: { index, hash },
  ...(start === undefined ? {} : { exportState: start.exportState, kekPlace: start.kekPlace }),
});

/** By erasure, the entry that its row may be behind: its end, or else its beginning. */
const decisiveFacts = (facts: readonly LedgerFact[]): readonly LedgerFact[] => {
  const decisive = new Map<string, LedgerFact>();
  for (const fact of facts) if (fact.event !== 'key_destroyed') decisive.set(fact.erasureId, fact);
  return [...decisive.values()];
};

/**
 * After this service's own database was restored or lost, rows may be behind the ledger, or not there: what is irreversible
 * does not wait for approvals again, and what is certified is not erased a second time.
 */
export const reconcileWithLedger = (deps: Deps) => async (): Promise<void> => {
  const { erasures, transact, closeChain, termination, publish, clock, logger } = deps;
  const [facts, states] = [await deps.readLedger(), await erasures.states()];

  /** An earlier end of the same contract, which the restore brought back: the ledger knows of a later one. */
  const makeWay = async ({ tenantId, erasureId }: LedgerFact, session: Session): Promise<void> => {
    const other = await erasures.ofTenant(tenantId, session);
    if (other === undefined || other.id === erasureId || !isOpenState(other.state)) return;
    await termination.removeOf(other.id, session);
    await erasures.save({ ...withoutPeople(other), state: 'withdrawn' }, undefined, session);
  };
  const catchUp = async (fact: LedgerFact): Promise<void> => {
    const { erasureId, event } = fact;
    const lost = async () =>
      event === 'certified' ? deps.rowOfCertificate(erasureId, fact.certificateHash) : lostRow(fact);
    const row = (await erasures.byId(erasureId)) ?? (await lost());
    if (row === undefined) {
      logger.error('erasure_lost', { state: event, tenant: fact.tenantId });
      return;
    }
    await transact(async (session) => {
      await makeWay(fact, session);
      if (event === 'certified') {
        await termination.removeOf(row.id, session);
        const saved = await erasures.save(certified(row, fact), undefined, session);
        await publish(session, saved, { type: 'ErasureCertified' });
        return;
      }
      const closed = await closeChain(row.tenantId, session);
      const auditHead = fact.start?.auditHead ?? closed;
      await erasures.save({ ...begun(row, fact), auditHead }, clock.now(), session);
    });
    logger.warn('erasure_restored', { state: event, tenant: fact.tenantId });
  };

  for (const fact of decisiveFacts(facts)) {
    const state = states.get(fact.erasureId);
    // Before the certificate's own step has saved, it is done again and comes to the same certificate.
    const isBehind =
      state === undefined ||
      (fact.event === 'certified' ? state !== 'certified' && state !== 'waiting_backups' : !isErasing(state));
    if (isBehind) await catchUp(fact);
  }
};
