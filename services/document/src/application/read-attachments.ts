import { isId, notFound } from '@nencho/kernel';
import { isVisible, requireOwn, type Attachment, type Terms } from '../domain/attachment.js';
import type { AttachmentFiles } from './attachment-ports.js';
import type { AttachmentAct, Attachments, RecordAttachmentAct, TermsOf } from './attachment-ports.js';
import type { Caller } from './ports.js';

type Deps = {
  readonly attachments: Pick<Attachments, 'find' | 'ofDeclaration'>;
  readonly files: Pick<AttachmentFiles, 'preview' | 'original'>;
  readonly termsOf: TermsOf;
  readonly record: RecordAttachmentAct;
};

export type ListedAttachment = Attachment & { readonly inRevision: boolean };

/** One's own, or within scope what was submitted. */
export const listAttachments =
  ({ attachments, termsOf }: Pick<Deps, 'attachments' | 'termsOf'>) =>
  async (declarationId: string, caller: Caller): Promise<readonly ListedAttachment[]> => {
    if (!isId(declarationId)) throw notFound('declaration');
    const terms = await termsOf(declarationId, caller);
    const all = await attachments.ofDeclaration(caller.actor.tenantId, declarationId);
    return all
      .filter((attachment) => isVisible(attachment, terms))
      .map((attachment) => ({ ...attachment, inRevision: terms.submittedIds.has(attachment.id) }));
  };

/** One that the caller may see. What they may not see is not there. */
export const reachAttachment = async (
  { attachments, termsOf }: Pick<Deps, 'attachments' | 'termsOf'>,
  id: string,
  caller: Caller,
): Promise<{ readonly attachment: Attachment; readonly terms: Terms }> => {
  const attachment = isId(id) ? await attachments.find(caller.actor.tenantId, id) : undefined;
  if (attachment === undefined) throw notFound('attachment');
  const terms = await termsOf(attachment.declarationId, caller);
  if (!isVisible(attachment, terms)) throw notFound('attachment');
  return { attachment, terms };
};

/** Whoever looks at somebody else's leaves a line before the first byte goes out. */
const noteForeign = async (record: RecordAttachmentAct, { own }: Terms, caller: Caller, act: AttachmentAct) => {
  if (!own) await record(caller.actor, act);
};

/** A page as it was drawn anew (JPEG). */
export const attachmentPreview =
  ({ files, record, ...deps }: Deps) =>
  async (id: string, page: number, caller: Caller): Promise<AsyncIterable<Uint8Array>> => {
    const { attachment, terms } = await reachAttachment(deps, id, caller);
    if (page < 1 || page > (attachment.file?.pages ?? 0)) throw notFound('page');
    await noteForeign(record, terms, caller, { type: 'attachment_viewed', attachment, params: { page: String(page) } });
    return files.preview(attachment, page, caller.signal);
  };

/** The original as it came, with all that a camera writes into it: for the person alone. */
export const downloadAttachment =
  ({ files, ...deps }: Pick<Deps, 'attachments' | 'files' | 'termsOf'>) =>
  async (
    id: string,
    caller: Caller,
  ): Promise<{ readonly attachment: Attachment; readonly bytes: AsyncIterable<Uint8Array> }> => {
    const { attachment, terms } = await reachAttachment(deps, id, caller);
    requireOwn(terms);
    if (attachment.file === undefined) throw notFound('attachment'); // still being checked
    return { attachment, bytes: files.original(attachment, caller.signal) };
  };
