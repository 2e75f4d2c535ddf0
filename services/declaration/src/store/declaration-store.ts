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

  type Change = { $set: Partial<DeclarationRow>; $unset?: { comments: '' } };

  /** One write of a bulk: nothing where the stored version is another. */
  const change = ({ id, tenantId }: Declaration, version: number, update: Change) => ({
    updateOne: { filter: { _id: id, tenantId, version }, update },
  });

  const write = async (changes: readonly ReturnType<typeof change>[]): Promise<void> => {
    if (changes.length === 0) return;
    const { matchedCount } = await rows.bulkWrite([...changes], within(session));
    if (matchedCount !== changes.length) throw versionConflict('declaration');
  };

  const wholeOf = async (declaration: Declaration) => {
    const columns = await toColumns(declaration);
    const unset = columns.comments === undefined ? ({ $unset: { comments: '' } } as const) : {};
    return change(declaration, declaration.version - 1, { $set: columns, ...unset });
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
    save: async (declaration) => write([await wholeOf(declaration)]),
    saveMany: async (declarations) => write(await Promise.all(declarations.map(wholeOf))),
    saveColumns: async (declarations) =>
      write(
        declarations.map((declaration) => {
          const { hasPay, resultStatus, problem, calculatedAt, version } = declaration;
          const set = { hasPay, resultStatus, problem, ...(calculatedAt === undefined ? {} : { calculatedAt }) };
          return change(declaration, version, { $set: set });
        }),
      ),
    pageToCalculate: async (query) => page(query, { status: { $ne: 'finalised' } }),
    pageToFinalise: async ({ calculatedBy, ...query }) =>
      page(query, { status: 'approved', resultStatus: 'calculated', calculatedAt: { $lte: calculatedBy } }),
  };
};
