import { requirePermission, requireRecentSignIn, type OperatorActor, type UserActor } from '@nencho/auth';
import { dateInTokyo, isId, systemClock, validationFailed, type Clock, type Violation } from '@nencho/kernel';
import { endWhenDue, giveNotice, reactivate, withdrawNotice } from '../domain/contract.js';
import { textViolations } from '../domain/names.js';
import type { Tenant, TenantState } from '../domain/tenant.js';
import { auditUser } from './audit-actor.js';
import { found } from './found.js';
import type { Audit, AuditActor, AuditRecord, Events, Log, Mutate, Session, TenantStore, Transact } from './ports.js';

/** 契約の終わり: what identity knows of it. An erased tenant has nothing but its id and its state. */
export type Contract = {
  readonly tenantId: string;
  readonly code: string;
  readonly displayName: string;
  readonly state: TenantState;
  readonly contractStart: string;
  readonly contractEnd: string;
};

export type Tombstones = { readonly has: (tenantId: string) => Promise<boolean> };

type ContractDeps = {
  readonly tenants: Pick<TenantStore, 'contract' | 'saveContract'>;
  readonly mutate: Mutate;
  readonly events: Events;
  readonly audit: Audit;
  readonly clock: Clock;
};

const contractOf = (tenant: Tenant): Contract => ({
  tenantId: tenant.id,
  code: tenant.code,
  displayName: tenant.displayName,
  state: tenant.state,
  contractStart: tenant.contractStart,
  contractEnd: tenant.contractEnd ?? '',
});

type Step = { readonly actor: AuditActor; readonly audit: AuditRecord['type'] };
type Told =
  | { readonly type: 'ContractNoticed'; readonly payload: { readonly endDate: string } }
  | { readonly type: 'TenantEnded'; readonly payload: { readonly endDate: string } }
  | { readonly type: 'ContractNoticeWithdrawn'; readonly payload: Record<string, never> }
  | { readonly type: 'TenantReactivated'; readonly payload: Record<string, never> };

/** State, event and audit entry of one step of the contract, together. */
const record = async (
  { tenants, events, audit, clock }: Pick<ContractDeps, 'tenants' | 'events' | 'audit' | 'clock'>,
  session: Session,
  next: Tenant,
  { actor, audit: type }: Step,
  told: Told,
): Promise<void> => {
  const now = clock.now();
  await tenants.saveContract(session, next);
  const aggregate = { tenantId: next.id, aggregateId: next.id, aggregateVersion: next.contractVersion };
  await events.append(session, { ...told, ...aggregate, occurredAt: now });
  await audit.append(session, {
    ...{ tenantId: next.id, type, actor, subjectKind: 'tenant', subjectIds: [next.id], outcome: 'success', at: now },
    ...(next.contractEnd === undefined ? {} : { params: { endDate: next.contractEnd } }),
  });
};

const noticed = ({ contractEnd }: Tenant): Told => ({
  type: 'ContractNoticed',
  payload: { endDate: contractEnd ?? '' },
});

/** 解約の通知 by an administrator who signed in just now. */
export const giveContractNotice =
  (deps: ContractDeps) =>
  async (
    { idempotencyKey, endDate }: { readonly idempotencyKey: string; readonly endDate: string },
    actor: UserActor,
  ): Promise<Contract> => {
    requirePermission(actor, 'contract.manage', 'tenant');
    requireRecentSignIn(actor, systemClock);
    const { tenantId, sub } = actor;
    const change = { tenantId, sub, method: 'GiveContractNotice', key: idempotencyKey, content: { endDate } };
    await deps.mutate(change, async (session) => {
      const tenant = found('tenant', await deps.tenants.contract(tenantId));
      const next = giveNotice(tenant, endDate, dateInTokyo(deps.clock.now()));
      await record(deps, session, next, { actor: auditUser(actor), audit: 'contract_notice_given' }, noticed(next));
      return { ids: { tenantId }, version: next.contractVersion };
    });
    return contractOf(found('tenant', await deps.tenants.contract(tenantId)));
  };

export const withdrawContractNotice =
  (deps: ContractDeps) =>
  async ({ idempotencyKey }: { readonly idempotencyKey: string }, actor: UserActor): Promise<Contract> => {
    requirePermission(actor, 'contract.manage', 'tenant');
    requireRecentSignIn(actor, systemClock);
    const { tenantId, sub } = actor;
    const change = { tenantId, sub, method: 'WithdrawContractNotice', key: idempotencyKey, content: {} };
    await deps.mutate(change, async (session) => {
      const next = withdrawNotice(found('tenant', await deps.tenants.contract(tenantId)));
      const step = { actor: auditUser(actor), audit: 'contract_notice_withdrawn' } as const;
      await record(deps, session, next, step, { type: 'ContractNoticeWithdrawn', payload: {} });
      return { ids: { tenantId }, version: next.contractVersion };
    });
    return contractOf(found('tenant', await deps.tenants.contract(tenantId)));
  };

export type RecordContractEndCommand = {
  readonly idempotencyKey: string;
  readonly tenantId: string;
  readonly endDate: string;
  readonly reason: string;
  readonly ticket: string;
};

const recordViolations = ({ tenantId, reason, ticket }: RecordContractEndCommand): readonly Violation[] => [
  ...(isId(tenantId) ? [] : [{ path: 'tenantId', rule: 'id_format' }]),
  ...textViolations(reason, { path: 'reason', max: 200, required: true }),
  ...textViolations(ticket, { path: 'ticket', max: 60, required: false }),
];

