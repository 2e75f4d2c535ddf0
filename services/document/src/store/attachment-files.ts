import type { SealPlace, Sealer } from '@nencho/crypto';
import type { AttachmentFiles, BlobStore } from '../application/attachment-ports.js';
import type { Attachment } from '../domain/attachment.js';
import { blobPrefix } from '../domain/blob-name.js';

type Of = Pick<Attachment, 'tenantId' | 'id' | 'taxYear'>;

const originalPlace = ({ tenantId, id, taxYear }: Of): SealPlace => ({
  tenantId,
  name: 'document.attachment/1',
  documentId: id,
  year: taxYear,
});

const previewPlace = ({ tenantId, id, taxYear }: Of, page: number): SealPlace => ({
  tenantId,
  name: 'document.preview/1',
  documentId: `${id}/${page}`,
  year: taxYear,
});

/** Files and pages, sealed piece by piece on their way. */
export const attachmentFiles = (
  blobs: BlobStore,
  { sealStream, openStream }: Pick<Sealer, 'sealStream' | 'openStream'>,
): AttachmentFiles => ({
  putOriginal: async (of, plain, signal) =>
    blobs.put(`${blobPrefix(of)}original`, sealStream(originalPlace(of), plain), signal),
  original: (of, signal) => openStream(originalPlace(of), blobs.read(`${blobPrefix(of)}original`, signal)),
  putPreview: async (of, page, jpeg, signal) =>
    blobs.put(`${blobPrefix(of)}page-${page}`, sealStream(previewPlace(of, page), [jpeg]), signal),
  preview: (of, page, signal) =>
    openStream(previewPlace(of, page), blobs.read(`${blobPrefix(of)}page-${page}`, signal)),
  removeAll: async (of) => {
    for await (const { name } of blobs.list(blobPrefix(of))) await blobs.remove(name);
  },
});
