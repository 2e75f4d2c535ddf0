import { AttachmentState, type Attachment as WireAttachment } from '@nencho/contracts/document/v1/attachment';
import { formatInstant } from '@nencho/kernel';
import type { ListedAttachment } from '../application/read-attachments.js';
import { warningsOf, type Attachment } from '../domain/attachment.js';

const states: Readonly<Record<Attachment['state'], AttachmentState>> = {
  pending: AttachmentState.ATTACHMENT_STATE_PENDING,
  ready: AttachmentState.ATTACHMENT_STATE_READY,
  removed: AttachmentState.ATTACHMENT_STATE_REMOVED,
};

export const attachmentToWire = ({
  file,
  state,
  createdAt,
  inRevision = false,
  ...attachment
}: Attachment & Partial<Pick<ListedAttachment, 'inRevision'>>): WireAttachment => ({
  id: attachment.id,
  declarationId: attachment.declarationId,
  certificate: attachment.certificate,
  state: states[state],
  media: file?.media ?? '',
  fileName: attachment.fileName,
  bytes: file?.bytes ?? 0,
  pages: file?.pages ?? 0,
  width: file?.width ?? 0,
  height: file?.height ?? 0,
  resolution: file?.resolution ?? 0,
  warnings: file === undefined ? [] : [...warningsOf(file)],
  uploadedAt: formatInstant(createdAt),
  inRevision,
});
