import { requirePermission, type UserActor } from '@nencho/auth';
import { notFound, validationFailed, type Clock } from '@nencho/kernel';
import {
  approvalLifeMs,
  dryRunLifeMs,
  participants,
  validApprovals,
  type Erasure,
  type Participant,
} from '../domain/erasure.js';
import type { ErasureDeps } from './erasure-ports.js';
import { erasureView, type ErasureView } from './erasure-views.js';
import type { ListCursors, OperatorAction, TransparencyStore } from './transparency-ports.js';

export type PageQuery = { readonly cursor: string; readonly limit: number };
export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string };

export type ErasureDetail = {
  readonly erasure: ErasureView;
  readonly dryRun:
    | {
        readonly hash: string;
        readonly at: string;
        readonly expiresAt: string;
        readonly stores: readonly { readonly service: Participant; readonly store: string; readonly count: number }[];
      }
    | undefined;
  readonly approvals: readonly {
    readonly operatorSub: string;
    readonly at: string;
    readonly expiresAt: string;
    readonly dryRunHash: string;
    readonly valid: boolean;
  }[];
  readonly answers: readonly {
    readonly service: Participant;
    readonly round: number;
    readonly answered: boolean;
    readonly count: number;
  }[];
};

const defaultLimit = 50;
const largestPage = 200;

const limitOf = (limit: number): number => {
  if (limit < 0 || limit > largestPage) {
    throw validationFailed([{ path: 'page.limit', rule: 'range', params: { min: '1', max: `${largestPage}` } }]);
  }
  return limit === 0 ? defaultLimit : limit;
};

/** `read` gets one item more than the page has, to know whether another page follows. */
const pageOf = async <T>(
  { cursor, limit: asked }: PageQuery,
  scope: string,
  cursors: ListCursors,
  read: (after: string | undefined, limit: number) => Promise<readonly T[]>,
  positionOf: (item: T) => string,
): Promise<Page<T>> => {
  const limit = limitOf(asked);
  const found = await read(cursors.read(scope, cursor), limit + 1);
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? cursors.sign(scope, positionOf(last)) : '' };
};

const dryRunView = ({ dryRun }: Erasure): ErasureDetail['dryRun'] => {
  if (dryRun?.completedAt === undefined) return undefined;
  const { completedAt: at, hash = '', answers } = dryRun;
  return {
    hash,
    at: at.toISOString(),
    expiresAt: new Date(at.getTime() + dryRunLifeMs).toISOString(),
    stores: answers.flatMap(({ service, stores }) =>
      stores.map(({ name, count }) => ({ service, store: name, count })),
    ),
  };
};

const answersView = (erasure: Erasure): ErasureDetail['answers'] => {
  const round = erasure.rounds.at(-1) ?? erasure.dryRun;
  if (round === undefined) return [];
  return participants.map((service) => {
    const answer = round.answers.find((one) => one.service === service);
    const count = answer?.stores.reduce((sum, store) => sum + store.count, 0) ?? 0;
    return { service, round: round.no, answered: answer !== undefined, count };
  });
};

const positionOf = ({ at, id }: OperatorAction): string => `${at.getTime()}/${id}`;

type Deps = Pick<ErasureDeps, 'erasures' | 'settings'> & {
  readonly clock: Clock;
  readonly transparency: Pick<TransparencyStore, 'list'>;
  readonly cursors: ListCursors;
};

/** What operators look at, and what administrators see of the operators. */
export const erasureReads = ({ erasures, settings, clock, transparency, cursors }: Deps) => ({
  list: async (page: PageQuery, includeCertified: boolean, reader: string): Promise<Page<ErasureView>> => {
    const scope = `erasures/${reader}/${includeCertified}`;
    const { items, nextCursor } = await pageOf(
      page,
      scope,
      cursors,
      async (after, limit) => erasures.list({ after, limit, includeCertified }),
      ({ endDate, id }) => `${endDate}/${id}`,
    );
    const now = clock.now();
    return { items: items.map((erasure) => erasureView(erasure, now, settings)), nextCursor };
  },
  get: async (tenantId: string): Promise<ErasureDetail> => {
    const erasure = await erasures.ofTenant(tenantId);
    if (erasure === undefined) throw notFound('contract_end');
    const now = clock.now();
    const valid = validApprovals(erasure, now);
    return {
      erasure: erasureView(erasure, now, settings),
      dryRun: dryRunView(erasure),
      approvals: erasure.approvals.map((approval) => ({
        operatorSub: approval.sub,
        at: approval.at.toISOString(),
        expiresAt: new Date(approval.at.getTime() + approvalLifeMs).toISOString(),
        dryRunHash: approval.dryRunHash,
        valid: valid.includes(approval),
      })),
      answers: answersView(erasure),
    };
  },
  /** An administrator's view of what operators did to the own tenant. */
  transparency: async (page: PageQuery, actor: UserActor): Promise<Page<OperatorAction>> => {
    requirePermission(actor, 'audit.read', 'tenant');
    const { tenantId, sub } = actor;
    return pageOf(
      page,
      `transparency/${tenantId}/${sub}`,
      cursors,
      async (before, limit) => transparency.list({ tenantId, before, limit }),
      positionOf,
    );
  },
  actions: async (page: PageQuery, tenantId: string | undefined, reader: string): Promise<Page<OperatorAction>> =>
    pageOf(
      page,
      `operator_actions/${reader}/${tenantId ?? ''}`,
      cursors,
      async (before, limit) => transparency.list({ tenantId, before, limit }),
      positionOf,
    ),
});
export type ErasureReads = ReturnType<typeof erasureReads>;
