import { requireUser, type UserActor } from '@nencho/auth';
import { RetentionServiceService } from '@nencho/contracts/retention/v1/retention_service';
import { bindService, type ServiceBinding } from '@nencho/service-kit';
import type { AuditPage, AuditQuery } from '../application/search-audit.js';
import type { Verification } from '../domain/chain.js';
import { erasureHandlers, type ErasureUseCases } from './erasure-grpc.js';

export type RetentionUseCases = ErasureUseCases & {
  readonly searchAudit: (query: AuditQuery, actor: UserActor) => Promise<AuditPage>;
  readonly verifyAudit: (actor: UserActor) => Promise<Verification>;
  readonly exportAudit: (actor: UserActor) => AsyncIterable<Uint8Array>;
};

export const retentionGrpc = (useCases: RetentionUseCases): ServiceBinding =>
  bindService(RetentionServiceService, {
    searchAudit: async ({ page, ...filters }, { actor }) => {
      const query = { ...filters, cursor: page?.cursor ?? '', limit: page?.limit ?? 0 };
      const { items, nextCursor } = await useCases.searchAudit(query, requireUser(actor));
      return {
        items: items.map(({ link, line }) => ({
          index: link.index,
          hash: link.hash,
          entry: {
            ...line,
            actor: line.actor,
            subjectIds: [...line.subjectIds],
            changedFields: [...line.changedFields],
            params: { ...line.params },
          },
        })),
        nextCursor,
      };
    },
    verifyAudit: async (_, { actor }) => useCases.verifyAudit(requireUser(actor)),
    exportAudit: async function* (_, { actor }) {
      for await (const chunk of useCases.exportAudit(requireUser(actor))) yield { chunk: Buffer.from(chunk) };
    },
    ...erasureHandlers(useCases),
  });
