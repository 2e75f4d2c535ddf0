import type { ScopeRow } from '../domain/place.js';
import type { Directory, Transact } from './ports.js';

const BATCH = 500;

/** Reads every place of a tenant from its owner and takes in what is newer; answers with how many rows were. */
export const rebuildScopeRows =
  ({ directory, transact }: { directory: Pick<Directory, 'allPlaces'>; transact: Transact }) =>
  async (tenantId: string): Promise<number> => {
    let applied = 0;
    let batch: ScopeRow[] = [];
    const flush = async (): Promise<void> => {
      const rows = batch;
      batch = [];
      if (rows.length > 0) applied += await transact(async ({ scopeRows }) => scopeRows.applyNewer(tenantId, rows));
    };
    for await (const row of directory.allPlaces(tenantId)) {
      batch.push(row);
      if (batch.length >= BATCH) await flush();
    }
    await flush();
    return applied;
  };
