import { requireUser } from '@nencho/auth';
import { DocumentServiceService } from '@nencho/contracts/document/v1/document_service';
import { bindService, type CallContext, type ServiceBinding } from '@nencho/service-kit';
import type { Caller } from '../application/ports.js';
import { inChunks } from './chunks.js';

export type DocumentUseCases = {
  readonly renderWithholdingSlip: (declarationId: string, caller: Caller) => Promise<Uint8Array>;
  readonly exportResultsCsv: (campaignId: string, caller: Caller) => AsyncIterable<Uint8Array>;
};

const callerOf = ({ actor, deadline, signal }: CallContext): Caller => ({
  actor: requireUser(actor),
  deadline,
  signal,
});

/** Which slip and which results a person may have is decided by declaration, to which the person's token goes along. */
export const documentGrpc = (useCases: DocumentUseCases): ServiceBinding =>
  bindService(DocumentServiceService, {
    renderWithholdingSlip: async function* ({ declarationId }, context) {
      const pdf = await useCases.renderWithholdingSlip(declarationId, callerOf(context));
      for await (const chunk of inChunks([pdf])) yield { chunk };
    },
    exportResultsCsv: async function* ({ campaignId }, context) {
      for await (const chunk of inChunks(useCases.exportResultsCsv(campaignId, callerOf(context)))) yield { chunk };
    },
  });
