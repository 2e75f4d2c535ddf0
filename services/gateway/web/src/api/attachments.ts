import type { ListAttachmentsResponse, UploadAttachmentResponse } from '@nencho/contracts/document/v1/document_service';
import { queryOptions } from '@tanstack/react-query';
import { get, uploadFile } from './client.js';
import type { AttachmentView, Plain } from './types.js';

const addressOf = (declarationId: string): string => `/api/v1/declarations/${declarationId}/attachments`;

/** What is attached to a declaration, as far as the reader may see it. */
export const attachmentsQuery = (declarationId: string) =>
  queryOptions({
    queryKey: ['attachments', declarationId],
    queryFn: async () => get<Plain<ListAttachmentsResponse>>(addressOf(declarationId)),
  });

export const isReady = ({ state }: AttachmentView): boolean => state === 'ATTACHMENT_STATE_READY';

/** Ids of what is attached now, straight from the server. */
export const readyAttachmentIds = async (declarationId: string): Promise<readonly string[]> => {
  const { items } = await get<Plain<ListAttachmentsResponse>>(addressOf(declarationId));
  return items.filter(isReady).map(({ id }) => id);
};

/** `onProgress` hears the share that has gone out, from 0 to 1. */
export const uploadAttachment = async (
  { declarationId, certificate }: { readonly declarationId: string; readonly certificate: string },
  file: File,
  onProgress: (share: number) => void,
) => uploadFile<Plain<UploadAttachmentResponse>>(`${addressOf(declarationId)}/${certificate}`, file, onProgress);
