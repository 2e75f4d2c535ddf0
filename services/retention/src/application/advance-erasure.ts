import { dryRunHash } from '../domain/dry-run-hash.js';
import { countOf, hasEnded, validApprovals, type DryRun, type Erasure, type Round } from '../domain/erasure.js';
import { nextStep, type Step } from '../domain/erasure-step.js';
import type { ErasureDeps, ErasureEvent } from './erasure-ports.js';

type Change = Partial<Erasure>;
type Performed = { readonly change: Change; readonly event?: ErasureEvent };

const vaultPollMs = 60_000;
const day = 86_400_000;

/** Steps that only the date allows and nobody can take back, and those that write a date by which others go. */
const byTheCalendar: ReadonlySet<Step['kind']> = new Set([
  ...(['lapse_export', 'start', 'conclude_rounds', 'destroy_key', 'ask_vault', 'certify'] as const),
]);

/** That a key is gone means that it was destroyed only where it was seen before; from then on the ledger says that it was. */
const needsKey: ReadonlySet<Step['kind']> = new Set(['start', 'enter_erasing_in_ledger']);
const asksForKey: ReadonlySet<Step['kind']> = new Set(['disable_key', 'destroy_key', 'ask_vault']);

type KeyProblem = 'key_of_another' | 'key_elsewhere' | 'key_missing' | 'key_deleted';

const keyProblem = async (
  { keys }: Pick<ErasureDeps, 'keys'>,
  { kekName, kekPlace, tenantId }: Erasure,
  { kind }: Step,
): Promise<KeyProblem | undefined> => {
  if (!needsKey.has(kind) && !asksForKey.has(kind)) return undefined;
  if (!keys.belongsTo(kekName, tenantId)) return 'key_of_another';
  if (kekPlace !== undefined && keys.placeOf(kekName) !== kekPlace) return 'key_elsewhere';
  if (!needsKey.has(kind)) return undefined;
  const state = await keys.state(kekName);
  if (state === 'gone') return 'key_missing';
  return state === 'deleted' ? 'key_deleted' : undefined;
};

const newRound = (no: number, now: Date): Round => ({ no, orderedAt: now, sentAt: now, sends: 1, answers: [] });
const sentAgain = <R extends Round>(round: R, now: Date): R => ({ ...round, sentAt: now, sends: round.sends + 1 });

const lastRound = ({ rounds }: Erasure): Round => {
  const last = rounds.at(-1);
  if (last === undefined) throw new RangeError('an erasure has no round');
  return last;
};
const withLastRound = (erasure: Erasure, round: Round): Change => ({ rounds: [...erasure.rounds.slice(0, -1), round] });

const presentDryRun = ({ dryRun }: Erasure): DryRun => {
  if (dryRun === undefined) throw new RangeError('an erasure has no dry run');
  return dryRun;
};

const sendAgain = (erasure: Erasure, of: 'dry_run' | 'round', now: Date): Performed => {
  if (of === 'dry_run') {
    const dryRun = sentAgain(presentDryRun(erasure), now);
    return { change: { dryRun }, event: { type: 'ErasureOrdered', dryRun: true, round: dryRun.no } };
  }
  const round = sentAgain(lastRound(erasure), now);
  return { change: withLastRound(erasure, round), event: { type: 'ErasureOrdered', dryRun: false, round: round.no } };
};

const completeRound = (deps: ErasureDeps, erasure: Erasure, now: Date): Performed => {
  const round = { ...lastRound(erasure), completedAt: now };
  const count = countOf(round);
  if (round.no > 1 && count > 0) {
    // Something wrote after the erasure: another round follows, and somebody must find out what it was.
    deps.logger.error('erasure_round_not_empty', { tenant: erasure.tenantId, count });
  }
  return { change: withLastRound(erasure, round) };
};

/** What the certificate keeps is kept there; nothing of the tenant's people stays here. */
const scrubbed = (erasure: Erasure): Change => ({
  tenantCode: '',
  exportActs: erasure.exportActs.map(({ at }) => ({ sub: '', at })),
  cancelActs: [],
});

