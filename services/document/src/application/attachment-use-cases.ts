import { newId, systemClock, type Clock } from '@nencho/kernel';
import type { Sealer } from '@nencho/crypto';
import type { Logger } from '@nencho/telemetry';
import type { Redraw } from '../redrawing/redraw.js';
import { attachmentFiles } from './attachment-files.js';
import type { Attachments, BlobStore, CountUpload, RecordAttachmentAct, TermsOf } from './attachment-ports.js';
import { attachmentPreview, downloadAttachment, listAttachments } from './read-attachments.js';
import { removeAttachment } from './remove-attachment.js';
import { sweepAttachments, type SweepDeps } from './sweep-attachments.js';
import { uploadAttachment } from './upload-attachment.js';

export type AttachmentDeps = Pick<SweepDeps, 'rows' | 'submittedOf'> & {
  readonly attachments: Attachments;
  readonly blobs: BlobStore;
  readonly redraw: Redraw;
  readonly termsOf: TermsOf;
  readonly record: RecordAttachmentAct;
  readonly countUpload: CountUpload;
  readonly sealer: Pick<Sealer, 'mac' | 'sealStream' | 'openStream'>;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
};

/** Everything about attachments that the service can be asked for. */
export const attachmentUseCases = (deps: AttachmentDeps) => {
  const files = attachmentFiles(deps.blobs, deps.sealer);
  const reading = { ...deps, files };
  return {
    uploadAttachment: uploadAttachment({ ...deps, files, newId }),
    listAttachments: listAttachments(reading),
    attachmentPreview: attachmentPreview(reading),
    downloadAttachment: downloadAttachment(reading),
    removeAttachment: removeAttachment(reading),
    sweepAttachments: sweepAttachments({ ...deps, files, wallClock: systemClock }),
  };
};

export type AttachmentUseCases = ReturnType<typeof attachmentUseCases>;
