import type { Clock } from '@nencho/kernel';
import type { Attachment } from '../domain/attachment.js';
import { ownerOfBlob } from '../domain/blob-name.js';
import type { AttachmentFiles, Attachments, BlobStore, Report } from './attachment-ports.js';

type Of = Pick<Attachment, 'tenantId' | 'id'>;

/** What the sweep asks the database for, over all tenants. */
export type SweepRows = {
  readonly pendingBefore: (instant: Date) => AsyncIterable<Of>;
  /** Removed ones whose files are still there, of one tenant at a time, at most 500. */
  readonly removedBefore: (
    instant: Date,
  ) => AsyncIterable<{ readonly tenantId: string; readonly ids: readonly string[] }>;
  /** Notes that the files are gone, and forgets name and kind. */
  readonly markSwept: (of: Of) => Promise<void>;
  /** Those of the ids (at most 500) whose files must stay. */
  readonly withFiles: (ids: readonly string[]) => Promise<ReadonlySet<string>>;
  /** Ready ones since before `instant`, at most 500 at a time. */
  readonly readyBefore: (instant: Date) => AsyncIterable<readonly Of[]>;
};

export type SweepDeps = {
  readonly rows: SweepRows;
  readonly attachments: Pick<Attachments, 'forget'>;
  readonly files: Pick<AttachmentFiles, 'removeAll'>;
  readonly blobs: Pick<BlobStore, 'list' | 'remove'>;
  /** Which of these a submitted revision holds. */
  readonly submittedOf: (tenantId: string, ids: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly clock: Clock;
  /** The clock of the object store. */
  readonly wallClock: Clock;
  readonly logger: Report;
};

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const PAGE = 500;

const before = (clock: Clock, ms: number): Date => new Date(clock.now().getTime() - ms);

/** Uploads that came to nothing: the process or the person went away in the middle. */
const sweepPending = async ({ rows, attachments, files, clock }: SweepDeps): Promise<number> => {
  let count = 0;
  for await (const of of rows.pendingBefore(before(clock, dayMs))) {
    if (!(await attachments.forget(of))) continue;
    await files.removeAll(of);
    count += 1;
  }
  return count;
};

/** Removed by the person and in no submitted revision. An hour later, so that a submission on its way is known. */
const sweepRemoved = async ({ rows, files, submittedOf, clock }: SweepDeps): Promise<number> => {
  let count = 0;
  for await (const { tenantId, ids } of rows.removedBefore(before(clock, hourMs))) {
    const submitted = await submittedOf(tenantId, ids);
    for (const id of ids.filter((one) => !submitted.has(one))) {
      await files.removeAll({ tenantId, id });
      await rows.markSwept({ tenantId, id });
      count += 1;
    }
  }
  return count;
};

type Blob = { readonly name: string; readonly at: Date };

const removeOwnerless = async ({ rows, blobs }: SweepDeps, page: readonly Blob[]): Promise<number> => {
  const known = await rows.withFiles([...new Set(page.map(({ name }) => ownerOfBlob(name).id))]);
  const ownerless = page.filter(({ name }) => !known.has(ownerOfBlob(name).id));
  for (const { name } of ownerless) await blobs.remove(name);
  return ownerless.length;
};

/** Files that no row knows: a crash between the two, or a restored database that is older than the store. */
const sweepBlobs = async (deps: SweepDeps, seen: (id: string) => void): Promise<number> => {
  const young = before(deps.wallClock, dayMs);
  let count = 0;
  let page: Blob[] = [];
  for await (const blob of deps.blobs.list('')) {
    if (blob.name.endsWith('/original')) seen(ownerOfBlob(blob.name).id);
    if (blob.at < young) page.push(blob);
    if (page.length < PAGE) continue;
    count += await removeOwnerless(deps, page);
    page = [];
  }
  return count + (page.length === 0 ? 0 : await removeOwnerless(deps, page));
};

/** Rows whose file is not in the store: nobody can repair that but a restore, so it is said and nothing is changed. */
const countLost = async ({ rows, clock }: SweepDeps, stored: ReadonlySet<string>): Promise<number> => {
  let lost = 0;
  for await (const page of rows.readyBefore(before(clock, hourMs))) {
    lost += page.filter(({ id }) => !stored.has(id)).length;
  }
  return lost;
};

/** One round over everything. Each step may be repeated and interrupted at any point. */
export const sweepAttachments = (deps: SweepDeps) => async (): Promise<void> => {
  const { logger } = deps;
  const stored = new Set<string>();
  const pending = await sweepPending(deps);
  const removed = await sweepRemoved(deps);
  const ownerless = await sweepBlobs(deps, (id) => stored.add(id));
  const lost = await countLost(deps, stored);
  for (const [state, count] of Object.entries({ pending, removed, ownerless })) {
    if (count > 0) logger.info('attachments_swept', { state, count });
  }
  if (lost > 0) logger.warn('attachment_files_lost', { count: lost });
};