/** The effects outside of the database. All of them may be repeated: a crash may fall between them and the save. */
const perform = async (
  deps: ErasureDeps,
  erasure: Erasure,
  step: Exclude<Step, { kind: 'wait' | 'start' }>,
  now: Date,
) => {
  const done = (change: Change, event?: ErasureEvent): Performed => ({
    change,
    ...(event === undefined ? {} : { event }),
  });
  switch (step.kind) {
    case 'lapse_export':
      return done({ exportState: 'lapsed' });
    case 'complete_dry_run': {
      const dryRun = presentDryRun(erasure);
      return done({ dryRun: { ...dryRun, completedAt: now, hash: dryRunHash(erasure, dryRun, deps.digest) } });
    }
    case 'enter_erasing_in_ledger':
      return done({ erasingEntry: await deps.ledger('erasing', erasure) });
    case 'disable_key':
      await deps.keys.disable(erasure.kekName);
      return done({ keyDisabledAt: now });
    case 'order_round': {
      const event: ErasureEvent = { type: 'ErasureOrdered', dryRun: false, round: step.no };
      return done({ rounds: [...erasure.rounds, newRound(step.no, now)] }, event);
    }
    case 'send_again':
      return sendAgain(erasure, step.of, now);
    case 'complete_round':
      return completeRound(deps, erasure, now);
    case 'conclude_rounds':
      return done({
        erasedAt: now,
        backupsGoneAt: new Date(now.getTime() + deps.settings.backupRetentionDays * day),
      });
    case 'destroy_key':
      await deps.keys.destroy(erasure.kekName);
      return done({ state: 'waiting_vault', keyDestroyedAt: now }, { type: 'KeyDestroyed' });
    case 'ask_vault':
      if ((await deps.keys.state(erasure.kekName)) !== 'gone') return undefined;
      return done({
        state: 'waiting_backups',
        keyGoneAt: now,
        keyEntry: await deps.ledger('key_destroyed', erasure),
      });
    case 'certify': {
      const certificate = await deps.certificates.insert(await deps.certify(erasure, now));
      await deps.ledger('certified', erasure, certificate.hash);
      const change = { ...scrubbed(erasure), state: 'certified' as const, certificateHash: certificate.hash };
      return done({ ...change, certifiedAt: certificate.certifiedAt }, { type: 'ErasureCertified' });
    }
  }
};

/** The point of no return: approvals are spent and the tenant's own trail is closed, in one transaction. */
const start = async (
  { transact, erasures, closeChain, keys }: ErasureDeps,
  erasure: Erasure,
  now: Date,
): Promise<void> => {
  const approvers = validApprovals(erasure, now)
    .slice(0, 2)
    .map(({ sub, at }) => ({ sub, at }));
  if (approvers.length < 2) throw new RangeError('an erasure starts without two approvals');
  await transact(async (session) => {
    const auditHead = await closeChain(erasure.tenantId, session);
    const kekPlace = keys.placeOf(erasure.kekName);
    await erasures.save({ ...erasure, state: 'erasing', startedAt: now, approvers, auditHead, kekPlace }, now, session);
  });
};

/** Why a step whose time has come is not done: somebody must look at it, and until then it is asked again. */
const obstacleTo = async (deps: ErasureDeps, erasure: Erasure, step: Step): Promise<string | undefined> => {
  if (byTheCalendar.has(step.kind) && !(await deps.clockAgrees())) return 'clock_disagrees';
  // The end was taken back, or this row is older than what identity knows.
  if (step.kind === 'start' && !hasEnded(await deps.contract(erasure.tenantId), erasure)) return 'contract_not_ended';
  return keyProblem(deps, erasure, step);
};

/**
 * Does the next step of an erasure and saves its state. Answers whether there may be more to do at once. Several
 * processes may try: the version in the save's filter lets one win.
 */
export const advanceErasure =
  (deps: ErasureDeps) =>
  async (id: string): Promise<boolean> => {
    const { erasures, clock, settings, transact, publish, logger } = deps;
    const erasure = await erasures.byId(id);
    if (erasure === undefined) return false;
    const now = clock.now();
    const step = nextStep(erasure, now, settings);
    if (step.kind === 'wait') {
      await erasures.postpone(erasure, step.until);
      return false;
    }
    const obstacle = await obstacleTo(deps, erasure, step);
    if (obstacle !== undefined) {
      logger.error(obstacle, { state: step.kind, tenant: erasure.tenantId });
      await erasures.postpone(erasure, new Date(now.getTime() + vaultPollMs));
      return false;
    }
    if (step.kind === 'start') {
      await start(deps, erasure, now);
    } else {
      const performed = await perform(deps, erasure, step, now);
      if (performed === undefined) {
        await erasures.postpone(erasure, new Date(now.getTime() + vaultPollMs));
        return false;
      }
      await transact(async (session) => {
        const saved = await erasures.save({ ...erasure, ...performed.change }, now, session);
        if (performed.event !== undefined) await publish(session, saved, performed.event);
      });
    }
    logger.info('erasure_step', { state: step.kind, tenant: erasure.tenantId });
    return true;
  };
