import type { ClientSession, Connection } from 'mongoose';
import type { AttachmentStore } from '../application/ports.js';
import { rowsOf, within } from './rows.js';

/** What document says is attached: ids, and whether they are there. Document holds the rest. */
export const attachmentStore = (connection: Connection, session?: ClientSession): AttachmentStore => {
  const rows = rowsOf(connection, 'attachments');
  return {
    applyNewer: async ({ id, tenantId, declarationId, isThere, version }) => {
      const known = await rows.findOne({ _id: id, tenantId }, within(session));
      if (known !== null && known.version >= version) return;
      await rows.updateOne(
        { _id: id, tenantId },
        { $set: { declarationId, isThere, version } },
        { upsert: true, ...within(session) },
      );
    },
    idsOf: async (tenantId, declarationId) => {
      const found = await rows
        .find({ tenantId, declarationId, isThere: true }, within(session))
        .sort({ _id: 1 })
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };
};
