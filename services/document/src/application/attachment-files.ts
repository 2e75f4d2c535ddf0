import type { SealPlace, Sealer } from '@nencho/crypto';
import type { Attachment } from '../domain/attachment.js';
import type { BlobStore } from './attachment-ports.js';

type Of = Pick<Attachment, 'tenantId' | 'id' | 'taxYear'>;

/** Blobs are named by ids alone: tenant first, so that one listing finds all of a tenant. */
export const blobPrefix = ({ tenantId, id }: Pick<Attachment, 'tenantId' | 'id'>): string => `${tenantId}/${id}/`;

/** Which attachment a blob belongs to. */
export const ownerOfBlob = (name: string): Pick<Attachment, 'tenantId' | 'id'> => {
  const [tenantId = '', id = ''] = name.split('/');
  return { tenantId, id };
};

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

export type AttachmentFiles = {
  readonly putOriginal: (of: Of, plain: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<void>;
  readonly original: (of: Of, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Pages are counted from 1. */
  readonly putPreview: (of: Of, page: number, jpeg: Uint8Array, signal: AbortSignal) => Promise<void>;
  readonly preview: (of: Of, page: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Everything of one attachment. */
  readonly removeAll: (of: Pick<Attachment, 'tenantId' | 'id'>) => Promise<void>;
};

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
