import type { Sealer } from '@nencho/crypto';
import type { EventHandlers } from '@nencho/messaging';
import type { ClientSession } from 'mongoose';
import { reactivateTenant, type ReactivateDeps } from '../application/contract.js';
import type { Session, TenantStore } from '../application/ports.js';

export type ErasureConsumerDeps = ReactivateDeps & {
  readonly tenants: Pick<TenantStore, 'contract' | 'saveContract' | 'releaseCode'>;
  readonly sealer: Pick<Sealer, 'wrappedClassKey'>;
  readonly sessionOf: (session: ClientSession) => Session;
};

/** What retention, which has the clock after a contract's end, tells identity. */
export const erasureConsumer = (deps: ErasureConsumerDeps) => {
  const { tenants, sealer, sessionOf } = deps;
  const reactivate = reactivateTenant(deps);
  return {
    ContractEndCancelled: {
      // Opens the key of the audit trail: within the transaction nothing waits for the key vault.
      prepare: async ({ endDate }: { readonly endDate: string }, { tenantId }) => {
        await sealer.wrappedClassKey(tenantId, 'audit');
        return endDate;
      },
      apply: async (endDate, { tenantId }, session) => reactivate(sessionOf(session), tenantId, endDate as string),
    },
    ErasureCertified: async (_certified, { tenantId }, session) => tenants.releaseCode(sessionOf(session), tenantId),
  } satisfies EventHandlers;
};
