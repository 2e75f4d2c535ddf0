import type { ErasableStore } from '@nencho/mongo';
import type { BlobStore } from '../application/attachment-ports.js';

const BATCH = 500;

const namesOf = async function* (blobs: Pick<BlobStore, 'list'>, tenantId: string): AsyncGenerator<string> {
  for await (const { name } of blobs.list(`${tenantId}/`)) yield name;
};

/** The object store as a place where copies of a tenant lie: its files are found by the tenant in their names. */
export const attachmentCopies = (blobs: Pick<BlobStore, 'list' | 'remove'>): ErasableStore => ({
  name: 'object-store',
  count: async (tenantId) => {
    let count = 0;
    for await (const name of namesOf(blobs, tenantId)) count += name === '' ? 0 : 1;
    return count;
  },
  // A file that cannot be removed (a hold, a lease) keeps none of the others: it is the answer once nothing else is left.
  eraseSome: async (tenantId) => {
    let erased = 0;
    const failures: unknown[] = [];
    for await (const name of namesOf(blobs, tenantId)) {
      await blobs.remove(name).then(
        () => (erased += 1),
        (error: unknown) => failures.push(error),
      );
      if (erased >= BATCH) break;
    }
    if (erased === 0 && failures.length > 0) throw failures[0];
    return erased;
  },
});