/** An operator writes down a written notice. Anything that is no tenant's id, a company's for instance, is not found. */
export const recordContractEnd =
  (deps: ContractDeps) =>
  async (command: RecordContractEndCommand, actor: OperatorActor): Promise<Contract> => {
    const violations = recordViolations(command);
    if (violations.length > 0) throw validationFailed(violations);
    const { idempotencyKey, tenantId, endDate, reason, ticket } = command;
    found('tenant', await deps.tenants.contract(tenantId));
    const { sub } = actor;
    const content = { tenantId, endDate, reason, ticket };
    await deps.mutate({ tenantId, sub, method: 'RecordContractEnd', key: idempotencyKey, content }, async (session) => {
      const tenant = found('tenant', await deps.tenants.contract(tenantId));
      const next = giveNotice(tenant, endDate, dateInTokyo(deps.clock.now()));
      const step = { actor: { kind: 'operator', sub }, audit: 'contract_notice_given' } as const;
      await record(deps, session, next, step, noticed(next));
      await operatorActed(deps, session, actor, { tenantId, action: 'RecordContractEnd', reason, ticket });
      return { ids: { tenantId }, version: next.contractVersion };
    });
    return contractOf(found('tenant', await deps.tenants.contract(tenantId)));
  };

export type OperatorAct = {
  readonly tenantId: string;
  readonly action: string;
  readonly reason: string;
  readonly ticket: string;
};

/** For the access-transparency ledger of the tenant's administrators: every act of an operator that touches a tenant. */
export const operatorActed = async (
  { events, clock }: { readonly events: Events; readonly clock: Clock },
  session: Session,
  { sub: operatorSub }: Pick<OperatorActor, 'sub'>,
  { tenantId, ...act }: OperatorAct,
): Promise<void> =>
  events.append(session, {
    type: 'OperatorActed',
    tenantId,
    aggregateId: tenantId,
    // Acts have no version of their own; each is an event by itself.
    aggregateVersion: 0,
    payload: { operatorSub, ...act },
    occurredAt: clock.now(),
  });

export type OtherThing = 'company' | 'department' | 'employee';

export type GetTenantContractDeps = {
  readonly tenants: Pick<TenantStore, 'contract' | 'otherThing'>;
  readonly tombstones: Tombstones;
};

/**
 * For retention, which must erase no wrong thing: an id of something else is named for what it is. Where a row is gone
 * but a tombstone stands, the tenant was erased.
 */
export const getTenantContract =
  ({ tenants, tombstones }: GetTenantContractDeps) =>
  async (id: string): Promise<{ readonly contract: Contract } | { readonly given: OtherThing }> => {
    const tenant = isId(id) ? await tenants.contract(id) : undefined;
    if (tenant !== undefined) return { contract: contractOf(tenant) };
    if (isId(id) && (await tombstones.has(id))) {
      const gone = { code: '', displayName: '', contractStart: '', contractEnd: '' };
      return { contract: { tenantId: id, state: 'erased', ...gone } };
    }
    return { given: found('tenant', isId(id) ? await tenants.otherThing(id) : undefined) };
  };

export type EndContractsDeps = Pick<ContractDeps, 'events' | 'audit' | 'clock'> & {
  readonly tenants: Pick<TenantStore, 'contract' | 'saveContract' | 'dueEnds'>;
  readonly transact: Transact;
  /** Whether a second clock agrees with ours: a wrong one must not end a contract that lives. */
  readonly clockAgrees: () => Promise<boolean>;
  readonly logger: Pick<Log, 'info' | 'error'>;
};

/** 解約日 has come (Tokyo): from now on only administrators sign in. Several processes may try; one of them does it. */
export const endContracts = (deps: EndContractsDeps) => async (): Promise<void> => {
  const today = dateInTokyo(deps.clock.now());
  const due = await deps.tenants.dueEnds(today);
  if (due.length > 0 && !(await deps.clockAgrees())) {
    deps.logger.error('clock_disagrees', { state: 'end_contracts', count: due.length });
    return; // asked again at the next turn
  }
  for (const { id } of due) {
    await deps.transact(id, async (session) => {
      const tenant = await deps.tenants.contract(id);
      const ended = tenant === undefined ? undefined : endWhenDue(tenant, today);
      if (ended === undefined) return;
      const step = { actor: { kind: 'service', service: 'identity' }, audit: 'contract_ended' } as const;
      const payload = { endDate: ended.contractEnd };
      await record(deps, session, ended, step, { type: 'TenantEnded', payload });
    });
    deps.logger.info('contract_ended', { tenant: id });
  }
};

export type ReactivateDeps = Pick<ContractDeps, 'tenants' | 'events' | 'audit' | 'clock'>;

/** This end was cancelled within the grace (retention checked who may); nothing to do when there is none, or another. */
export const reactivateTenant =
  (deps: ReactivateDeps) =>
  async (session: Session, tenantId: string, endDate: string): Promise<void> => {
    const tenant = await deps.tenants.contract(tenantId);
    const next = tenant?.contractEnd === endDate ? reactivate(tenant) : undefined;
    if (next === undefined) return;
    const step = { actor: { kind: 'service', service: 'identity' }, audit: 'contract_reactivated' } as const;
    await record(deps, session, next, step, { type: 'TenantReactivated', payload: {} });
  };
