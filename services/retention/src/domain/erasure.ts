import type { LocalDate } from '@nencho/kernel';
import type { Alarm } from './deadlines.js';
import type { Head } from './chain.js';

/** Who must answer an order: all that hold anything of a tenant. */
export const participants = ['gateway', 'identity', 'declaration', 'document', 'notification', 'retention'] as const;
export type Participant = (typeof participants)[number];

/**
 * Where the end of a contract stands. `notice` → `grace` (ended, business day 0) → `erasing` → `waiting_vault` →
 * `waiting_backups` → `certified`; `withdrawn` and `cancelled` are ends, too. From `erasing` on nothing goes back.
 */
export type ErasureState =
  'notice' | 'grace' | 'erasing' | 'waiting_vault' | 'waiting_backups' | 'certified' | 'withdrawn' | 'cancelled';

/** `open` blocks the erasure. `lapsed`: nobody answered until the grace was over (docs/adr). */
export type ExportState = 'open' | 'acknowledged' | 'waived' | 'lapsed';

/** Who did it, by the subject of a token, and when. */
export type Act = { readonly sub: string; readonly at: Date };

export type StoreCount = { readonly name: string; readonly count: number };
export type Answer = { readonly service: Participant; readonly at: Date; readonly stores: readonly StoreCount[] };

/** One order to all participants, and what they answered. */
export type Round = {
  readonly no: number;
  readonly orderedAt: Date;
  readonly sentAt: Date;
  readonly sends: number;
  readonly answers: readonly Answer[];
  readonly completedAt?: Date;
};

/** A round that only counts; its hash is what an approval is bound to. */
export type DryRun = Round & { readonly hash?: string };

export type Approval = Act & { readonly dryRunHash: string };

/** An entry of the erasure ledger. */
export type LedgerReference = { readonly index: number; readonly hash: string };

export type Erasure = {
  readonly id: string;
  /** Grows with every saved change; 0 before the first. */
  readonly version: number;
  readonly tenantId: string;
  /** Empty after the certificate. */
  readonly tenantCode: string;
  readonly kekName: string;
  readonly state: ErasureState;
  /** 契約終了日: the last day of the contract. */
  readonly endDate: LocalDate;
  readonly exportState: ExportState;
  readonly exportActs: readonly Act[];
  readonly cancelActs: readonly Act[];
  readonly contactRecorded: boolean;
  readonly letterIssued: boolean;
  readonly dryRun?: DryRun;
  readonly approvals: readonly Approval[];
  readonly alarm: Alarm;

  readonly startedAt?: Date;
  /** The two whose approvals counted. */
  readonly approvers: readonly Act[];
  /** Where the key was when it was seen last before the point of no return. */
  readonly kekPlace?: string;
  readonly auditHead?: Head;
  readonly erasingEntry?: LedgerReference;
  readonly keyDisabledAt?: Date;
  readonly rounds: readonly Round[];
  /** When a round after the first found nothing. */
  readonly erasedAt?: Date;
  readonly keyDestroyedAt?: Date;
  readonly keyGoneAt?: Date;
  readonly keyEntry?: LedgerReference;
  readonly backupsGoneAt?: Date;
  readonly certifiedAt?: Date;
  readonly certificateHash?: string;
};

/** What identity says of a tenant's contract. */
export type Contract = { readonly state: string; readonly contractEnd: string };

/** Whether identity, who owns the facts, knows of the end that this erasure is about. */
export const hasEnded = ({ state, contractEnd }: Contract, { endDate }: Pick<Erasure, 'endDate'>): boolean =>
  state === 'ended' && contractEnd === endDate;

/** What may be configured. */
export type ErasureSettings = {
  /** Business days of grace, at most 20. */
  readonly graceBusinessDays: number;
  /** How long the vault keeps a destroyed key: its word that one is gone counts after that only. */
  readonly vaultRetentionDays: number;
  /** Days after which no backup holds what was deleted, at most 35. */
  readonly backupRetentionDays: number;
  /** How long after the first round the second one counts: longer than any cache of opened keys lives. */
  readonly settleMs: number;
};

const isOpen: Readonly<Record<ErasureState, boolean>> = {
  notice: true,
  grace: true,
  erasing: true,
  waiting_vault: true,
  waiting_backups: true,
  certified: false,
  withdrawn: false,
  cancelled: false,
};

export const isOpenState = (state: ErasureState): boolean => isOpen[state];

/** From here on nothing of the tenant's goes to its own audit chain. */
export const isErasing = (state: ErasureState): boolean =>
  state === 'erasing' || state === 'waiting_vault' || state === 'waiting_backups' || state === 'certified';

/** An end that did not come about: what it had of people goes at once. */
export const withoutPeople = (erasure: Erasure): Erasure => ({
  ...erasure,
  ...{ tenantCode: '', contactRecorded: false, letterIssued: false },
  ...{ exportActs: [], cancelActs: [], approvals: [] },
});

const hour = 3_600_000;
/** An approval that waited longer was given for another day. */
export const approvalLifeMs = 72 * hour;
export const dryRunLifeMs = 7 * 24 * hour;

export const dryRunState = ({ dryRun }: Erasure, now: Date): 'none' | 'ordered' | 'ready' | 'expired' => {
  if (dryRun === undefined) return 'none';
  if (dryRun.completedAt === undefined) return 'ordered';
  return now.getTime() < dryRun.completedAt.getTime() + dryRunLifeMs ? 'ready' : 'expired';
};

/** Approvals that still count: of this dry run, not too old, each by another operator. */
export const validApprovals = (erasure: Erasure, now: Date): readonly Approval[] => {
  const { dryRun, approvals } = erasure;
  if (dryRunState(erasure, now) !== 'ready') return [];
  const counting = approvals.filter(
    ({ at, dryRunHash }) => dryRunHash === dryRun?.hash && now.getTime() < at.getTime() + approvalLifeMs,
  );
  return counting.filter(({ sub }, i) => counting.findIndex((other) => other.sub === sub) === i);
};

export const hasAllAnswers = ({ answers }: Pick<Round, 'answers'>): boolean =>
  participants.every((participant) => answers.some(({ service }) => service === participant));

/** The first answer of each participant counts; a late or repeated one changes nothing. */
export const withAnswer = <R extends Round>(round: R, answer: Answer): R =>
  round.answers.some(({ service }) => service === answer.service)
    ? round
    : { ...round, answers: [...round.answers, answer] };

export const countOf = ({ answers }: Pick<Round, 'answers'>): number =>
  answers.flatMap(({ stores }) => stores).reduce((sum, { count }) => sum + count, 0);
