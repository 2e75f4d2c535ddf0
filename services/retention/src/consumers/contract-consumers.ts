import { isAppError, localDate, type LocalDate } from '@nencho/kernel';
import type { EventHandlers, EventMeta, PreparedHandler } from '@nencho/messaging';
import type { ClientSession } from 'mongoose';
import type { ContractEvents, EndingTenant } from '../application/contract-events.js';
import type { Session } from '../application/erasure-ports.js';
import type { recordAnswer } from '../application/record-answer.js';
import type { TransparencyStore } from '../application/transparency-ports.js';

type Deps = {
  readonly contract: ContractEvents;
  readonly answer: ReturnType<typeof recordAnswer>;
  readonly transparency: Pick<TransparencyStore, 'insert'>;
  /** Asks identity. @throws AppError `not_found` for a tenant that is erased by now */
  readonly tenant: (tenantId: string) => Promise<EndingTenant>;
  readonly sessionOf: (session: ClientSession) => Session;
};

type Dated = { readonly endDate: string };
type Ending = { readonly tenant: EndingTenant; readonly endDate: LocalDate } | undefined;

/** The state by id, asked for before the transaction. An event of a tenant that is gone has nothing to change. */
const prepareEnding =
  ({ tenant }: Deps) =>
  async ({ endDate }: Dated, { tenantId }: EventMeta): Promise<Ending> => {
    try {
      return { tenant: await tenant(tenantId), endDate: localDate(endDate) };
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found') return undefined;
      throw error;
    }
  };

export const contractConsumers = (
  deps: Deps,
): Pick<
  EventHandlers,
  'ContractNoticed' | 'ContractNoticeWithdrawn' | 'TenantEnded' | 'TenantErased' | 'OperatorActed'
> => {
  const { contract, answer, transparency, sessionOf } = deps;
  const prepare = prepareEnding(deps);
  const noticed: PreparedHandler<'ContractNoticed', Ending> = {
    prepare,
    apply: async (ending, _, session) => {
      if (ending !== undefined) await contract.noticed(ending.tenant, ending.endDate, sessionOf(session));
    },
  };
  const ended: PreparedHandler<'TenantEnded', Ending> = {
    prepare,
    apply: async (ending, _, session) => {
      if (ending !== undefined) await contract.ended(ending.tenant, ending.endDate, sessionOf(session));
    },
  };
  return {
    ContractNoticed: noticed,
    ContractNoticeWithdrawn: async (_, { tenantId }, session) => contract.withdrawn(tenantId, sessionOf(session)),
    TenantEnded: ended,
    TenantErased: async (payload, { tenantId }, session) => answer(tenantId, payload, sessionOf(session)),
    OperatorActed: async ({ operatorSub, action, reason, ticket }, meta, session) => {
      const { tenantId, eventId: id, occurredAt: at } = meta;
      await transparency.insert({ id, tenantId, at, operatorSub, action, reason, ticket }, sessionOf(session));
    },
  };
};
