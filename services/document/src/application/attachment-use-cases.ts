import { newId, type Clock } from '@nencho/kernel';
import type {
  AttachmentFiles,
  Attachments,
  BlobStore,
  ContentMac,
  CountUpload,
  RecordAttachmentAct,
  Redraw,
  Report,
  RunningHash,
  TermsOf,
} from './attachment-ports.js';
import { attachmentPreview, downloadAttachment, listAttachments } from './read-attachments.js';
import { removeAttachment } from './remove-attachment.js';
import { sweepAttachments, type SweepDeps } from './sweep-attachments.js';
import { uploadAttachment } from './upload-attachment.js';

export type AttachmentDeps = Pick<SweepDeps, 'rows' | 'submittedOf' | 'observeUndeletable'> & {
  readonly attachments: Attachments;
  readonly blobs: BlobStore;
  readonly redraw: Redraw;
  readonly termsOf: TermsOf;
  readonly record: RecordAttachmentAct;
  readonly countUpload: CountUpload;
  readonly files: AttachmentFiles;
  readonly contentMac: ContentMac;
  readonly newHash: () => RunningHash;
  readonly clock: Clock;
  readonly wallClock: Clock;
  readonly logger: Report;
};

/** Everything about attachments that the service can be asked for. */
export const attachmentUseCases = (deps: AttachmentDeps) => ({
  uploadAttachment: uploadAttachment({ ...deps, newId }),
  listAttachments: listAttachments(deps),
  attachmentPreview: attachmentPreview(deps),
  downloadAttachment: downloadAttachment(deps),
  removeAttachment: removeAttachment(deps),
  sweepAttachments: sweepAttachments(deps),
});

export type AttachmentUseCases = ReturnType<typeof attachmentUseCases>;
