import type { UserActor } from '@nencho/auth';
import { reachPartOfCampaign } from './access.js';
import type { Progress, Stores } from './ports.js';

/** How far the season is, counted over the people whom the actor may see. */
export const getProgress =
  (stores: Pick<Stores, 'campaigns' | 'reviewList'>) =>
  async (campaignId: string, actor: UserActor): Promise<Progress> => {
    const { scope } = await reachPartOfCampaign(stores, actor, campaignId, 'declaration.read');
    return stores.reviewList.progress({ tenantId: actor.tenantId, campaignId, scope });
  };
