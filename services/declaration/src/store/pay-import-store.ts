import type { Sealer } from '@nencho/crypto';
import { taxYear } from '@nencho/kernel';
import type { ClientSession, Connection } from 'mongoose';
import type { PayImportStore } from '../application/ports.js';
import { STAGED_DAYS, type PayImport, type StagedPay } from '../domain/pay-import.js';
import { notInThisState } from '../domain/rule-broken.js';
import { rowsOf, within, type PayImportRow } from './rows.js';
import { sealedPart } from './sealed-part.js';

const ROWS_PER_CHUNK = 500;

const toImport = ({ _id, taxYear: year, ...row }: PayImportRow): PayImport => ({
  ...row,
  id: _id,
  taxYear: taxYear(year),
  chunks: row.chunks ?? Math.ceil(row.rows / ROWS_PER_CHUNK),
});

const toRow = ({ id, errors, ...payImport }: PayImport): PayImportRow => ({
  ...payImport,
  _id: id,
  errors: errors.map(({ line, violations }) => ({
    line,
    violations: violations.map(({ path, rule, params }) => ({
      path,
      rule,
      ...(params === undefined ? {} : { params: { ...params } }),
    })),
  })),
});

/** Imports in clear (counts and rules, no amounts), their rows sealed in chunks of 500 that expire. */
export const payImportStore = (
  connection: Connection,
  sealer: Pick<Sealer, 'seal' | 'open'>,
  session?: ClientSession,
): PayImportStore => {
  const imports = rowsOf(connection, 'pay_imports');
  const chunks = rowsOf(connection, 'pay_import_chunks');
  const staged = sealedPart<readonly StagedPay[]>(sealer, 'declaration.pay_import/1');

  return {
    stage: async ({ id, tenantId, taxYear: year }, rows) => {
      // Wall-clock time: the server's TTL monitor does not follow an injected clock.
      const expiresAt = new Date(Date.now() + STAGED_DAYS * 86_400_000);
      const count = Math.ceil(rows.length / ROWS_PER_CHUNK);
      for (let sequence = 0; sequence < count; sequence += 1) {
        const _id = `${id}/${sequence}`;
        const part = rows.slice(sequence * ROWS_PER_CHUNK, (sequence + 1) * ROWS_PER_CHUNK);
        const sealed = await staged.seal({ tenantId, documentId: _id, year }, part);
        await chunks.insertOne({ _id, tenantId, importId: id, sequence, sealed, expiresAt }, within(session));
      }
      return count;
    },
    insert: async (payImport) => {
      await imports.insertOne(toRow(payImport), within(session));
    },
    find: async (tenantId, id) => {
      const row = await imports.findOne({ _id: id, tenantId }, within(session));
      return row === null ? undefined : toImport(row);
    },
    saveState: async ({ id, tenantId, state, jobId }, from) => {
      const set = { state, ...(jobId === undefined ? {} : { jobId }) };
      const { matchedCount } = await imports.updateOne(
        { _id: id, tenantId, state: from },
        { $set: set },
        within(session),
      );
      if (matchedCount !== 1) throw notInThisState('import_applied');
    },
    stagedChunk: async ({ id, tenantId, taxYear: year }, sequence) => {
      const _id = `${id}/${sequence}`;
      const row = await chunks.findOne({ _id, tenantId }, within(session));
      if (row === null) throw notInThisState('import_expired');
      return staged.open({ tenantId, documentId: _id, year }, row.sealed);
    },
    dropStaged: async ({ id, tenantId }) => {
      await chunks.deleteMany({ tenantId, importId: id }, within(session));
    },
  };
};
