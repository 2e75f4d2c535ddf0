import { startOfDay, deadlinesOf } from './deadlines.js';
import {
  countOf,
  dryRunState,
  hasAllAnswers,
  validApprovals,
  type Erasure,
  type ErasureSettings,
  type Round,
} from './erasure.js';

/** The one thing to be done next. Each is safe to be done twice, and each ends in a saved state. */
export type Step =
  | { readonly kind: 'wait'; readonly until?: Date }
  | { readonly kind: 'lapse_export' }
  | { readonly kind: 'complete_dry_run' }
  | { readonly kind: 'start' }
  | { readonly kind: 'enter_erasing_in_ledger' }
  | { readonly kind: 'disable_key' }
  | { readonly kind: 'order_round'; readonly no: number }
  | { readonly kind: 'send_again'; readonly of: 'dry_run' | 'round' }
  | { readonly kind: 'complete_round' }
  | { readonly kind: 'conclude_rounds' }
  | { readonly kind: 'destroy_key' }
  | { readonly kind: 'ask_vault' }
  | { readonly kind: 'certify' };

/** What is waited for, in one word for the operator's list. */
export type WaitingFor =
  | ''
  | 'notice'
  | 'grace'
  | 'export'
  | 'dry_run'
  | 'approval'
  | 'services'
  | 'second_round'
  | 'vault'
  | 'backups'
  | 'certificate';

const longestBackOffMs = 600_000;

/** 5 s, 10 s, 20 s, … 10 min after the last time. */
export const sendAgainAt = ({ sentAt, sends }: Pick<Round, 'sentAt' | 'sends'>): Date =>
  new Date(sentAt.getTime() + Math.min(longestBackOffMs, 5_000 * 2 ** Math.min(sends - 1, 10)));

const wait = (until?: Date): Step => (until === undefined ? { kind: 'wait' } : { kind: 'wait', until });

const later = (a: Date, b: Date): Date => (a > b ? a : b);

const stepOfGrace = (erasure: Erasure, now: Date, settings: ErasureSettings): Step => {
  const { dryRun, exportState, endDate } = erasure;
  if (dryRun !== undefined && dryRun.completedAt === undefined) {
    if (hasAllAnswers(dryRun)) return { kind: 'complete_dry_run' };
    if (now >= sendAgainAt(dryRun)) return { kind: 'send_again', of: 'dry_run' };
  }
  const opens = startOfDay(deadlinesOf(endDate, settings.graceBusinessDays).graceEnds);
  if (now < opens) {
    const answered = dryRun === undefined || dryRun.completedAt !== undefined;
    return wait(answered || sendAgainAt(dryRun) > opens ? opens : sendAgainAt(dryRun));
  }
  if (exportState === 'open') return { kind: 'lapse_export' };
  return validApprovals(erasure, now).length >= 2 ? { kind: 'start' } : wait();
};

const stepOfErasing = (erasure: Erasure, now: Date, settings: ErasureSettings): Step => {
  const { erasingEntry, keyDisabledAt, rounds, erasedAt } = erasure;
  if (erasingEntry === undefined) return { kind: 'enter_erasing_in_ledger' };
  if (keyDisabledAt === undefined) return { kind: 'disable_key' };
  const last = rounds.at(-1);
  if (last === undefined) return { kind: 'order_round', no: 1 };
  if (last.completedAt === undefined) {
    if (hasAllAnswers(last)) return { kind: 'complete_round' };
    const again = sendAgainAt(last);
    return now >= again ? { kind: 'send_again', of: 'round' } : wait(again);
  }
  if (erasedAt !== undefined) return { kind: 'destroy_key' };
  if (last.no > 1 && countOf(last) === 0) return { kind: 'conclude_rounds' };
  const settled = new Date(later(last.completedAt, keyDisabledAt).getTime() + settings.settleMs);
  return now >= settled ? { kind: 'order_round', no: last.no + 1 } : wait(settled);
};

const stepOfVault = ({ keyDestroyedAt }: Erasure, now: Date, { vaultRetentionDays }: ErasureSettings): Step => {
  if (keyDestroyedAt === undefined) throw new RangeError('an erasure waits for a key that was not destroyed');
  const earliest = new Date(keyDestroyedAt.getTime() + vaultRetentionDays * 86_400_000);
  return now >= earliest ? { kind: 'ask_vault' } : wait(earliest);
};

const stepOfBackups = ({ backupsGoneAt }: Erasure, now: Date): Step => {
  if (backupsGoneAt === undefined) throw new RangeError('an erasure waits for backups without knowing how long');
  return now >= backupsGoneAt ? { kind: 'certify' } : wait(backupsGoneAt);
};

/**
 * The next step of an erasure at an instant. Pure: the loop that drives it may die between any two of its steps.
 * @throws AppError `illegal_state` `calendar_year_missing`
 */
export const nextStep = (erasure: Erasure, now: Date, settings: ErasureSettings): Step => {
  switch (erasure.state) {
    case 'notice':
    case 'certified':
    case 'withdrawn':
    case 'cancelled':
      return wait();
    case 'grace':
      return stepOfGrace(erasure, now, settings);
    case 'erasing':
      return stepOfErasing(erasure, now, settings);
    case 'waiting_vault':
      return stepOfVault(erasure, now, settings);
    case 'waiting_backups':
      return stepOfBackups(erasure, now);
  }
};

const waitingInGrace = (erasure: Erasure, now: Date, settings: ErasureSettings): WaitingFor => {
  if (now < startOfDay(deadlinesOf(erasure.endDate, settings.graceBusinessDays).graceEnds)) {
    return erasure.exportState === 'open' ? 'export' : 'grace';
  }
  return dryRunState(erasure, now) === 'ready' ? 'approval' : 'dry_run';
};

export const waitingFor = (erasure: Erasure, now: Date, settings: ErasureSettings): WaitingFor => {
  switch (erasure.state) {
    case 'notice':
      return 'notice';
    case 'grace':
      return waitingInGrace(erasure, now, settings);
    case 'erasing':
      return (erasure.rounds.at(-1)?.no ?? 0) > 1 || erasure.rounds.at(-1)?.completedAt !== undefined
        ? 'second_round'
        : 'services';
    case 'waiting_vault':
      return 'vault';
    case 'waiting_backups':
      return erasure.backupsGoneAt !== undefined && now >= erasure.backupsGoneAt ? 'certificate' : 'backups';
    case 'certified':
    case 'withdrawn':
    case 'cancelled':
      return '';
  }
};
