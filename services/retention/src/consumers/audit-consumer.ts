import { AuditEntry } from '@nencho/contracts/audit/v1/audit';
import type { Sealer } from '@nencho/crypto';
import type { BatchHandler, BatchItem } from '@nencho/messaging';
import type { Link } from '../domain/chain.js';

type Entry = Omit<Link, 'index' | 'hash'>;

type Deps = {
  readonly sealer: Pick<Sealer, 'openForeign'>;
  readonly seal: (tenantId: string, entry: AuditEntry) => Promise<Entry>;
  readonly append: (tenantId: string, entries: readonly Entry[], session: AppendSession) => Promise<void>;
};
type AppendSession = Parameters<BatchHandler<'SealedAuditEntry'>['applyBatch']>[2];

const batchSize = 100;

/** Opens what a service sealed, by the wrapped key that came along, and seals it again under a key of this service. */
const reseal = async ({ sealer, seal }: Deps, { payload, meta }: BatchItem<'SealedAuditEntry'>): Promise<Entry> => {
  const { tenantId, eventId } = meta;
  const { keyId, wrappedKey, sealed } = payload;
  const place = { tenantId, name: 'audit.entry/1', documentId: eventId } as const;
  return seal(tenantId, AuditEntry.decode(await sealer.openForeign(tenantId, keyId, wrappedKey, place, sealed)));
};

/** Takes a tenant's audit entries in batches to the end of its chain, in one transaction with the inbox. */
export const auditConsumer = (deps: Deps): BatchHandler<'SealedAuditEntry', readonly Entry[]> => ({
  batchSize,
  prepareBatch: async (items) => Promise.all(items.map(async (item) => reseal(deps, item))),
  applyBatch: async (entries, items, session) => {
    const tenantId = items[0]?.meta.tenantId;
    if (tenantId !== undefined) await deps.append(tenantId, entries, session);
  },
});
