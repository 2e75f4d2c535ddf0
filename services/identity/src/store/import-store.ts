import { notFound } from '@nencho/kernel';
import type { ImportStore } from '../application/ports.js';
import type { EmployeeImport } from '../domain/employee-import.js';
import type { CardSeal } from './card-seal.js';
import type { ImportChunkRow, ImportRow, Models } from './models.js';
import { toMongo } from './session.js';

const STAGED_FOR_MS = 7 * 86_400_000;

const toImport = ({ _id, jobId, rowErrors, ...rest }: ImportRow): EmployeeImport => ({
  id: _id,
  ...rest,
  errors: rowErrors,
  ...(jobId === undefined ? {} : { jobId }),
});

const chunkId = (importId: string, chunk: number): string => `${importId}/${chunk}`;

type ImportModels = Pick<Models, 'imports' | 'importChunks'>;

const staging = ({ importChunks }: ImportModels, seal: CardSeal) =>
  ({
    stage: async (tenantId, importId, chunk, rows) => {
      const _id = chunkId(importId, chunk);
      const sealed = await seal.sealRows(tenantId, _id, rows);
      // Wall-clock time: the server's TTL monitor does not follow an injected clock.
      const expiresAt = new Date(Date.now() + STAGED_FOR_MS);
      await importChunks.create([{ _id, tenantId, importId, chunk, rows: sealed, expiresAt }]);
    },
    staged: async (tenantId, importId, chunk) => {
      const _id = chunkId(importId, chunk);
      const row = await importChunks.findOne({ _id, tenantId }).lean<ImportChunkRow>();
      if (row === null) throw notFound('import');
      return seal.openRows(tenantId, _id, row.rows);
    },
    dropStaged: async (tenantId, importId, chunk, session) => {
      const filter = { tenantId, importId, ...(chunk === undefined ? {} : { chunk }) };
      await importChunks.deleteMany(filter, session === undefined ? {} : { session: toMongo(session) });
    },
  }) satisfies Partial<ImportStore>;

export const importStore = (models: ImportModels, seal: CardSeal): ImportStore => {
  const { imports } = models;
  return {
    ...staging(models, seal),
    find: async (tenantId, importId) => {
      const row = await imports.findOne({ _id: importId, tenantId }).lean<ImportRow>();
      return row === null ? undefined : toImport(row);
    },
    findApplying: async (tenantId, session) =>
      (
        await imports
          .find({ tenantId, state: 'applying' }, undefined, { session: toMongo(session) })
          .lean<ImportRow[]>()
      ).map(toImport),
    insert: async (session, { id, errors, ...rest }) => {
      const row = { _id: id, ...rest, rowErrors: errors };
      await imports.create([row as unknown as ImportRow], { session: toMongo(session) });
    },
    setState: async (session, { id, tenantId }, change) => {
      const { matchedCount } = await imports.updateOne(
        { _id: id, tenantId },
        { $set: change },
        { session: toMongo(session) },
      );
      if (matchedCount !== 1) throw notFound('import');
    },
  };
};
