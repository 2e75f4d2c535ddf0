import type { Sealer } from '@nencho/crypto';
import type { Collection, Connection } from 'mongoose';
import type { Attachment, FileFacts } from '../domain/attachment.js';

/** What lies in the database. `meta` (name of the file, what it certifies) is sealed; everything else is clear and listed in the README. */
export type AttachmentRow = {
  _id: string;
  tenantId: string;
  declarationId: string;
  taxYear: number;
  /** Gone with the files of a removed one. */
  meta?: Buffer;
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

const metaPlace = ({ tenantId, id, taxYear }: Pick<Attachment, 'tenantId' | 'id' | 'taxYear'>) =>
  ({ tenantId, name: 'document.attachment_meta/1', documentId: id, year: taxYear }) as const;

type Meta = Pick<Attachment, 'fileName' | 'certificate'>;

/** Rows ⇄ attachments: seals and opens what says something about the person on the way. */
export const attachmentMapping = (sealer: Pick<Sealer, 'sealJson' | 'openJson'>) => ({
  toRow: async ({ id, fileName, certificate, file, ...attachment }: Attachment): Promise<AttachmentRow> => ({
    ...attachment,
    _id: id,
    meta: await sealer.sealJson(metaPlace({ ...attachment, id }), { fileName, certificate } satisfies Meta),
    ...(file === undefined ? {} : { file }),
    changedAt: attachment.createdAt,
  }),
  toAttachment: async (row: AttachmentRow): Promise<Attachment> => {
    const { _id: id, tenantId, declarationId, taxYear, state, file, version, createdAt } = row;
    const sealed = row.meta;
    const meta =
      sealed === undefined
        ? ({ fileName: '', certificate: 'other' } as const)
        : ((await sealer.openJson(metaPlace({ tenantId, id, taxYear }), sealed)) as Meta);
    return {
      ...{ id, tenantId, declarationId, taxYear, state, version, createdAt, ...meta },
      ...(file === undefined ? {} : { file }),
    };
  },
});
