import type { Connection } from 'mongoose';
import type { CertificateStore } from '../application/erasure-ports.js';

type CertificateRow = {
  readonly _id: string;
  readonly json: string;
  readonly hash: string;
  readonly certifiedAt: Date;
};

export const certificateStore = (connection: Connection): CertificateStore => {
  const rows = connection.collection<CertificateRow>('certificates');
  const find = async (erasureId: string) => {
    const row = await rows.findOne({ _id: erasureId });
    return row === null ? undefined : { erasureId, json: row.json, hash: row.hash, certifiedAt: row.certifiedAt };
  };
  return {
    find,
    insert: async (certificate) => {
      const { erasureId, json, hash, certifiedAt } = certificate;
      await rows.updateOne({ _id: erasureId }, { $setOnInsert: { json, hash, certifiedAt } }, { upsert: true });
      return (await find(erasureId)) ?? certificate;
    },
  };
};
