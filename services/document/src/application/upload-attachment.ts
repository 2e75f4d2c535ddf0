import { AppError, isId, notFound, validationFailed, type Clock } from '@nencho/kernel';
import {
  cleanFileName,
  isCertificate,
  requireEditable,
  certificates,
  type Attachment,
  type FileFacts,
} from '../domain/attachment.js';
import type {
  AttachmentFiles,
  Attachments,
  ContentMac,
  CountUpload,
  Redraw,
  RunningHash,
  TermsOf,
} from './attachment-ports.js';
import { inspectUpload } from './inspect-upload.js';
import type { Caller } from './ports.js';

export type UploadCommand = {
  readonly idempotencyKey: string;
  readonly declarationId: string;
  readonly certificate: string;
  readonly fileName: string;
};

type Deps = {
  readonly attachments: Pick<Attachments, 'begin' | 'makeReady' | 'forget' | 'find'>;
  readonly files: AttachmentFiles;
  readonly redraw: Redraw;
  readonly termsOf: TermsOf;
  readonly countUpload: CountUpload;
  readonly contentMac: ContentMac;
  readonly newHash: () => RunningHash;
  readonly clock: Clock;
  readonly newId: () => string;
};

const newAttachment = (
  { declarationId, certificate, fileName }: UploadCommand,
  base: Pick<Attachment, 'id' | 'tenantId' | 'taxYear' | 'createdAt'>,
): Attachment => {
  if (!isCertificate(certificate)) {
    throw validationFailed([{ path: 'certificate', rule: 'choice', params: { choices: certificates.join(', ') } }]);
  }
  const name = cleanFileName(fileName);
  return { ...base, declarationId, certificate, fileName: name, state: 'pending', version: 1 };
};

/**
 * The service for the person: a slow phone uploads longer than its token lives. Who the person is and what they may is
 * looked up as freshly as with a token.
 */
const onBehalfOf = (caller: Caller, { id }: Pick<Attachment, 'id'>): Caller => ({
  ...caller,
  actor: { ...caller.actor, credential: { kind: 'job', service: 'document', jobId: id } },
});

/** Stores the original, then draws it anew and stores the pages. */
const takeIn = async (
  { files, redraw, newHash }: Pick<Deps, 'files' | 'redraw' | 'newHash'>,
  attachment: Attachment,
  content: AsyncIterable<Uint8Array>,
  { actor, signal }: Caller,
): Promise<FileFacts & { readonly sha256: Buffer }> => {
  const inspection = inspectUpload(content, newHash());
  await files.putOriginal(attachment, inspection.bytes, signal);
  const { media, bytes, sha256 } = inspection.result();
  // From the store: what cannot be read back is no attachment.
  const { scan, pages } = await redraw({ media, bytes: files.original(attachment, signal), asker: actor }, signal);
  let page = 0;
  for await (const jpeg of pages) {
    page += 1;
    await files.putPreview(attachment, page, jpeg, signal);
  }
  return { media, bytes, sha256, ...scan, pages: page };
};

/**
 * Attaches a certificate to one's own declaration: the original sealed as it came, and its pages drawn anew. Nothing is
 * visible before both are stored; whatever fails on the way leaves nothing behind, or is swept a day later.
 */
export const uploadAttachment =
  ({ attachments, files, redraw, termsOf, countUpload, contentMac, newHash, clock, newId }: Deps) =>
  async (command: UploadCommand, content: AsyncIterable<Uint8Array>, caller: Caller): Promise<Attachment> => {
    const { actor } = caller;
    const { tenantId } = actor;
    const { declarationId, certificate, idempotencyKey } = command;
    if (!isId(declarationId)) throw notFound('declaration');
    const terms = await termsOf(declarationId, caller);
    requireEditable(terms);
    const base = { id: newId(), tenantId, taxYear: terms.taxYear, createdAt: clock.now() };
    const attachment = newAttachment(command, base);
    await countUpload(actor);
    await attachments.begin(attachment);
    const undo = async (): Promise<void> => {
      // The row first: where it became ready although no answer of the database came, its files are needed.
      if (await attachments.forget(attachment)) await files.removeAll(attachment);
    };
    try {
      const { sha256, ...file } = await takeIn({ files, redraw, newHash }, attachment, content, caller);
      // It may have been submitted in another tab meanwhile.
      requireEditable(await termsOf(declarationId, onBehalfOf(caller, attachment)));
      const contentHash = await contentMac(tenantId, sha256);
      const request = { declarationId, certificate, contentHash: contentHash.toString('hex') };
      const once = { actor, method: 'UploadAttachment', idempotencyKey, request } as const;
      const id = await attachments.makeReady(once, attachment, { ...file, contentHash });
      if (id !== attachment.id) await undo(); // the answer to the first upload with this key was lost
      const kept = await attachments.find(tenantId, id);
      if (kept === undefined) throw new AppError('internal', 'an attachment is gone right after it was stored');
      return kept;
    } catch (error) {
      await undo().catch(() => undefined); // the sweep will do it
      throw error;
    }
  };
