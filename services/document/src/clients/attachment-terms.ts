import type { DeclarationServiceService } from '@nencho/contracts/declaration/v1/declaration_service';
import type { PeerClient } from '@nencho/service-kit';
import type { TermsOf } from '../application/attachment-ports.js';

export type TermsPeer = Pick<PeerClient<DeclarationServiceService>, 'getAttachmentTerms' | 'listSubmittedAttachments'>;

/** Whose declaration it is and what may be attached: asked of declaration as the person. */
export const attachmentTerms =
  (declaration: Pick<TermsPeer, 'getAttachmentTerms'>): TermsOf =>
  async (declarationId, caller) => {
    const { taxYear, own, editable, submittedIds } = await declaration.getAttachmentTerms({ declarationId }, caller);
    return { taxYear, own, editable, submittedIds: new Set(submittedIds) };
  };

/** Which attachments a submitted revision holds: asked by the service itself, for its sweep. */
export const submittedAttachments =
  (declaration: Pick<TermsPeer, 'listSubmittedAttachments'>) =>
  async (tenantId: string, ids: readonly string[]): Promise<ReadonlySet<string>> => {
    const request = { tenantId, attachmentIds: [...ids] };
    const { attachmentIds } = await declaration.listSubmittedAttachments(request, { deadlineMs: 10_000 });
    return new Set(attachmentIds);
  };
