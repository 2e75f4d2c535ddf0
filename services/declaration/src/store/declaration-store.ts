import type { Sealer } from '@nencho/crypto';
import { versionConflict } from '@nencho/kernel';
import type { ClientSession, Connection } from 'mongoose';
import type { DeclarationStore, PageOfPeople } from '../application/ports.js';
import type { Declaration } from '../domain/declaration.js';
import { declarationMapping } from './declaration-mapping.js';
import { rowsOf, within, type DeclarationRow, type Filter } from './rows.js';
import { scopeQuery } from './scope-query.js';

/** Declarations as aggregates. The version in the filter of every save keeps two writers apart. */
export const declarationStore = (
  connection: Connection,
  sealer: Pick<Sealer, 'seal' | 'open'>,
  session?: ClientSession,
): DeclarationStore => {
  const rows = rowsOf(connection, 'declarations');
  const { toDeclaration, toColumns, toRow } = declarationMapping(sealer);

  const page = async (
    { tenantId, campaignId, scope, after, limit }: PageOfPeople,
    more: Filter<DeclarationRow>,
  ): Promise<readonly Declaration[]> => {
    const found = await rows
      .find({ $and: [{ tenantId, campaignId, _id: { $gt: after ?? '' } }, scopeQuery(scope), more] }, within(session))
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    return Promise.all(found.map(toDeclaration));
  };

  const update = async (
    { id, tenantId }: Declaration,
    version: number,
    change: { $set: Partial<DeclarationRow>; $unset?: { comments: '' } },
  ): Promise<void> => {
    const { matchedCount } = await rows.updateOne({ _id: id, tenantId, version }, change, within(session));
    if (matchedCount !== 1) throw versionConflict('declaration');
  };

  return {
    insertMany: async (declarations) => {
      await rows.insertMany(await Promise.all(declarations.map(toRow)), within(session));
    },
    find: async (tenantId, id) => {
      const row = await rows.findOne({ _id: id, tenantId }, within(session));
      return row === null ? undefined : toDeclaration(row);
    },
    findMany: async (tenantId, ids) => {
      const found = await rows.find({ _id: { $in: [...ids] }, tenantId }, within(session)).toArray();
      return Promise.all(found.map(toDeclaration));
    },
    save: async (declaration) => {
      const columns = await toColumns(declaration);
      await update(declaration, declaration.version - 1, {
        $set: columns,
        ...(columns.comments === undefined ? { $unset: { comments: '' } } : {}),
      });
    },
    saveColumns: async (declaration) => {
      const { hasPay, resultStatus, problem, calculatedAt } = declaration;
      const set = { hasPay, resultStatus, problem, ...(calculatedAt === undefined ? {} : { calculatedAt }) };
      await update(declaration, declaration.version, { $set: set });
    },
    pageToCalculate: async (query) => page(query, { status: { $ne: 'finalised' } }),
    pageToFinalise: async ({ calculatedBy, ...query }) =>
      page(query, { status: 'approved', resultStatus: 'calculated', calculatedAt: { $lte: calculatedBy } }),
  };
};
