import { requirePermission, type UserActor } from '@nencho/auth';
import { createVerifier, emptyHead, type Digest, type Verification } from '../domain/chain.js';
import type { ChainStore } from './ports.js';

type Deps = { readonly chain: Pick<ChainStore, 'head' | 'stream'>; readonly digest: Digest };

/** Recomputes the whole chain of the caller's tenant, up to the head that it had when this began. */
export const verifyAudit =
  ({ chain, digest }: Deps) =>
  async (actor: UserActor): Promise<Verification> => {
    requirePermission(actor, 'audit.read', 'tenant');
    const { tenantId } = actor;
    const head = (await chain.head(tenantId)) ?? emptyHead(tenantId, digest);
    const verifier = createVerifier(tenantId, digest);
    for await (const link of chain.stream(tenantId)) {
      if (link.index > head.index) break; // added since
      verifier.take(link);
    }
    return verifier.finish(head);
  };
