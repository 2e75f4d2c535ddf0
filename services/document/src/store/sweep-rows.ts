import type { Connection } from 'mongoose';
import type { SweepRows } from '../application/sweep-attachments.js';
import { attachmentRows } from './attachment-rows.js';

const PAGE = 500;

/** In pages: rows of one tenant stay together. */
const byTenant = async function* (
  rows: AsyncIterable<{ readonly _id: string; readonly tenantId: string }>,
): AsyncGenerator<{ readonly tenantId: string; readonly ids: readonly string[] }> {
  let tenantId = '';
  let ids: string[] = [];
  for await (const row of rows) {
    if (ids.length > 0 && (row.tenantId !== tenantId || ids.length >= PAGE)) {
      yield { tenantId, ids };
      ids = [];
    }
    ({ tenantId } = row);
    ids.push(row._id);
  }
  if (ids.length > 0) yield { tenantId, ids };
};

/** The rows of all tenants, for the sweep alone. */
export const sweepRows = (connection: Connection): SweepRows => {
  const rows = attachmentRows(connection);
  const ids = { _id: 1, tenantId: 1 } as const;
  return {
    pendingBefore: async function* (instant) {
      const found = rows.find({ state: 'pending', changedAt: { $lt: instant } }, { projection: ids });
      for await (const { _id: id, tenantId } of found) yield { tenantId, id };
    },
    removedBefore: (instant) =>
      byTenant(
        rows
          .find({ state: 'removed', changedAt: { $lt: instant }, isSwept: { $exists: false } }, { projection: ids })
          .sort({ tenantId: 1 }),
      ),
    markSwept: async ({ tenantId, id }) => {
      await rows.updateOne(
        { _id: id, tenantId, state: 'removed' },
        { $set: { isSwept: true }, $unset: { meta: 1, contentHash: 1 } },
      );
    },
    withFiles: async (wanted) => {
      const found = await rows
        .find({ _id: { $in: [...wanted] }, isSwept: { $exists: false } }, { projection: { _id: 1 } })
        .toArray();
      return new Set(found.map(({ _id }) => _id));
    },
    tenantsWithRows: async (tenantIds) =>
      new Set(await rows.distinct('tenantId', { tenantId: { $in: [...tenantIds] } })),
    readyBefore: async function* (instant) {
      let page: { tenantId: string; id: string }[] = [];
      for await (const { _id: id, tenantId } of rows.find(
        { state: 'ready', changedAt: { $lt: instant } },
        { projection: ids },
      )) {
        page.push({ tenantId, id });
        if (page.length < PAGE) continue;
        yield page;
        page = [];
      }
      if (page.length > 0) yield page;
    },
  };
};
