import type { Sealer } from '@nencho/crypto';
import { taxYear } from '@nencho/kernel';
import type { AdjustmentFacts } from '@nencho/tax-rules';
import type { ClientSession, Connection } from 'mongoose';
import type { Revision, RevisionStore } from '../application/ports.js';
import { rowsOf, within, type RevisionRow } from './rows.js';
import { sealedPart } from './sealed-part.js';

/** Facts as submitted. Inserted, never changed. */
export const revisionStore = (
  connection: Connection,
  sealer: Pick<Sealer, 'seal' | 'open'>,
  session?: ClientSession,
): RevisionStore => {
  const rows = rowsOf(connection, 'revisions');
  const content = sealedPart<{ facts: AdjustmentFacts; salt: string }>(sealer, 'declaration.revision/1');

  const toRevision = async ({
    _id,
    sealed,
    taxYear: year,
    attachmentIds = [],
    ...row
  }: RevisionRow): Promise<Revision> => ({
    ...row,
    id: _id,
    attachmentIds,
    taxYear: taxYear(year),
    ...(await content.open({ tenantId: row.tenantId, documentId: _id, year }, sealed)),
  });

  return {
    append: async ({ id, facts, salt, attachmentIds, ...revision }) => {
      const place = { tenantId: revision.tenantId, documentId: id, year: revision.taxYear };
      await rows.insertOne(
        {
          ...revision,
          _id: id,
          sealed: await content.seal(place, { facts, salt }),
          ...(attachmentIds.length === 0 ? {} : { attachmentIds: [...attachmentIds] }),
        },
        within(session),
      );
    },
    find: async (tenantId, id) => {
      const row = await rows.findOne({ _id: id, tenantId }, within(session));
      return row === null ? undefined : toRevision(row);
    },
    attachmentIds: async (tenantId, of) => {
      const which = 'among' in of ? { attachmentIds: { $in: [...of.among] } } : { declarationId: of.declarationId };
      const found = await rows
        .find({ tenantId, ...which }, { projection: { attachmentIds: 1 }, ...within(session) })
        .toArray();
      return [...new Set(found.flatMap(({ attachmentIds = [] }) => attachmentIds))];
    },
    list: async (tenantId, declarationId) => {
      const found = await rows
        .find({ tenantId, declarationId }, within(session))
        .sort({ 'receipt.revision': -1 })
        .toArray();
      return Promise.all(found.map(toRevision));
    },
  };
};
