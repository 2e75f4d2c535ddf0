import type { Attachment } from './attachment.js';

type Of = Pick<Attachment, 'tenantId' | 'id'>;

/** Blobs are named by ids alone: tenant first, so that one listing finds all of a tenant. */
export const blobPrefix = ({ tenantId, id }: Of): string => `${tenantId}/${id}/`;

/** Which attachment a blob belongs to. */
export const ownerOfBlob = (name: string): Of => {
  const [tenantId = '', id = ''] = name.split('/');
  return { tenantId, id };
};
