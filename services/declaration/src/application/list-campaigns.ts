import { can, scopeFilter, type UserActor } from '@nencho/auth';
import type { Campaign } from '../domain/campaign.js';
import type { Stores } from './ports.js';

/** Campaigns of the companies and departments that the actor may see, newest year first. */
export const listCampaigns =
  ({ campaigns, reviewList }: Pick<Stores, 'campaigns' | 'reviewList'>) =>
  async (actor: UserActor): Promise<readonly Campaign[]> => {
    const all = await campaigns.list(actor.tenantId);
    const scope = scopeFilter(actor, 'campaign.read');
    if (scope.all) return all;
    const withMyPeople = await reviewList.campaignIds(actor.tenantId, scope);
    return all.filter(({ id, companyId }) => withMyPeople.includes(id) || can(actor, 'campaign.read', { companyId }));
  };
