import type { Sealer } from '@nencho/crypto';
import type { Collection, Connection } from 'mongoose';
import type { Attachment, Certificate, FileFacts } from '../domain/attachment.js';

/** What lies in the database. `fileName` is sealed; everything else is clear and listed in the README. */
export type AttachmentRow = {
  _id: string;
  tenantId: string;
  declarationId: string;
  taxYear: number;
  certificate: Certificate;
  /** Gone with the files of a removed one. */
  fileName?: Buffer;
  state: Attachment['state'];
  file?: FileFacts;
  /** HMAC of the content's hash under the tenant's index key: tells the same file without telling which. */
  contentHash?: Buffer;
  version: number;
  createdAt: Date;
  /** When it came into its state. */
  changedAt: Date;
  /** Removed, and its files with it. */
  isSwept?: true;
};

/** One row a declaration, written with every new attachment: two at once cannot both take the last place. */
export type QuotaRow = { _id: string; tenantId: string; writes: number };

export const attachmentRows = (connection: Connection): Collection<AttachmentRow> =>
  connection.collection<AttachmentRow>('attachments');

export const quotaRows = (connection: Connection): Collection<QuotaRow> =>
  connection.collection<QuotaRow>('attachment_quotas');

const namePlace = ({ tenantId, id, taxYear }: Pick<Attachment, 'tenantId' | 'id' | 'taxYear'>) =>
  ({ tenantId, name: 'document.file_name/1', documentId: id, year: taxYear }) as const;

/** Rows ⇄ attachments: seals and opens the name of the file on the way. */
export const attachmentMapping = (sealer: Pick<Sealer, 'seal' | 'open'>) => ({
  toRow: async ({ id, fileName, file, ...attachment }: Attachment): Promise<AttachmentRow> => ({
    ...attachment,
    _id: id,
    fileName: await sealer.seal(namePlace({ ...attachment, id }), Buffer.from(fileName, 'utf8')),
    ...(file === undefined ? {} : { file }),
    changedAt: attachment.createdAt,
  }),
  toAttachment: async (row: AttachmentRow): Promise<Attachment> => {
    const { _id: id, tenantId, declarationId, taxYear, certificate, state, file, version, createdAt } = row;
    const name =
      row.fileName === undefined ? '' : await sealer.open(namePlace({ tenantId, id, taxYear }), row.fileName);
    return {
      ...{ id, tenantId, declarationId, taxYear, certificate, state, version, createdAt },
      fileName: name.toString('utf8'),
      ...(file === undefined ? {} : { file }),
    };
  },
});
