import type { UserActor } from '@nencho/auth';
import type { Attachment, FileFacts, Terms } from '../domain/attachment.js';
import type { Media } from '../domain/media.js';
import type { Caller } from './ports.js';

/** Where sealed files lie. A file is there whole or not at all. */
export type BlobStore = {
  readonly put: (name: string, sealed: AsyncIterable<Uint8Array>, signal?: AbortSignal) => Promise<void>;
  readonly read: (name: string, signal?: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Everything under a prefix, oldest listing first; `at` is when it was written by the store's clock. */
  readonly list: (prefix: string) => AsyncIterable<{ readonly name: string; readonly at: Date }>;
  /** Removes one; nothing when it is gone already. */
  readonly remove: (name: string) => Promise<void>;
};

export type AttachmentAct = {
  readonly type: 'attachment_uploaded' | 'attachment_viewed' | 'attachment_removed';
  readonly attachment: Attachment;
  readonly params?: Readonly<Record<string, string>>;
};

/** What stands behind a key: repeated requests with it get the first one's answer. */
export type Once = {
  readonly actor: UserActor;
  readonly method: 'UploadAttachment' | 'RemoveAttachment';
  readonly idempotencyKey: string;
  readonly request: unknown;
};

export type Attachments = {
  /** Writes a pending one down, when there is room. */
  readonly begin: (attachment: Attachment) => Promise<void>;
  readonly find: (tenantId: string, id: string) => Promise<Attachment | undefined>;
  /** Pending, ready and removed ones, oldest first. */
  readonly ofDeclaration: (tenantId: string, declarationId: string) => Promise<readonly Attachment[]>;
  /** pending → ready, with its event and audit line. Answers with the id of the first one for a repeated key. */
  readonly makeReady: (
    once: Once,
    attachment: Attachment,
    file: FileFacts & { readonly contentHash: Buffer },
  ) => Promise<string>;
  /** ready → removed, with its event and audit line. */
  readonly remove: (once: Once, attachment: Attachment) => Promise<void>;
  /** Drops one that did not come to anything; false when it is not pending any more: then its files must stay. */
  readonly forget: (attachment: Pick<Attachment, 'tenantId' | 'id'>) => Promise<boolean>;
};

/** Asks declaration as the person. */
export type TermsOf = (declarationId: string, caller: Caller) => Promise<Terms>;

/** Adds a line to the audit trail on its own. */
export type RecordAttachmentAct = (actor: UserActor, act: AttachmentAct) => Promise<void>;

/** Counts an upload of the person; throws `limit_exceeded`. */
export type CountUpload = (actor: UserActor) => Promise<void>;

type FileOf = Pick<Attachment, 'tenantId' | 'id' | 'taxYear'>;

/** Files and pages, sealed piece by piece on their way. */
export type AttachmentFiles = {
  readonly putOriginal: (of: FileOf, plain: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<void>;
  readonly original: (of: FileOf, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Pages are counted from 1. */
  readonly putPreview: (of: FileOf, page: number, jpeg: Uint8Array, signal: AbortSignal) => Promise<void>;
  readonly preview: (of: FileOf, page: number, signal: AbortSignal) => AsyncIterable<Uint8Array>;
  /** Everything of one attachment. */
  readonly removeAll: (of: Pick<Attachment, 'tenantId' | 'id'>) => Promise<void>;
};

/** What is known of a file before it is drawn. */
export type Scan = {
  readonly pages: number;
  /** Of the first page, in pixels, turned upright; of a PDF in points. */
  readonly width: number;
  readonly height: number;
  /** Dots per inch; 0 when the file does not say. */
  readonly resolution: number;
  readonly isColour: boolean;
};

/** A file drawn anew: what it is, then its pages as JPEG one by one. */
export type Drawing = { readonly scan: Scan; readonly pages: AsyncIterable<Buffer> };

/** Draws a file of somebody anew; a file that cannot be shown is `validation_failed` at `file`. */
export type Redraw = (
  file: {
    readonly media: Media;
    readonly bytes: AsyncIterable<Uint8Array>;
    readonly asker: Pick<UserActor, 'tenantId' | 'sub'>;
  },
  signal: AbortSignal,
) => Promise<Drawing>;

/** SHA-256 of what passes by. */
export type RunningHash = { readonly update: (bytes: Uint8Array) => void; readonly digest: () => Buffer };

/** The hash of a content under a key of its tenant: a plain hash of a small file could be guessed. */
export type ContentMac = (tenantId: string, hash: Uint8Array) => Promise<Buffer>;

/** Says how a sweep went, in numbers. */
export type Report = {
  readonly info: (event: string, fields: { readonly state: string; readonly count: number }) => void;
  readonly warn: (event: string, fields: { readonly count: number }) => void;
};
