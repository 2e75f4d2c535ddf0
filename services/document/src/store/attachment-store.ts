import type { UserActor } from '@nencho/auth';
import type { Sealer } from '@nencho/crypto';
import { canonicalJson, illegalState, notFound, validationFailed, type Clock } from '@nencho/kernel';
import type { AuditWriter, OutboxWriter } from '@nencho/messaging';
import { idempotent, withTransaction } from '@nencho/mongo';
import type { ClientSession, Connection } from 'mongoose';
import type { AttachmentAct, Attachments, Once, RecordAttachmentAct } from '../application/attachment-ports.js';
import { requireRoom, type Attachment, type FileFacts } from '../domain/attachment.js';
import { attachmentMapping, attachmentRows, quotaRows } from './attachment-rows.js';

export type AttachmentStoreDeps = {
  readonly connection: Connection;
  readonly sealer: Pick<Sealer, 'seal' | 'sealJson' | 'openJson' | 'mac' | 'wrappedClassKey'>;
  readonly outbox: OutboxWriter;
  readonly audit: AuditWriter;
  readonly clock: Clock;
};

const keyPattern = /^[\x21-\x7e]{8,100}$/;

const actorOf = ({ sub, employeeId }: UserActor) =>
  ({ kind: 'user', sub, ...(employeeId === undefined ? {} : { employeeId }) }) as const;

type Change = 'attachment_uploaded' | 'attachment_removed';

type Append = (session: ClientSession, actor: UserActor, act: AttachmentAct) => Promise<void>;

const appendAct =
  ({ audit, clock }: Pick<AttachmentStoreDeps, 'audit' | 'clock'>): Append =>
  async (session, actor, { type, attachment, params = {} }) => {
    const { tenantId, id, declarationId, certificate } = attachment;
    await audit.append(session, {
      ...{ type, tenantId, actor: actorOf(actor), subjectKind: 'attachment', subjectIds: [id] },
      ...{ outcome: 'success', at: clock.now(), params: { declarationId, certificate, ...params } },
    });
  };

/** A line of its own, for what changes nothing. */
export const attachmentTrail =
  (deps: AttachmentStoreDeps): RecordAttachmentAct =>
  async (actor, act) => {
    await deps.sealer.wrappedClassKey(actor.tenantId, 'audit'); // a cold key is fetched here, not in the transaction
    await withTransaction(deps.connection, async (session) => appendAct(deps)(session, actor, act));
  };

/** Runs a change once per idempotency key, with its key, event and audit line in one transaction. */
const changeOnce =
  (deps: AttachmentStoreDeps) => async (once: Once, id: string, run: (session: ClientSession) => Promise<void>) => {
    const { connection, sealer } = deps;
    const { actor, method, idempotencyKey: key, request } = once;
    const { tenantId, sub } = actor;
    if (!keyPattern.test(key)) throw validationFailed([{ path: 'idempotencyKey', rule: 'idempotency_key_required' }]);
    const fingerprint = (await sealer.mac(tenantId, 'index', canonicalJson(request))).toString('hex');
    await sealer.wrappedClassKey(tenantId, 'audit');
    const { ids } = await withTransaction(connection, async (session) =>
      idempotent(connection, { tenantId, actor: sub, method, key, fingerprint, session }, async () => {
        await run(session);
        return { ids: { attachmentId: id } };
      }),
    );
    return ids['attachmentId'] ?? id;
  };

const eventOf = (act: Change, { declarationId }: Attachment) =>
  act === 'attachment_uploaded'
    ? ({ type: 'AttachmentReady', payload: { declarationId } } as const)
    : ({ type: 'AttachmentRemoved', payload: { declarationId } } as const);

export const attachmentStore = (deps: AttachmentStoreDeps): Attachments => {
  const { connection, outbox, clock, sealer } = deps;
  const rows = attachmentRows(connection);
  const mapping = attachmentMapping(sealer);
  const once = changeOnce(deps);
  const append = appendAct(deps);

  /** Those that take room. */
  const there = async ({ tenantId, declarationId, id }: Attachment, session: ClientSession) =>
    rows
      .find({ tenantId, declarationId, state: { $ne: 'removed' }, _id: { $ne: id } }, { session })
      .project<{ file?: FileFacts }>({ file: 1 })
      .toArray();

  const lockQuota = async ({ tenantId, declarationId }: Attachment, session: ClientSession): Promise<void> => {
    const options = { upsert: true, session };
    await quotaRows(connection).updateOne({ _id: declarationId, tenantId }, { $inc: { writes: 1 } }, options);
  };

  const move = async (
    session: ClientSession,
    actor: UserActor,
    attachment: Attachment,
    {
      from,
      set,
      act,
    }: {
      readonly from: Attachment['state'];
      readonly set: Partial<{ state: Attachment['state']; file: FileFacts; contentHash: Buffer }>;
      readonly act: Change;
    },
  ): Promise<void> => {
    const { id, tenantId } = attachment;
    const at = clock.now();
    const change = { $set: { ...set, changedAt: at }, $inc: { version: 1 } };
    const after = await rows.findOneAndUpdate({ _id: id, tenantId, state: from }, change, {
      session,
      returnDocument: 'after',
    });
    if (after === null) throw illegalState('attachment_changed');
    await outbox.append(session, {
      ...eventOf(act, attachment),
      ...{ tenantId, aggregateId: id, aggregateVersion: after.version, occurredAt: at },
    });
    await append(session, actor, { type: act, attachment });
  };

  return {
    begin: async (attachment) => {
      const row = await mapping.toRow(attachment);
      await withTransaction(connection, async (session) => {
        await lockQuota(attachment, session);
        requireRoom(await there(attachment, session), 0);
        await rows.insertOne(row, { session });
      });
    },
    find: async (tenantId, id) => {
      const row = await rows.findOne({ _id: id, tenantId });
      return row === null ? undefined : mapping.toAttachment(row);
    },
    ofDeclaration: async (tenantId, declarationId) => {
      const found = await rows.find({ tenantId, declarationId }).sort({ createdAt: 1, _id: 1 }).toArray();
      return Promise.all(found.map(mapping.toAttachment));
    },
    makeReady: async (request, attachment, { contentHash, ...file }) =>
      once(request, attachment.id, async (session) => {
        await lockQuota(attachment, session);
        requireRoom(await there(attachment, session), file.bytes);
        await move(session, request.actor, attachment, {
          ...{ from: 'pending', set: { state: 'ready', file, contentHash } },
          ...{ act: 'attachment_uploaded' },
        });
      }),
    remove: async (request, attachment) => {
      await once(request, attachment.id, async (session) => {
        if (attachment.state === 'removed') throw notFound('attachment');
        await move(session, request.actor, attachment, {
          ...{ from: 'ready', set: { state: 'removed' }, act: 'attachment_removed' },
        });
      });
    },
    forget: async ({ tenantId, id }) =>
      (await rows.deleteOne({ _id: id, tenantId, state: 'pending' })).deletedCount === 1,
  };
};
