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
  /** Those of the tenants that have a row at all. */
  readonly tenantsWithRows: (tenantIds: readonly string[]) => Promise<ReadonlySet<string>>;
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
  /** How many files could not be removed in the round that ended. */
  readonly observeUndeletable: (count: number) => void;
};

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const PAGE = 500;

/** More in one round mean the store, not a file: the round ends, and the next one begins anew. */
const MOST_UNDELETABLE = 20;

/** Removes one after the other; one that cannot be removed is counted and tried again in the next round. */
const createRemover = () => {
  let undeletable = 0;
  return {
    undeletable: (): number => undeletable,
    /** Whether it was done. @throws what the store said, when it has refused too often. */
    done: async (remove: () => Promise<void>): Promise<boolean> => {
      try {
        await remove();
        return true;
      } catch (error) {
        undeletable += 1;
        if (undeletable > MOST_UNDELETABLE) throw error;
        return false;
      }
    },
  };
};

type Remover = ReturnType<typeof createRemover>;

const before = (clock: Clock, ms: number): Date => new Date(clock.now().getTime() - ms);

/** Uploads that came to nothing: the process or the person went away in the middle. */
const sweepPending = async ({ rows, attachments, files, clock }: SweepDeps, { done }: Remover): Promise<number> => {
  let count = 0;
  for await (const of of rows.pendingBefore(before(clock, dayMs))) {
    if (!(await attachments.forget(of))) continue;
    // What stays is a file that no row knows.
    if (await done(async () => files.removeAll(of))) count += 1;
  }
  return count;
};

/** Removed by the person and in no submitted revision. An hour later, so that a submission on its way is known. */
const sweepRemoved = async ({ rows, files, submittedOf, clock }: SweepDeps, { done }: Remover): Promise<number> => {
  let count = 0;
  for await (const { tenantId, ids } of rows.removedBefore(before(clock, hourMs))) {
    const submitted = await submittedOf(tenantId, ids);
    for (const id of ids.filter((one) => !submitted.has(one))) {
      if (!(await done(async () => files.removeAll({ tenantId, id })))) continue;
      await rows.markSwept({ tenantId, id });
      count += 1;
    }
  }
  return count;
};

type Blob = { readonly name: string; readonly at: Date };

type Ownerless = { readonly blobs: readonly Blob[]; readonly ofUnknownTenants: number };

const ownerlessOf = async ({ rows }: SweepDeps, page: readonly Blob[]): Promise<Ownerless> => {
  const owners = page.map(({ name }) => ownerOfBlob(name));
  const known = await rows.withFiles([...new Set(owners.map(({ id }) => id))]);
  const tenants = await rows.tenantsWithRows([...new Set(owners.map(({ tenantId }) => tenantId))]);
  const ownerless = page.filter(({ name }) => !known.has(ownerOfBlob(name).id));
  const blobs = ownerless.filter(({ name }) => tenants.has(ownerOfBlob(name).tenantId));
  return { blobs, ofUnknownTenants: ownerless.length - blobs.length };
};

/** A crash leaves one file; more at once means another or an older database, and what is removed cannot be had again. */
const MOST_OWNERLESS = 100;

/** Files that no row knows, after a crash between the two. Of a tenant without any row nothing is removed. */
const sweepBlobs = async (deps: SweepDeps, { done }: Remover, seen: (id: string) => void): Promise<number> => {
  const young = before(deps.wallClock, dayMs);
  const ownerless: Blob[] = [];
  let strange = 0;
  const look = async (page: readonly Blob[]): Promise<void> => {
    const { blobs, ofUnknownTenants } = await ownerlessOf(deps, page);
    strange += ofUnknownTenants;
    for (const blob of blobs) if (ownerless.push(blob) > MOST_OWNERLESS) strange += 1;
  };
  let page: Blob[] = [];
  for await (const blob of deps.blobs.list('')) {
    if (blob.name.endsWith('/original')) seen(ownerOfBlob(blob.name).id);
    if (blob.at < young) page.push(blob);
    if (page.length < PAGE) continue;
    await look(page);
    page = [];
  }
  if (page.length > 0) await look(page);
  if (strange > 0) deps.logger.warn('attachment_files_unknown', { count: strange });
  if (ownerless.length > MOST_OWNERLESS) return 0;
  let count = 0;
  for (const { name } of ownerless) if (await done(async () => deps.blobs.remove(name))) count += 1;
  return count;
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
  const { logger, observeUndeletable } = deps;
  const stored = new Set<string>();
  const remover = createRemover();
  const report = (): void => {
    const count = remover.undeletable();
    observeUndeletable(count);
    if (count > 0) logger.warn('attachment_files_undeletable', { count });
  };
  const steps = async () => ({
    pending: await sweepPending(deps, remover),
    removed: await sweepRemoved(deps, remover),
    ownerless: await sweepBlobs(deps, remover, (id) => stored.add(id)),
  });
  const swept = await steps().finally(report);
  const lost = await countLost(deps, stored);
  for (const [state, count] of Object.entries(swept)) {
    if (count > 0) logger.info('attachments_swept', { state, count });
  }
  if (lost > 0) logger.warn('attachment_files_lost', { count: lost });
};
