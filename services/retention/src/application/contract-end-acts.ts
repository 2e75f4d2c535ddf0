import { requirePermission, type OperatorActor, type UserActor } from '@nencho/auth';
import { illegalState, type Clock } from '@nencho/kernel';
import { deadlinesOf, startOfDay } from '../domain/deadlines.js';
import { isErasing, withoutPeople, type Act, type Erasure } from '../domain/erasure.js';
import type { AuditEventType, ErasureDeps, Publish, Session } from './erasure-ports.js';
import { contractEndView, type ContractEndView } from './erasure-views.js';
import type { TerminationStore } from './termination-ports.js';

/** One idempotent mutation of a person, with its line in the tenant's audit trail. */
export type MutateTenant = (
  call: { readonly actor: UserActor; readonly method: string; readonly key: string; readonly content: unknown },
  work: (session: Session) => Promise<{ readonly type: AuditEventType; readonly erasureId: string }>,
) => Promise<void>;

/** @throws AppError `illegal_state` `sign_in_not_recent` */
export type RequireRecentSignIn = (actor: UserActor | OperatorActor) => void;

type Deps = Pick<ErasureDeps, 'erasures' | 'settings'> & {
  readonly clock: Clock;
  readonly mutate: MutateTenant;
  readonly publish: Publish;
  readonly termination: Pick<TerminationStore, 'removeOf'>;
  readonly requireRecentSignIn: RequireRecentSignIn;
};

export type ContractEndActs = {
  readonly get: (actor: UserActor) => Promise<ContractEndView | undefined>;
  readonly acknowledgeExport: (key: string, actor: UserActor) => Promise<ContractEndView>;
  readonly waiveExport: (key: string, actor: UserActor) => Promise<ContractEndView>;
  readonly cancel: (key: string, actor: UserActor) => Promise<ContractEndView>;
};

const needed = 2;

/** Each administrator counts once. */
const withAct = (acts: readonly Act[], act: Act): readonly Act[] =>
  acts.some(({ sub }) => sub === act.sub) ? acts : [...acts, act];

const requireGrace = ({ state }: Erasure): void => {
  if (state === 'notice') throw illegalState('contract_not_ended');
  if (isErasing(state)) throw illegalState('erasure_begun');
  if (state !== 'grace') throw illegalState('no_contract_end');
};

const requireOpenExport = ({ exportState }: Erasure): void => {
  if (exportState !== 'open') throw illegalState('export_answered');
};

type Decision = (erasure: Erasure, act: Act) => Erasure;

const acknowledged: Decision = (erasure, act) => {
  requireOpenExport(erasure);
  return { ...erasure, exportState: 'acknowledged', exportActs: [act] };
};

const waived: Decision = (erasure, act) => {
  requireOpenExport(erasure);
  const exportActs = withAct(erasure.exportActs, act);
  return { ...erasure, exportActs, exportState: exportActs.length < needed ? 'open' : 'waived' };
};

const cancelled: Decision = (erasure, act) => {
  const cancelActs = withAct(erasure.cancelActs, act);
  return { ...erasure, cancelActs, state: cancelActs.length < needed ? erasure.state : 'cancelled' };
};

/** What the administrators decide between the end of the contract and the erasure. */
export const contractEndActs = (deps: Deps): ContractEndActs => {
  const { erasures, clock, settings, mutate, publish, termination } = deps;

  const presentOf = async (tenantId: string, session?: Session): Promise<Erasure> => {
    const erasure = await erasures.ofTenant(tenantId, session);
    if (erasure === undefined) throw illegalState('no_contract_end');
    return erasure;
  };

  const viewOf = async (actor: UserActor): Promise<ContractEndView> =>
    contractEndView(await presentOf(actor.tenantId), clock.now(), settings, actor.sub);

  const act =
    (method: string, type: AuditEventType, decide: Decision) =>
    async (key: string, actor: UserActor): Promise<ContractEndView> => {
      requirePermission(actor, 'contract.manage', 'tenant');
      deps.requireRecentSignIn(actor);
      await presentOf(actor.tenantId);
      await mutate({ actor, method, key, content: {} }, async (session) => {
        const erasure = await presentOf(actor.tenantId, session);
        requireGrace(erasure);
        const now = clock.now();
        const graceIsOver = now >= startOfDay(deadlinesOf(erasure.endDate, settings.graceBusinessDays).graceEnds);
        if (method === 'CancelContractEnd' && graceIsOver) throw illegalState('grace_over');
        const decided = decide(erasure, { sub: actor.sub, at: now });
        const next = decided.state === 'cancelled' ? withoutPeople(decided) : decided;
        const saved = await erasures.save(next, now, session);
        if (saved.state === 'cancelled') {
          await termination.removeOf(saved.id, session);
          await publish(session, saved, { type: 'ContractEndCancelled' });
        }
        return { type, erasureId: saved.id };
      });
      return viewOf(actor);
    };

  return {
    get: async (actor) => {
      requirePermission(actor, 'contract.manage', 'tenant');
      const erasure = await erasures.ofTenant(actor.tenantId);
      return erasure === undefined ? undefined : contractEndView(erasure, clock.now(), settings, actor.sub);
    },
    acknowledgeExport: act('AcknowledgeExport', 'export_acknowledged', acknowledged),
    waiveExport: act('WaiveExport', 'export_waived', waived),
    cancel: act('CancelContractEnd', 'contract_end_cancelled', cancelled),
  };
};
