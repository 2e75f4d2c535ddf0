import type { OperatorActor } from '@nencho/auth';
import { illegalState, isId, newId, notFound, validationFailed, type Clock, type Violation } from '@nencho/kernel';
import { dryRunState, hasEnded, validApprovals, type Contract, type Erasure, type Round } from '../domain/erasure.js';
import type { RequireRecentSignIn } from './contract-end-acts.js';
import type { ErasureDeps, Session } from './erasure-ports.js';
import { erasureView, type ErasureView } from './erasure-views.js';
import type { OperatorAction, TransparencyStore } from './transparency-ports.js';

/** What an id turns out to be, when identity is asked. */
export type TenantFound = Contract & {
  readonly kind: 'tenant' | 'company' | 'department' | 'employee' | 'unknown';
  readonly tenantCode: string;
  readonly displayName: string;
};

/** Once per operator and key; nothing of the operator's is personal, so the fingerprint is a plain hash. */
export type MutateOperator = (
  call: {
    readonly operator: OperatorActor;
    readonly tenantId: string;
    readonly method: string;
    readonly key: string;
    readonly content: unknown;
  },
  work: (session: Session) => Promise<{ readonly erasureId: string }>,
) => Promise<void>;

type Deps = Pick<ErasureDeps, 'erasures' | 'settings' | 'publish'> & {
  readonly clock: Clock;
  readonly mutate: MutateOperator;
  readonly whatIs: (id: string) => Promise<TenantFound>;
  readonly transparency: Pick<TransparencyStore, 'insert'>;
  readonly requireRecentSignIn: RequireRecentSignIn;
};

export type Approval = {
  readonly idempotencyKey: string;
  readonly tenantId: string;
  readonly tenantCode: string;
  readonly displayName: string;
  readonly dryRunHash: string;
  readonly reason: string;
  readonly ticket: string;
};

export type OperatorActs = {
  readonly orderDryRun: (
    command: { readonly idempotencyKey: string; readonly tenantId: string },
    operator: OperatorActor,
  ) => Promise<ErasureView>;
  readonly approve: (command: Approval, operator: OperatorActor) => Promise<ErasureView>;
};

/** An id of something smaller than a tenant is refused by what it is, before anything is looked up by it. */
const requireTenant = async ({ whatIs }: Pick<Deps, 'whatIs'>, id: string): Promise<TenantFound> => {
  if (!isId(id)) throw validationFailed([{ path: 'tenantId', rule: 'id_format' }]);
  const found = await whatIs(id);
  switch (found.kind) {
    case 'tenant':
      return found;
    case 'company':
      throw validationFailed([{ path: 'tenantId', rule: 'company_id_given' }]);
    case 'department':
      throw validationFailed([{ path: 'tenantId', rule: 'department_id_given' }]);
    case 'employee':
      throw validationFailed([{ path: 'tenantId', rule: 'employee_id_given' }]);
    case 'unknown':
      throw notFound('tenant');
  }
};

const limits = { reason: 200, ticket: 60 } as const;

const requireTyped = (command: Approval, tenant: TenantFound): void => {
  const violations: Violation[] = [];
  if (command.tenantCode !== tenant.tenantCode) violations.push({ path: 'tenantCode', rule: 'tenant_code_differs' });
  if (command.displayName.normalize('NFKC') !== tenant.displayName.normalize('NFKC')) {
    violations.push({ path: 'displayName', rule: 'display_name_differs' });
  }
  if (command.reason.trim() === '') violations.push({ path: 'reason', rule: 'required' });
  for (const field of ['reason', 'ticket'] as const) {
    if (command[field].length > limits[field]) {
      violations.push({ path: field, rule: 'too_long', params: { max: `${limits[field]}` } });
    }
  }
  if (violations.length > 0) throw validationFailed(violations);
};

const inGrace = (erasure: Erasure | undefined): Erasure => {
  if (erasure === undefined) throw notFound('contract_end');
  if (erasure.state === 'notice') throw illegalState('contract_not_ended');
  if (erasure.state !== 'grace') throw illegalState('erasure_begun');
  return erasure;
};

const withApproval = (erasure: Erasure, { sub }: OperatorActor, hash: string, now: Date): Erasure => {
  if (dryRunState(erasure, now) !== 'ready') throw illegalState('dry_run_missing');
  if (erasure.dryRun?.hash !== hash) throw validationFailed([{ path: 'dryRunHash', rule: 'dry_run_differs' }]);
  const valid = validApprovals(erasure, now);
  if (valid.some((approval) => approval.sub === sub)) throw illegalState('second_operator_needed');
  return { ...erasure, approvals: [...valid, { sub, at: now, dryRunHash: hash }] };
};

/** What two operators do before an erasure. One call is about one tenant: there is no list to get wrong. */
export const operatorActs = (deps: Deps): OperatorActs => {
  const { erasures, settings, clock, mutate, publish, transparency } = deps;
  const record = async (session: Session, action: Omit<OperatorAction, 'id' | 'at'>): Promise<void> =>
    transparency.insert({ id: newId(), at: clock.now(), ...action }, session);
  const viewOf = async (tenantId: string): Promise<ErasureView> => {
    const erasure = await erasures.ofTenant(tenantId);
    if (erasure === undefined) throw notFound('contract_end');
    return erasureView(erasure, clock.now(), settings);
  };

  return {
    orderDryRun: async ({ idempotencyKey: key, tenantId }, operator) => {
      await requireTenant(deps, tenantId);
      inGrace(await erasures.ofTenant(tenantId));
      await mutate({ operator, tenantId, method: 'OrderDryRun', key, content: {} }, async (session) => {
        const erasure = inGrace(await erasures.ofTenant(tenantId, session));
        const now = clock.now();
        const no = (erasure.dryRun?.no ?? 0) + 1;
        const dryRun: Round = { no, orderedAt: now, sentAt: now, sends: 1, answers: [] };
        const saved = await erasures.save({ ...erasure, dryRun, approvals: [] }, now, session);
        await publish(session, saved, { type: 'ErasureOrdered', dryRun: true, round: no });
        const act = { tenantId, operatorSub: operator.sub, action: 'OrderDryRun', reason: '', ticket: '' };
        await record(session, act);
        return { erasureId: saved.id };
      });
      return viewOf(tenantId);
    },
    approve: async (command, operator) => {
      deps.requireRecentSignIn(operator);
      const { idempotencyKey: key, tenantId, ...content } = command;
      const tenant = await requireTenant(deps, tenantId);
      requireTyped(command, tenant);
      inGrace(await erasures.ofTenant(tenantId));
      await mutate({ operator, tenantId, method: 'ApproveErasure', key, content }, async (session) => {
        const erasure = inGrace(await erasures.ofTenant(tenantId, session));
        if (!hasEnded(tenant, erasure)) throw illegalState('contract_not_ended');
        const now = clock.now();
        const saved = await erasures.save(withApproval(erasure, operator, content.dryRunHash, now), now, session);
        const { reason, ticket } = content;
        await record(session, { tenantId, operatorSub: operator.sub, action: 'ApproveErasure', reason, ticket });
        return { erasureId: saved.id };
      });
      return viewOf(tenantId);
    },
  };
};
