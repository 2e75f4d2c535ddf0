import type { Connection } from 'mongoose';
import type { Certificate, CertificatesBeside, CertificateStore } from '../application/erasure-ports.js';

type CertificateRow = {
  readonly _id: string;
  readonly json: string;
  readonly hash: string;
  readonly certifiedAt: Date;
};

export const certificateStore = (connection: Connection, beside: CertificatesBeside): CertificateStore => {
  const rows = connection.collection<CertificateRow>('certificates');
  const here = async (erasureId: string): Promise<Certificate | undefined> => {
    const row = await rows.findOne({ _id: erasureId });
    return row === null ? undefined : { erasureId, json: row.json, hash: row.hash, certifiedAt: row.certifiedAt };
  };
  const put = async ({ erasureId, json, hash, certifiedAt }: Certificate): Promise<void> => {
    await rows.updateOne({ _id: erasureId }, { $setOnInsert: { json, hash, certifiedAt } }, { upsert: true });
  };
  return {
    find: async (erasureId, hash) => {
      const known = await here(erasureId);
      if (known !== undefined) return known;
      const found = await beside.find(erasureId);
      if (found?.hash !== hash || found === undefined) return undefined;
      await put(found);
      return found;
    },
    insert: async (certificate) => {
      const kept = await beside.keep((await here(certificate.erasureId)) ?? certificate);
      await put(kept);
      return kept;
    },
  };
};
