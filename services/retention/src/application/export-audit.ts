import { requirePermission, type UserActor } from '@nencho/auth';
import type { Clock } from '@nencho/kernel';
import { emptyHead, type Digest, type Head } from '../domain/chain.js';
import type { AuditExport, ChainStore, OpenLine } from './ports.js';

type Deps = {
  readonly chain: Pick<ChainStore, 'head' | 'stream'>;
  readonly open: OpenLine;
  readonly digest: Digest;
  readonly createExport: (tenantId: string, exportedAt: Date) => AuditExport;
  readonly clock: Clock;
  /** Records in the trail that it was exported. */
  readonly record: (actor: UserActor) => Promise<void>;
};

const chunkBytes = 64 * 1024;

/**
 * The whole trail of the caller's tenant, up to the head that it had when this began. The file can be checked offline,
 * also when the tenant and its keys are gone: the hashes are taken over what was sealed, which is in the file.
 */
export const exportAudit = ({ chain, open, digest, createExport, clock, record }: Deps) =>
  async function* (actor: UserActor): AsyncGenerator<Uint8Array> {
    requirePermission(actor, 'audit.read', 'tenant');
    const { tenantId } = actor;
    const head = (await chain.head(tenantId)) ?? emptyHead(tenantId, digest);
    await record(actor);
    const file = createExport(tenantId, clock.now());
    let buffered = file.start();
    let last: Head = emptyHead(tenantId, digest);
    for await (const link of chain.stream(tenantId)) {
      if (link.index > head.index) break; // added since
      buffered += file.link(link, await open(link));
      last = { index: link.index, hash: link.hash };
      if (buffered.length >= chunkBytes) {
        yield Buffer.from(buffered);
        buffered = '';
      }
    }
    // The head as it was kept: where the links do not reach it, the file says so by itself.
    yield Buffer.from(buffered + file.end(head.index >= last.index ? head : last));
  };
