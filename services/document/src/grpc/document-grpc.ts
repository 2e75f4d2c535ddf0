import { requireUser } from '@nencho/auth';
import { DocumentServiceService } from '@nencho/contracts/document/v1/document_service';
import { bindService, type CallContext, type ServiceBinding } from '@nencho/service-kit';
import type { AttachmentUseCases } from '../application/attachment-use-cases.js';
import type { Caller } from '../application/ports.js';
import { attachmentToWire } from './attachment-mapper.js';
import { inChunks } from './chunks.js';
import { readUpload } from './upload.js';

export type DocumentUseCases = Omit<AttachmentUseCases, 'sweepAttachments'> & {
  readonly renderWithholdingSlip: (declarationId: string, caller: Caller) => Promise<Uint8Array>;
  readonly exportResultsCsv: (campaignId: string, caller: Caller) => AsyncIterable<Uint8Array>;
};

const callerOf = ({ actor, deadline, signal }: CallContext): Caller => ({
  actor: requireUser(actor),
  deadline,
  signal,
});

/**
 * Which slip, which results and whose attachments a person may have is decided by declaration, to which the person's
 * token goes along.
 */
export const documentGrpc = (useCases: DocumentUseCases): ServiceBinding =>
  bindService(DocumentServiceService, {
    renderWithholdingSlip: async function* ({ declarationId }, context) {
      const pdf = await useCases.renderWithholdingSlip(declarationId, callerOf(context));
      for await (const chunk of inChunks([pdf])) yield { chunk };
    },
    exportResultsCsv: async function* ({ campaignId }, context) {
      for await (const chunk of inChunks(useCases.exportResultsCsv(campaignId, callerOf(context)))) yield { chunk };
    },
    uploadAttachment: async (requests, context) => {
      const { header, bytes } = await readUpload(requests);
      return { attachment: attachmentToWire(await useCases.uploadAttachment(header, bytes, callerOf(context))) };
    },
    listAttachments: async ({ declarationId }, context) => ({
      items: (await useCases.listAttachments(declarationId, callerOf(context))).map(attachmentToWire),
    }),
    getAttachmentPreview: async function* ({ attachmentId, page }, context) {
      const jpeg = await useCases.attachmentPreview(attachmentId, page, callerOf(context));
      for await (const chunk of inChunks(jpeg)) yield { chunk };
    },
    downloadAttachment: async function* ({ attachmentId }, context) {
      const { attachment, bytes } = await useCases.downloadAttachment(attachmentId, callerOf(context));
      yield { part: { $case: 'attachment', value: attachmentToWire(attachment) } };
      for await (const chunk of inChunks(bytes)) yield { part: { $case: 'chunk', value: chunk } };
    },
    removeAttachment: async (request, context) => {
      await useCases.removeAttachment(request, callerOf(context));
      return {};
    },
  });
