import { isId, notFound } from '@nencho/kernel';
import { requireEditable } from '../domain/attachment.js';
import type { Attachments, TermsOf } from './attachment-ports.js';
import type { Caller } from './ports.js';

type Deps = { readonly attachments: Pick<Attachments, 'find' | 'remove'>; readonly termsOf: TermsOf };
type RemoveCommand = { readonly idempotencyKey: string; readonly attachmentId: string };

/**
 * Takes an attachment away from one's own declaration. What a submitted revision holds stays readable for it; of what
 * none holds the sweep removes the files.
 */
export const removeAttachment =
  ({ attachments, termsOf }: Deps) =>
  async ({ idempotencyKey, attachmentId }: RemoveCommand, caller: Caller): Promise<void> => {
    const { actor } = caller;
    const attachment = isId(attachmentId) ? await attachments.find(actor.tenantId, attachmentId) : undefined;
    if (attachment === undefined) throw notFound('attachment');
    const terms = await termsOf(attachment.declarationId, caller);
    requireEditable(terms);
    // An upload that still runs, or that failed and is swept.
    if (attachment.state === 'pending') throw notFound('attachment');
    const once = { actor, method: 'RemoveAttachment', idempotencyKey, request: { attachmentId } } as const;
    await attachments.remove(once, attachment);
  };
