import type { SystemSealer } from '@nencho/crypto';
import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { TerminationContact, TerminationStore } from '../application/termination-ports.js';
import { toMongo } from './session.js';

type RecordRow = { readonly _id: string; readonly sealed: Buffer; readonly keptUntil: Date };
type CodeRow = {
  readonly _id: string;
  readonly erasureId: string;
  readonly issuedAt: Date;
  readonly firstUsedAt: Date | null;
};

const name = 'retention.termination/1';
const contactSchema = z.object({
  organisation: z.string(),
  contactName: z.string(),
  postalCode: z.string(),
  address: z.string(),
});

/** Termination records under a system key (the tenant's own is destroyed before they are needed), and hashes of codes. */
export const terminationStore = (connection: Connection, sealer: SystemSealer): TerminationStore => {
  const records = connection.collection<RecordRow>('termination_records');
  const codes = connection.collection<CodeRow>('certificate_codes');
  return {
    saveContact: async (erasureId, contact, keptUntil, session) => {
      const sealed = sealer.seal(name, erasureId, Buffer.from(JSON.stringify(contact)));
      const row = { sealed, keptUntil };
      await records.replaceOne({ _id: erasureId }, row, { upsert: true, session: toMongo(session) });
    },
    contact: async (erasureId): Promise<TerminationContact | undefined> => {
      const row = await records.findOne({ _id: erasureId });
      if (row === null) return undefined;
      const opened = sealer.open(name, erasureId, row.sealed).toString('utf8');
      return contactSchema.parse(JSON.parse(opened));
    },
    move: async (erasureId, keptUntil, session) => {
      await records.updateOne({ _id: erasureId }, { $set: { keptUntil } }, { session: toMongo(session) });
    },
    removeOf: async (erasureId, session) => {
      await records.deleteOne({ _id: erasureId }, { session: toMongo(session) });
      await codes.deleteMany({ erasureId }, { session: toMongo(session) });
    },
    removeOlder: async (now) => (await records.deleteMany({ keptUntil: { $lte: now } })).deletedCount,
    replaceCode: async (erasureId, codeHash, issuedAt, session) => {
      await codes.deleteMany({ erasureId }, { session: toMongo(session) });
      await codes.insertOne({ _id: codeHash, erasureId, issuedAt, firstUsedAt: null }, { session: toMongo(session) });
    },
    findCode: async (codeHash) => {
      const row = await codes.findOne({ _id: codeHash });
      return row === null
        ? undefined
        : { erasureId: row.erasureId, ...(row.firstUsedAt === null ? {} : { firstUsedAt: row.firstUsedAt }) };
    },
    markUsed: async (codeHash, at) => {
      await codes.updateOne({ _id: codeHash, firstUsedAt: null }, { $set: { firstUsedAt: at } });
    },
  };
};
