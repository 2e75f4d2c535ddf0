import { versionConflict } from '@nencho/kernel';
import { isDuplicateKey } from '@nencho/mongo';
import type { InvitationStore } from '../application/ports.js';
import type { Invitation, InvitationState } from '../domain/invitation.js';
import type { InvitationRow, Models } from './models.js';
import { toMongo } from './session.js';

const toInvitation = (row: InvitationRow): Invitation => ({
  id: row._id,
  tenantId: row.tenantId,
  personId: row.personId,
  state: row.state,
  issueNo: row.issueNo,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
});

const inState = (state: InvitationState, now: Date): Record<string, unknown> => {
  switch (state) {
    case 'open':
      return { state, expiresAt: { $gt: now } };
    case 'expired':
      return { state: 'open', expiresAt: { $lte: now } };
    case 'redeemed':
    case 'voided':
      return { state };
  }
};

type InvitationModels = Pick<Models, 'invitations'>;

const claims = ({ invitations }: InvitationModels) =>
  ({
    claim: async ({ id, tenantId, issueNo }, now, until) => {
      const free = { $or: [{ claimedUntil: { $exists: false } }, { claimedUntil: { $lte: now } }] };
      const { matchedCount } = await invitations.updateOne(
        { _id: id, tenantId, issueNo, state: 'open', expiresAt: { $gt: now }, ...free },
        { $set: { claimedUntil: until } },
      );
      return matchedCount === 1;
    },
    releaseClaim: async ({ id, tenantId }) => {
      await invitations.updateOne({ _id: id, tenantId }, { $unset: { claimedUntil: '' } });
    },
  }) satisfies Partial<InvitationStore>;

const writes = ({ invitations }: InvitationModels) =>
  ({
    insert: async (session, { id, ...rest }) => {
      try {
        await invitations.create([{ _id: id, ...rest }], { session: toMongo(session) });
      } catch (error) {
        throw isDuplicateKey(error) ? versionConflict('invitation') : error;
      }
    },
    save: async (session, { id, tenantId, state, issueNo, expiresAt }, seenIssueNo) => {
      const { matchedCount } = await invitations.updateOne(
        { _id: id, tenantId, state: 'open', issueNo: seenIssueNo },
        { $set: { state, issueNo, expiresAt } },
        { session: toMongo(session) },
      );
      if (matchedCount !== 1) throw versionConflict('invitation');
    },
    voidOf: async (session, tenantId, personId) => {
      const open = { tenantId, personId, state: 'open' } as const;
      await invitations.updateMany(open, { $set: { state: 'voided' } }, { session: toMongo(session) });
    },
  }) satisfies Partial<InvitationStore>;

export const invitationStore = (models: InvitationModels): InvitationStore => {
  const { invitations } = models;
  return {
    ...claims(models),
    ...writes(models),
    find: async (tenantId, invitationId) => {
      const row = await invitations.findOne({ _id: invitationId, tenantId }).lean<InvitationRow>();
      return row === null ? undefined : toInvitation(row);
    },
    openOf: async (tenantId, personIds, session) =>
      (
        await invitations
          .find({ tenantId, personId: { $in: [...personIds] }, state: 'open' })
          .session(session === undefined ? null : toMongo(session))
          .lean<InvitationRow[]>()
      ).map(toInvitation),
    list: async (tenantId, { state, personIds, now }, { limit, after }) => {
      const createdAt = after === undefined ? undefined : new Date(after[0]);
      const rows = await invitations
        .find({
          $and: [
            { tenantId },
            state === undefined ? {} : inState(state, now),
            personIds === undefined ? {} : { personId: { $in: [...personIds] } },
            after === undefined
              ? {}
              : { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $gt: after[1] } }] },
          ],
        })
        .sort({ createdAt: -1, _id: 1 })
        .limit(limit)
        .lean<InvitationRow[]>();
      return rows.map(toInvitation);
    },
  };
};
