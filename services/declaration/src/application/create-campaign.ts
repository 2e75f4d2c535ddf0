import { requirePermission, type UserActor } from '@nencho/auth';
import { isId, notFound } from '@nencho/kernel';
import { parametersFor } from '@nencho/tax-rules';
import { newCampaign, type Campaign, type CampaignRequest } from '../domain/campaign.js';
import { reachCampaign } from './access.js';
import type { Mutate, NewId, Stores } from './ports.js';

export type CreateCampaign = CampaignRequest & { readonly idempotencyKey: string };

/** Draws up a campaign; the law of its year and payment date must be known. */
export const createCampaign =
  ({ mutate, campaigns, newId }: { mutate: Mutate; newId: NewId } & Pick<Stores, 'campaigns'>) =>
  async ({ idempotencyKey, ...request }: CreateCampaign, actor: UserActor): Promise<Campaign> => {
    const { ids } = await mutate({ actor, method: 'CreateCampaign', idempotencyKey, request }, async (work) => {
      if (!isId(request.companyId)) throw notFound('company');
      requirePermission(actor, 'campaign.manage', { companyId: request.companyId });
      const campaign = newCampaign(request, { id: newId(), tenantId: actor.tenantId });
      parametersFor(campaign.taxYear, campaign.lastPaymentDate);
      await work.campaigns.insert(campaign);
      return {
        ids: { campaignId: campaign.id },
        audit: { type: 'campaign_created', subjectKind: 'campaign', subjectIds: [campaign.id] },
      };
    });
    return reachCampaign({ campaigns }, actor, ids['campaignId'] ?? '', 'campaign.read');
  };
