import type { EventHandlers, EventMeta } from '@nencho/messaging';
import type { ClientSession } from 'mongoose';
import type { News } from '../domain/delivery.js';

type QueueNews = (news: readonly News[], at: Date, session: ClientSession) => Promise<void>;

/** News about one declaration: its version says which time, so a declaration sent back twice is told twice. */
const ofDeclaration = (
  kind: 'sent_back' | 'approved',
  { employeeId, campaignId }: { readonly employeeId: string; readonly campaignId: string },
  { tenantId, aggregateId, aggregateVersion }: EventMeta,
): News => ({ tenantId, kind, subjectId: employeeId, issue: `${aggregateId}/${aggregateVersion}`, campaignId });

/** News about everybody of a campaign, once for each person. */
const ofCampaign = (
  kind: 'campaign_opened' | 'result_ready',
  { employeeIds, campaignId }: { readonly employeeIds: readonly string[]; readonly campaignId: string },
  { tenantId }: EventMeta,
): News[] => employeeIds.map((subjectId) => ({ tenantId, kind, subjectId, issue: campaignId, campaignId }));

/** What a person must hear about. Each event becomes deliveries and nothing else: sending is another matter. */
export const newsConsumers = (queueNews: QueueNews): EventHandlers => ({
  InvitationsIssued: async ({ invitations }, { tenantId, occurredAt }, session) =>
    queueNews(
      invitations.map(({ invitationId, issueNo }) => ({
        tenantId,
        kind: 'invitation' as const,
        subjectId: invitationId,
        issue: String(issueNo),
      })),
      occurredAt,
      session,
    ),
  CampaignOpened: async (payload, meta, session) =>
    queueNews(ofCampaign('campaign_opened', payload, meta), meta.occurredAt, session),
  DeclarationSentBack: async (payload, meta, session) =>
    queueNews([ofDeclaration('sent_back', payload, meta)], meta.occurredAt, session),
  DeclarationApproved: async (payload, meta, session) =>
    queueNews([ofDeclaration('approved', payload, meta)], meta.occurredAt, session),
  AdjustmentFinalised: async (payload, meta, session) =>
    queueNews(ofCampaign('result_ready', payload, meta), meta.occurredAt, session),
});
