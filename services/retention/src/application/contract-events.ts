import { compareDates, newId, type LocalDate } from '@nencho/kernel';
import { deadlinesOf, endOfDay } from '../domain/deadlines.js';
import { hasEnded, isErasing, withoutPeople, type Contract, type Erasure } from '../domain/erasure.js';
import type { ErasureDeps, Session } from './erasure-ports.js';
import type { TerminationStore } from './termination-ports.js';

/** What identity knows now of a tenant whose contract ends. */
export type EndingTenant = Contract & {
  readonly tenantId: string;
  readonly tenantCode: string;
  readonly kekName: string;
};

type Deps = Pick<ErasureDeps, 'erasures' | 'clock' | 'logger'> & {
  readonly termination: Pick<TerminationStore, 'move' | 'removeOf'>;
};

export type ContractEvents = {
  readonly noticed: (tenant: EndingTenant, endDate: LocalDate, session: Session) => Promise<void>;
  readonly withdrawn: (tenantId: string, session: Session) => Promise<void>;
  readonly ended: (tenant: EndingTenant, endDate: LocalDate, session: Session) => Promise<void>;
};

const newErasure = ({ tenantId, tenantCode, kekName }: EndingTenant, endDate: LocalDate): Erasure => ({
  ...{ id: newId(), version: 0, tenantId, tenantCode, kekName, state: 'notice', endDate },
  ...{ exportState: 'open', exportActs: [], cancelActs: [], contactRecorded: false, letterIssued: false },
  ...{ approvals: [], alarm: 0, approvers: [], rounds: [] },
});

/** 保存期限: the record of whom to write to is kept until business day 60, or for now as long as nobody can tell it. */
export const keptUntil = (endDate: LocalDate, now: Date): Date => {
  try {
    return endOfDay(deadlinesOf(endDate, 0).limit);
  } catch {
    // Moved again when the contract ends; 400 days are longer than any 60 business days.
    return new Date(Math.max(now.getTime(), Date.parse(endDate)) + 400 * 86_400_000);
  }
};

/**
 * What identity's events do here. They come in the order of the tenant, each at least once; one that tells of an end that
 * identity does not know any more comes too late and does nothing.
 */
export const contractEvents = ({ erasures, termination, clock, logger }: Deps): ContractEvents => {
  const present = async (tenant: EndingTenant, endDate: LocalDate, session: Session): Promise<Erasure> => {
    const known = await erasures.ofTenant(tenant.tenantId, session);
    if (known === undefined || known.state === 'withdrawn' || known.state === 'cancelled') {
      return newErasure(tenant, endDate);
    }
    return known;
  };
  const moved = async (erasure: Erasure, endDate: LocalDate, session: Session): Promise<void> => {
    if (erasure.contactRecorded && compareDates(erasure.endDate, endDate) !== 0) {
      await termination.move(erasure.id, keptUntil(endDate, clock.now()), session);
    }
  };
  return {
    noticed: async (tenant, endDate, session) => {
      if (tenant.state !== 'notice' || tenant.contractEnd !== endDate) return;
      const erasure = await present(tenant, endDate, session);
      if (erasure.state !== 'notice') return; // ended already: a late repeat
      await moved(erasure, endDate, session);
      await erasures.save({ ...erasure, endDate }, undefined, session);
    },
    withdrawn: async (tenantId, session) => {
      const erasure = await erasures.ofTenant(tenantId, session);
      if (erasure?.state !== 'notice') return;
      await termination.removeOf(erasure.id, session);
      await erasures.save({ ...withoutPeople(erasure), state: 'withdrawn' }, undefined, session);
    },
    ended: async (tenant, endDate, session) => {
      if (!hasEnded(tenant, { endDate })) return;
      const erasure = await present(tenant, endDate, session);
      if (erasure.state === 'grace' || isErasing(erasure.state)) return;
      await moved(erasure, endDate, session);
      await erasures.save({ ...erasure, state: 'grace', endDate }, clock.now(), session);
      logger.info('contract_ended', { tenant: tenant.tenantId });
    },
  };
};
